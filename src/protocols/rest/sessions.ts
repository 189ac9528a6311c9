import { z } from 'zod'
import { startStepUp } from '../../authentication/index.ts'
import { endOtherSessions, endOwnSession } from '../../enrolment/index.ts'
import { isId } from '../../kernel/ids.ts'
import { type Session, sessionRequired } from '../../sessions/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { clearCookie } from './cookies.ts'
import { showSession, showStarted } from './presence.ts'
import { referralFor, referralToken } from './referrals.ts'
import { type Call, type Route, route } from './route.ts'
import { attemptView, id, sessionView } from './views.ts'

const tag = 'Sessions'

/** The session that the access of the route has made sure of. */
export function sessionOf(call: { readonly caller: { readonly session: Session | undefined } }): Session {
  const { session } = call.caller
  if (!session) throw sessionRequired()
  return session
}

const current = route({
  method: 'GET',
  path: '/session',
  access: { by: 'session' },
  tag,
  summary: 'Who is signed in here.',
  answer: sessionView,
  handle: async (call) => ({ body: await showSession(call.deps, sessionOf(call), true) }),
})

const signOutPage = route({
  method: 'GET',
  path: '/session/sign-out',
  access: { by: 'session', ends: true },
  tag,
  summary: 'Where this browser signs out, if there are applications that it alone can tell.',
  answer: z.object({
    page: z
      .string()
      .optional()
      .describe('Ends the session and tells them; without it, `DELETE /session` does'),
  }),
  async handle(call) {
    const page = await signOutPageOf(call.deps, sessionOf(call))
    return { body: page === undefined ? {} : { page } }
  },
})

/** Where one of the doors that this session has gone through wants the browser to sign out. */
async function signOutPageOf(deps: DoorDeps, session: Session): Promise<string | undefined> {
  const telling = (await deps.doorKinds()).filter(({ signsOutAt }) => signsOutAt !== undefined)
  const admissions = telling.length === 0 ? [] : await deps.admissions.ofSession(session.id)
  return telling.find(({ id: kind }) => admissions.some(({ door }) => door === kind))?.signsOutAt
}

const signOut = route({
  method: 'DELETE',
  path: '/session',
  access: { by: 'session', ends: true },
  tag,
  summary: 'Sign out.',
  async handle(call) {
    const session = sessionOf(call)
    await endOwnSession(call.deps, session, session.id)
    clearCookie(call.reply, 'session')
    call.reply.header('clear-site-data', '"cache", "storage"')
    return { status: 204 }
  },
})

const list = route({
  method: 'GET',
  path: '/sessions',
  access: { by: 'session' },
  tag,
  summary: 'Where this account is signed in.',
  answer: z.object({ items: z.array(sessionView) }),
  async handle(call) {
    const own = sessionOf(call)
    const sessions = await call.deps.sessions.ofAccount(own.accountId)
    return {
      body: {
        items: await Promise.all(sessions.map((one) => showSession(call.deps, one, one.id === own.id))),
      },
    }
  },
})

const end = route({
  method: 'DELETE',
  path: '/sessions/:id',
  access: { by: 'session' },
  tag,
  summary: 'End one session of this account.',
  params: z.strictObject({ id }),
  async handle(call) {
    if (isId<'session'>(call.params.id)) await endOwnSession(call.deps, sessionOf(call), call.params.id)
    return { status: 204 }
  },
})

const endOthers = route({
  method: 'DELETE',
  path: '/sessions',
  access: { by: 'session' },
  tag,
  summary: 'End every other session of this account.',
  query: z.strictObject({ others: z.literal('true') }),
  answer: z.object({ ended: z.number().int() }),
  handle: async (call) => ({ body: { ended: await endOtherSessions(call.deps, sessionOf(call)) } }),
})

const stepUp = route({
  method: 'POST',
  path: '/session/step-up',
  access: { by: 'session', renews: true },
  tag,
  summary: 'Prove anew who is there; completing it replaces the session (RFC 9470).',
  status: 201,
  body: z.strictObject({ referral: referralToken.optional() }).optional(),
  answer: attemptView,
  async handle(call) {
    const referral = await referralFor(call.deps, call.body?.referral)
    const started = await startStepUp(call.deps, sessionOf(call), call.surroundings, referral)
    return showStarted(call, started)
  },
})

const token = z.string().max(200)

/** A session that this application's own sign-in yielded; any other is none. */
function requireOwn(call: Pick<Call<unknown, unknown, unknown>, 'caller'>, session: Session): Session {
  if (session.applicationId !== call.caller.application?.application.id) throw sessionRequired()
  return session
}

const introspect = route({
  method: 'POST',
  path: '/sessions/introspect',
  access: { by: 'application', scope: 'attempts' },
  tag,
  summary:
    'Whether a session that a sign-in of this application yielded still lives, and what it stands for. `step-up.required` says what is wanted anew (RFC 9470).',
  body: z.strictObject({
    token,
    maxAge: z
      .number()
      .int()
      .min(1)
      .max(86_400)
      .optional()
      .describe('Seconds that its proofs may be old for what is asked for here'),
    assurance: z.literal([1, 2, 3]).optional().describe('What is asked for here must be worth'),
  }),
  answer: sessionView,
  async handle(call) {
    const { token: given, maxAge, assurance } = call.body
    const session = requireOwn(call, await call.deps.sessions.require(given, call.surroundings))
    const within = maxAge === undefined ? undefined : maxAge * 1000
    call.deps.sessions.requireWanted(session, { within, assurance })
    return { body: await showSession(call.deps, session, true) }
  },
})

const renew = route({
  method: 'POST',
  path: '/sessions/step-up',
  access: { by: 'application', scope: 'attempts' },
  tag,
  summary: 'The same for a session of this application; its holder proves what is missing (RFC 9470).',
  status: 201,
  body: z.strictObject({ token }),
  answer: attemptView,
  async handle(call) {
    const { sessions } = call.deps
    const session = requireOwn(call, await sessions.requireRenewable(call.body.token, call.surroundings))
    const started = await startStepUp(call.deps, session, call.surroundings)
    return showStarted(call, started)
  },
})

export const sessionRoutes: readonly Route[] = [
  current,
  signOutPage,
  signOut,
  list,
  end,
  endOthers,
  stepUp,
  introspect,
  renew,
]
