import { z } from 'zod'
import { currentProgress, startStepUp } from '../../authentication/index.ts'
import { endOtherSessions, endOwnSession } from '../../enrolment/index.ts'
import { isId } from '../../kernel/ids.ts'
import { type Session, sessionRequired } from '../../sessions/index.ts'
import { clearCookie } from './cookies.ts'
import { handAttempt, showProgress, showSession } from './presence.ts'
import { type Route, route } from './route.ts'
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
  access: { by: 'session' },
  tag,
  summary: 'Prove anew who is there; completing it replaces the session (RFC 9470).',
  status: 201,
  body: z.strictObject({}).optional(),
  answer: attemptView,
  async handle(call) {
    const started = await startStepUp(call.deps, sessionOf(call))
    const progress = await currentProgress(call.deps, started.secret, call)
    return { body: { ...showProgress(progress), ...handAttempt(call, started.secret) } }
  },
})

const introspect = route({
  method: 'POST',
  path: '/sessions/introspect',
  access: { by: 'application', scope: 'attempts' },
  tag,
  summary:
    'Whether a session that a sign-in of this application yielded still lives, and what it stands for.',
  body: z.strictObject({ token: z.string().max(200) }),
  answer: sessionView,
  async handle(call) {
    const session = await call.deps.sessions.read(call.body.token, call.surroundings)
    if (!session || session.applicationId !== call.caller.application?.application.id) throw sessionRequired()
    return { body: await showSession(call.deps, session, true) }
  },
})

export const sessionRoutes: readonly Route[] = [current, signOut, list, end, endOthers, stepUp, introspect]
