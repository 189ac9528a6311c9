import { z } from 'zod'
import { isUnseen } from '../../administration/index.ts'
import type { Referral } from '../../admissions/index.ts'
import { applicationNotFound } from '../../applications/index.ts'
import { livingReferral, peekReferral } from '../../authentication/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { logoAt } from './application-logo.ts'
import { readCookie } from './cookies.ts'
import { type Route, route } from './route.ts'
import { id } from './views.ts'

const tag = 'Sign-in'

export const referralToken = z
  .string()
  .regex(/^spr_[\w-]{43}$/, 'is not the way from an application')
  .describe('Of the way from an application to our pages, as the address of the page has it')

/** The way that a request names. Throws `referral.over`. */
export async function referralFor(deps: DoorDeps, token: string | undefined): Promise<Referral | undefined> {
  return token === undefined ? undefined : livingReferral(deps, token)
}

const read = route({
  method: 'GET',
  path: '/referrals/:referral',
  access: { by: 'referral' },
  tag,
  summary: 'For which application a browser was sent here, and what is missing to go on.',
  params: z.strictObject({ referral: referralToken }),
  answer: z.object({
    application: z.object({ id, name: z.string(), logo: z.string().optional() }),
    unseen: z
      .boolean()
      .describe('Whether the application registered itself, and no administrator has looked at it'),
    state: z
      .enum(['sign-in', 'step-up', 'denied', 'ready'])
      .describe(
        '`ready`: nothing is missing, go on to `continueAt` · `step-up`: begin one for this referral · `denied`: a rule lets nobody in now',
      ),
    account: z.string().optional().describe('Whose sign-in it has to be'),
    continueAt: z.string().describe('Where the browser goes once nothing is missing'),
  }),
  async handle(call) {
    const referral = await livingReferral(call.deps, call.params.referral)
    const application = await call.deps.applications.find(referral.applicationId)
    if (!application) throw applicationNotFound()
    const state = await peekReferral(call.deps, referral, {
      sessionToken: readCookie(call.request, 'session'),
      surroundings: call.surroundings,
    })
    return {
      body: {
        application: { id: application.id, name: application.name, logo: logoAt(application) },
        unseen: await isUnseen(call.deps, application.id),
        state,
        ...(referral.wishes.account ? { account: referral.wishes.account } : {}),
        continueAt: referral.returnTo,
      },
    }
  },
})

export const referralRoutes: readonly Route[] = [read]
