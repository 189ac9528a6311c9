import { z } from 'zod'
import { accountNotFound } from '../../accounts/index.ts'
import { offerAuthenticator } from '../../administration/index.ts'
import { findLivingAttempt } from '../../authentication/index.ts'
import { authenticatorNotFound } from '../../authenticators/index.ts'
import {
  type Authority,
  type Begun,
  beginEnrolment,
  confirmEnrolment,
  enrolmentRequirements,
  listAuthenticators,
  removeAuthenticator,
  renameAuthenticator,
  runOperation,
  authenticatorView as viewOf,
} from '../../enrolment/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { sessionRequired } from '../../sessions/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { showProgress } from './presence.ts'
import { type Caller, type Route, route } from './route.ts'
import { sessionOf } from './sessions.ts'
import { attemptView, authenticatorView, id, notice, show, time } from './views.ts'

const tag = 'Authenticators'
const identified = z.strictObject({ id })

/**
 * The sign-in or set-up that is in progress here, where it lives; otherwise the session. A browser may hold both, of
 * different people: what is being set up belongs to whoever is signing in.
 */
async function authorityOf(deps: DoorDeps, caller: Caller): Promise<Authority> {
  const { session, attempt: secret } = caller
  if (secret === undefined) return sessionAuthority(session)
  if (!session) return { by: 'attempt', secret }
  const attempt = await findLivingAttempt(deps, secret)
  return attempt && attempt.purpose !== 'step-up' ? { by: 'attempt', secret } : sessionAuthority(session)
}

function sessionAuthority(session: Caller['session']): Authority {
  if (!session) throw sessionRequired()
  return { by: 'session', session }
}

function authenticatorId(text: string): Id<'authenticator'> {
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
    because: z.array(z.object({ id: z.string(), text: z.string() })),
  }),
  handle: async (call) => ({ body: await enrolmentRequirements(call.deps, sessionOf(call)) }),
})

const beginBody = z.strictObject({
  factor: z.string().max(64),
  label: z.string().max(64).optional(),
  options: z.unknown().optional(),
})

const begunView = z.object({
  id,
  factor: z.string(),
  label: z.string(),
  status: z.literal('pending'),
  confirms: z.boolean(),
  show,
  expiresAt: time.optional(),
})

function showBegun({ authenticator, confirms, expiresAt, show: shown }: Begun) {
  const ends = expiresAt === undefined ? {} : { expiresAt }
  return { ...authenticator, status: 'pending', confirms, show: shown, ...ends }
}

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
  body: z.strictObject({ answer: z.unknown() }),
  answer: z.object({
    authenticator: authenticatorView,
    show: show.optional(),
    recovery: show.optional(),
    attempt: attemptView.optional(),
  }),
  async handle(call) {
    const confirmed = await confirmEnrolment(call.deps, {
      authority: await authorityOf(call.deps, call.caller),
      authenticatorId: authenticatorId(call.params.id),
      answer: call.body.answer,
      surroundings: call.surroundings,
    })
    const row = await call.deps.authenticators.find(confirmed.authenticatorId)
    if (!row) throw authenticatorNotFound()
    const { recovery, progress } = confirmed
    return {
      body: {
        authenticator: viewOf(call.deps, row),
        ...(confirmed.show ? { show: confirmed.show } : {}),
        ...(recovery ? { recovery } : {}),
        ...(progress ? { attempt: showProgress(progress) } : {}),
      },
    }
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
  confirm,
  rename,
  remove,
  operate,
  offer,
]
