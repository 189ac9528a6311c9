import { z } from 'zod'
import { accountNotFound } from '../../accounts/index.ts'
import { offerAuthenticator } from '../../administration/index.ts'
import { findLivingAttempt } from '../../authentication/index.ts'
import { authenticatorNotFound } from '../../authenticators/index.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  enrolmentRequirements,
  type LossAuthority,
  listAuthenticators,
  removeAuthenticator,
  renameAuthenticator,
  reportFound,
  reportLost,
  runOperation,
  whoJoined,
} from '../../enrolment/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { sessionRequired } from '../../sessions/index.ts'
import type { DoorDeps } from '../protocol.ts'
import {
  beginBody,
  begunView,
  confirmBody,
  confirmedView,
  joinedView,
  showBegun,
  showConfirmed,
} from './enrolment.ts'
import { type Caller, type Route, route } from './route.ts'
import { sessionOf } from './sessions.ts'
import { authenticatorView, id, notice, putOffView, reason, show } from './views.ts'

const tag = 'Authenticators'
const identified = z.strictObject({ id })

/**
 * The sign-in or set-up that is in progress here, where it lives; otherwise the session. A browser may hold both, of
 * different people: what is being set up belongs to whoever is signing in.
 */
async function authorityOf(deps: DoorDeps, caller: Caller): Promise<LossAuthority> {
  const { session, attempt: secret } = caller
  if (secret === undefined) return sessionAuthority(session)
  if (!session) return { by: 'attempt', secret }
  const attempt = await findLivingAttempt(deps, secret)
  return attempt && attempt.purpose !== 'step-up' ? { by: 'attempt', secret } : sessionAuthority(session)
}

function sessionAuthority(session: Caller['session']): LossAuthority {
  if (!session) throw sessionRequired()
  return { by: 'session', session }
}

/** One that cannot be an id is refused like one that nobody has. */
export function authenticatorId(text: string): Id<'authenticator'> {
  if (!isId<'authenticator'>(text)) throw authenticatorNotFound()
  return text
}

function etagOf(headers: { readonly 'if-match'?: string | undefined }): { readonly etag?: string } {
  const etag = headers['if-match']
  return etag === undefined ? {} : { etag }
}

const list = route({
  method: 'GET',
  path: '/authenticators',
  access: { by: 'session' },
  tag,
  summary: 'What this account can prove itself with.',
  answer: z.object({ items: z.array(authenticatorView), bar: z.number().int() }),
  async handle(call) {
    const session = sessionOf(call)
    const [items, requirements] = await Promise.all([
      listAuthenticators(call.deps, session.accountId),
      enrolmentRequirements(call.deps, session),
    ])
    return { body: { items, bar: requirements.bar } }
  },
})

const requirements = route({
  method: 'GET',
  path: '/enrolment',
  access: { by: 'session' },
  tag,
  summary: 'What this account may and must set up.',
  answer: z.object({
    required: z.boolean(),
    mayEnrol: z.boolean(),
    putOff: putOffView.optional().describe('What is required was put off at the sign-in, and may wait'),
    stepUpRequired: z.boolean(),
    bar: z.number().int(),
    factors: z.array(
      z.object({
        id: z.string(),
        available: z.boolean(),
        count: z.number().int(),
        perAccount: z.number().int(),
      }),
    ),
    because: z.array(reason),
  }),
  handle: async (call) => ({ body: await enrolmentRequirements(call.deps, sessionOf(call)) }),
})

const begin = route({
  method: 'POST',
  path: '/authenticators',
  access: { by: 'session-or-attempt' },
  tag,
  summary: 'Begin to set up a factor. What is shown is shown once.',
  status: 201,
  body: beginBody,
  answer: begunView,
  async handle(call) {
    const begun = await beginEnrolment(call.deps, {
      authority: await authorityOf(call.deps, call.caller),
      ...call.body,
      surroundings: call.surroundings,
    })
    return { body: showBegun(begun) }
  },
})

const confirm = route({
  method: 'POST',
  path: '/authenticators/:id/confirm',
  access: { by: 'session-or-attempt' },
  tag,
  summary: 'Show that it works; from here on it counts, and the code is spent.',
  params: identified,
  body: confirmBody,
  answer: confirmedView,
  async handle(call) {
    const confirmed = await confirmEnrolment(call.deps, {
      authority: await authorityOf(call.deps, call.caller),
      authenticatorId: authenticatorId(call.params.id),
      answer: call.body.answer,
      surroundings: call.surroundings,
    })
    return { body: await showConfirmed(call.deps, confirmed) }
  },
})

const joined = route({
  method: 'GET',
  path: '/authenticators/:id/joined',
  access: { by: 'session-or-attempt' },
  tag,
  summary: 'Which other device takes part in an offer; a page that waits asks this every second or two.',
  params: identified,
  answer: joinedView,
  async handle(call) {
    const authority = await authorityOf(call.deps, call.caller)
    const who = await whoJoined(call.deps, {
      authority,
      authenticatorId: authenticatorId(call.params.id),
      surroundings: call.surroundings,
    })
    return { body: who ? { joined: who } : {} }
  },
})

const rename = route({
  method: 'PATCH',
  path: '/authenticators/:id',
  access: { by: 'session' },
  tag,
  summary: 'Give it another name.',
  params: identified,
  body: z.strictObject({ label: z.string().trim().min(1).max(64) }),
  answer: authenticatorView,
  handle: async (call) => ({
    body: await renameAuthenticator(call.deps, {
      session: sessionOf(call),
      authenticatorId: authenticatorId(call.params.id),
      label: call.body.label,
      ...etagOf(call.request.headers),
    }),
  }),
})

const remove = route({
  method: 'DELETE',
  path: '/authenticators/:id',
  access: { by: 'session' },
  tag,
  summary: 'Remove it, at the level that it helps to set.',
  params: identified,
  async handle(call) {
    await removeAuthenticator(call.deps, {
      session: sessionOf(call),
      authenticatorId: authenticatorId(call.params.id),
      ...etagOf(call.request.headers),
    })
    return { status: 204 }
  },
})

const lost = route({
  method: 'POST',
  path: '/authenticators/:id/lost',
  access: { by: 'session-or-attempt' },
  tag,
  summary: 'Report it lost: it proves nothing from here on, and what began with it ends.',
  params: identified,
  body: z.strictObject({}).optional(),
  async handle(call) {
    const authority = await authorityOf(call.deps, call.caller)
    await reportLost(call.deps, {
      authority,
      authenticatorId: authenticatorId(call.params.id),
      surroundings: call.surroundings,
    })
    return { status: 204 }
  },
})

const found = route({
  method: 'POST',
  path: '/authenticators/:id/found',
  access: { by: 'session' },
  tag,
  summary: 'It is found again, and good again.',
  params: identified,
  body: z.strictObject({}).optional(),
  async handle(call) {
    await reportFound(call.deps, {
      session: sessionOf(call),
      authenticatorId: authenticatorId(call.params.id),
      surroundings: call.surroundings,
    })
    return { status: 204 }
  },
})

const operate = route({
  method: 'POST',
  path: '/authenticators/:id/operations/:operation',
  access: { by: 'session' },
  tag,
  summary: 'Run what the factor offers its owner: change, resynchronise, refill.',
  params: z.strictObject({ id, operation: z.string().max(64) }),
  body: z.unknown(),
  answer: z.object({ authenticator: authenticatorView, show: show.optional(), notices: z.array(notice) }),
  handle: async (call) => ({
    body: await runOperation(call.deps, {
      session: sessionOf(call),
      authenticatorId: authenticatorId(call.params.id),
      operation: call.params.operation,
      input: call.body,
      surroundings: call.surroundings,
      ...etagOf(call.request.headers),
    }),
  }),
})

const offer = route({
  method: 'POST',
  path: '/accounts/:id/authenticators',
  access: { by: 'application', scope: 'authenticators:write' },
  tag,
  summary:
    'An application makes one for an account of its own: the first right code, by /verify, confirms it.',
  status: 201,
  params: identified,
  body: beginBody,
  answer: begunView,
  async handle(call) {
    const { application } = call.caller
    if (!application || !isId<'account'>(call.params.id)) throw accountNotFound()
    const begun = await offerAuthenticator(call.deps, {
      caller: application,
      accountId: call.params.id,
      ...call.body,
      surroundings: call.surroundings,
    })
    return { body: showBegun(begun) }
  },
})

export const authenticatorRoutes: readonly Route[] = [
  list,
  requirements,
  begin,
  joined,
  confirm,
  rename,
  remove,
  lost,
  found,
  operate,
  offer,
]
