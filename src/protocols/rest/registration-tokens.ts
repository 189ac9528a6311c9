import { z } from 'zod'
import {
  approveRegistration,
  issueRegistrationToken,
  listRegistrationTokens,
  type RegistrationToken,
  registrationTerms,
  registrationTokenNotFound,
  revokeRegistrationToken,
} from '../../administration/index.ts'
import { applicationClass } from '../../applications/index.ts'
import { isId } from '../../kernel/ids.ts'
import { applicationId } from './application-id.ts'
import { showApplication } from './applications.ts'
import { type Route, route } from './route.ts'
import { applicationView, givenReason, id, reasoned, time } from './views.ts'

const tag = 'Applications'
const access = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const identified = z.strictObject({ id })

const tokenView = z.object({
  id,
  name: z.string(),
  prefix: z.string().describe('Its first characters, by which people tell tokens apart'),
  door: z.string(),
  class: applicationClass,
  owner: z.string().optional(),
  namePrefix: z.string(),
  limits: z.unknown().describe('What applications may set at most'),
  approval: z.boolean().describe('Whether they wait until an administrator has looked at them'),
  uses: z.number().describe('How many may register with it'),
  used: z.number().describe('How many have'),
  createdAt: time,
  expiresAt: time,
  revokedAt: time.optional(),
})

function show(token: RegistrationToken) {
  return Object.fromEntries(Object.entries(token).filter(([, value]) => value !== undefined))
}

const list = route({
  method: 'GET',
  path: '/registration-tokens',
  access,
  tag,
  summary: 'With what applications may register themselves, the newest first.',
  answer: z.object({ items: z.array(tokenView) }),
  async handle(call) {
    const all = await listRegistrationTokens(call.deps, { actor: await call.actor() })
    return { body: { items: all.map(show) } }
  },
})

const issue = route({
  method: 'POST',
  path: '/registration-tokens',
  access,
  tag,
  summary: 'A token by which applications register themselves; it is shown here and never again.',
  status: 201,
  retriable: true,
  body: registrationTerms,
  answer: tokenView.extend({ token: z.string().describe('Shown once') }),
  async handle(call) {
    const { token, text } = await issueRegistrationToken(call.deps, {
      actor: await call.actor(),
      terms: call.body,
      retry: call.retry,
    })
    return { body: { ...show(token), token: text } }
  },
})

const revoke = route({
  method: 'DELETE',
  path: '/registration-tokens/:id',
  access,
  tag,
  summary: 'Nothing more registers with it; what has done so stays.',
  params: identified,
  query: reasoned,
  async handle(call) {
    const { id: tokenId } = call.params
    if (!isId<'registration-token'>(tokenId)) throw registrationTokenNotFound()
    await revokeRegistrationToken(call.deps, {
      actor: await call.actor(),
      tokenId,
      reason: call.query.reason,
    })
    return { status: 204 }
  },
})

const approve = route({
  method: 'POST',
  path: '/applications/:id/approval',
  access,
  tag,
  summary: 'Say that you have looked at an application that registered itself; it is switched on.',
  params: identified,
  body: z.strictObject({
    version: z
      .number()
      .int()
      .min(1)
      .describe('What was looked at, as `registration` of the application says'),
    reason: givenReason,
  }),
  answer: applicationView,
  async handle(call) {
    const approved = await approveRegistration(call.deps, {
      actor: await call.actor(),
      applicationId: applicationId(call.params.id),
      ...call.body,
    })
    return { body: showApplication(approved) }
  },
})

export const registrationTokenRoutes: readonly Route[] = [list, issue, revoke, approve]
