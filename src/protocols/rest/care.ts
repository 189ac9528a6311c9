import { z } from 'zod'
import { accountNotFound } from '../../accounts/index.ts'
import {
  type CareInput,
  helpWithAuthenticator,
  listEnding,
  listIdle,
  resumeAuthenticator,
  suspendAuthenticator,
} from '../../administration/index.ts'
import { authenticatorNotFound } from '../../authenticators/index.ts'
import { isId } from '../../kernel/ids.ts'
import { type Call, type Route, route } from './route.ts'
import { givenReason, id, pageOf, pageQuery, reasoned, time } from './views.ts'

const common = {
  method: 'POST',
  access: { by: 'administration', role: 'help-desk', scope: 'authenticators:care' },
  tag: 'Accounts',
} as const
const place = { id, authenticatorId: id }

async function careOf(
  call: Pick<Call<unknown, unknown, unknown>, 'actor'>,
  about: { readonly id: string; readonly authenticatorId: string; readonly reason: string },
): Promise<CareInput> {
  const { id: accountId, authenticatorId } = about
  if (!isId<'account'>(accountId)) throw accountNotFound()
  if (!isId<'authenticator'>(authenticatorId)) throw authenticatorNotFound()
  return { actor: await call.actor(), accountId, authenticatorId, reason: about.reason }
}

function standing(name: string, summary: string, run: typeof suspendAuthenticator): Route {
  return route({
    ...common,
    path: `/accounts/:id/authenticators/:authenticatorId/${name}`,
    summary,
    params: z.strictObject(place),
    body: reasoned,
    async handle(call) {
      await run(call.deps, await careOf(call, { ...call.params, ...call.body }))
      return { status: 204 }
    },
  })
}

const help = route({
  ...common,
  path: '/accounts/:id/authenticators/:authenticatorId/operations/:operation',
  summary: 'Run what the factor offers whoever helps: find a token again, take its PIN off.',
  params: z.strictObject({ ...place, operation: z.string().max(64) }),
  body: z.strictObject({ reason: givenReason, input: z.unknown().optional() }),
  async handle(call) {
    const { operation } = call.params
    const care = await careOf(call, { ...call.params, ...call.body })
    const { surroundings } = call
    await helpWithAuthenticator(call.deps, { ...care, operation, input: call.body.input, surroundings })
    return { status: 204 }
  },
})

const idle = route({
  method: 'GET',
  path: '/authenticators/idle',
  access: { by: 'administration', role: 'help-desk', scope: 'authenticators:read' },
  tag: 'Accounts',
  summary: 'Second factors that nobody has used for so many days, or ever.',
  query: z.strictObject({ days: z.coerce.number().int().min(1).max(3650).default(90), ...pageQuery }),
  answer: pageOf(
    z.object({
      id,
      account: z.object({ id, name: z.string() }),
      factor: z.string(),
      label: z.string(),
      createdAt: time,
      lastUsedAt: time.optional(),
    }),
  ),
  async handle(call) {
    const { days, cursor, limit } = call.query
    const page = { ...(cursor ? { cursor } : {}), ...(limit ? { limit } : {}) }
    return { body: await listIdle(call.deps, { actor: await call.actor(), days, ...page }) }
  },
})

const ending = route({
  method: 'GET',
  path: '/authenticators/ending',
  access: { by: 'administration', role: 'help-desk', scope: 'authenticators:read' },
  tag: 'Accounts',
  summary:
    'Second factors that end within so many days, or have ended: by their last day, an empty battery, or because their kind is phased out.',
  query: z.strictObject({ days: z.coerce.number().int().min(0).max(3650).default(90), ...pageQuery }),
  answer: pageOf(
    z.object({
      id,
      account: z.object({ id, name: z.string() }).optional().describe('Absent: it lies in the pool'),
      factor: z.string(),
      label: z.string(),
      handle: z.string().optional().describe('Serial number or public id, of what lies in the pool'),
      endsAt: time,
      because: z.string().describe('A sentence'),
      last: z.literal(true).optional().describe('Its owner has nothing else for the second door after that'),
    }),
  ),
  async handle(call) {
    const { days, cursor, limit } = call.query
    const page = { ...(cursor ? { cursor } : {}), ...(limit ? { limit } : {}) }
    return { body: await listEnding(call.deps, { actor: await call.actor(), days, ...page }) }
  },
})

export const careRoutes: readonly Route[] = [
  standing(
    'suspend',
    'Hold an authenticator back: it opens nothing until it is let go.',
    suspendAuthenticator,
  ),
  standing(
    'resume',
    'Let an authenticator go again; of an administrator’s, two ask for it.',
    resumeAuthenticator,
  ),
  help,
  idle,
  ending,
]
