import { z } from 'zod'
import { isUnseen, notPermitted } from '../../administration/index.ts'
import type { Referral } from '../../admissions/index.ts'
import { applicationNotFound } from '../../applications/index.ts'
import { giveUpReferral, livingReferral, peekReferral } from '../../authentication/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { logoAt } from './application-logo.ts'
import { readCookie } from './cookies.ts'
import { type Route, route } from './route.ts'
import { id, reason } from './views.ts'

const tag = 'Sign-in'

export const referralToken = z
  .string()
  .regex(/^spr_[\w-]{43}$/, 'is not the way from an application')
  .describe('Of the way from an application to our pages, as the address of the page has it')

/** The way that a request names. Throws `referral.over`. */
export async function referralFor(deps: DoorDeps, token: string | undefined): Promise<Referral | undefined> {
  return token === undefined ? undefined : livingReferral(deps, token)
}

const named = z.strictObject({ referral: referralToken })

const read = route({
  method: 'GET',
  path: '/referrals/:referral',
  access: { by: 'referral' },
  tag,
  summary: 'For which application a browser was sent here, and what is missing to go on.',
  params: named,
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
    because: z.array(reason).optional().describe('Why a rule lets nobody in: for whoever is signed in'),
    continueAt: z.string().describe('Where the browser goes once nothing is missing'),
  }),
  async handle(call) {
    const referral = await livingReferral(call.deps, call.params.referral)
    const application = await call.deps.applications.find(referral.applicationId)
    if (!application) throw applicationNotFound()
    const { state, because } = await peekReferral(call.deps, referral, {
      sessionToken: readCookie(call.request, 'session'),
      surroundings: call.surroundings,
    })
    return {
      body: {
        application: { id: application.id, name: application.name, logo: logoAt(application) },
        unseen: await isUnseen(call.deps, application.id),
        state,
        ...(referral.wishes.account ? { account: referral.wishes.account } : {}),
        ...(because ? { because } : {}),
        continueAt: referral.returnTo,
      },
    }
  },
})

const giveUp = route({
  method: 'DELETE',
  path: '/referrals/:referral',
  access: { by: 'referral' },
  tag,
  summary: 'Go back to the application as nobody: it is told so in its own protocol. Once.',
  params: named,
  answer: z.object({
    continueAt: z.string().describe('Where the browser goes, for the application to be told'),
  }),
  async handle(call) {
    if (call.caller.application) throw notPermitted()
    const { returnTo } = await giveUpReferral(call.deps, {
      referral: call.params.referral,
      attempt: call.caller.attempt,
      sessionToken: readCookie(call.request, 'session'),
      surroundings: call.surroundings,
    })
    return { body: { continueAt: returnTo } }
  },
})

export const referralRoutes: readonly Route[] = [read, giveUp]
