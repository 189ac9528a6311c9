import { createGate } from './gate/gate.ts'
import { type GateOptions, gateConfig } from './gate/options.ts'
import { notePassed, passedOf } from './gate/passed.ts'
import { type Seen, visitOf } from './gate/seen.ts'
import type { Outcome } from './gate/visit.ts'
import type { Admission, Wish } from './types.ts'

/** A request of Fastify. */
export interface FastifyRequestLike {
  readonly method: string
  readonly originalUrl: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly ip: string
}

export interface FastifyReplyLike {
  code(status: number): unknown
  header(name: string, value: string): unknown
  send(body: string): unknown
}

export type Hook<Request> = (request: Request, reply: FastifyReplyLike) => Promise<unknown>

/**
 * Nobody who is signed in to the application goes further without a second factor:
 * `app.addHook('preHandler', requireSecondFactor({ … }))`, behind the hooks that know sessions.
 */
export function requireSecondFactor<Request extends FastifyRequestLike>(
  options: GateOptions<Request>,
): Hook<Request> {
  const gate = createGate(gateConfig(options))
  return async (request, reply) => {
    const visit = visitOf(options, request, seenOf(request, reply))
    const outcome = await gate.enter(visit)
    if (outcome.state === 'passed') notePassed(request, { gate, visit, admission: outcome.admission })
    return settle(outcome, reply)
  }
}

/** This one action needs more than it took to come in: `{ preHandler: requireFresh({ maxAge: 300 }) }`. */
export function requireFresh(wish: Wish): Hook<FastifyRequestLike> {
  return async (request, reply) => {
    const { gate, visit } = passedOf(request)
    return settle(await gate.freshen(visit, wish), reply)
  }
}

/** Somebody signs out: what they were let in by is over, at the server, too. */
export async function signOut(request: FastifyRequestLike): Promise<void> {
  const { gate, visit } = passedOf(request)
  await gate.leave(visit)
}

/** Who was let in, and what they have shown; undefined where nobody is signed in. */
export function admissionOf(request: FastifyRequestLike): Admission | undefined {
  return passedOf(request).admission
}

function seenOf(request: FastifyRequestLike, reply: FastifyReplyLike): Seen {
  const header = (name: string) => [request.headers[name]].flat()[0]
  return {
    method: request.method,
    target: request.originalUrl,
    header,
    ip: request.ip,
    session: () => (request as { readonly session?: unknown }).session,
    // Fastify adds to cookies that are there, and replaces nothing.
    cookies: { header: header('cookie'), set: (line) => reply.header('set-cookie', line) },
    keeps: 'session',
  }
}

/** What a hook answers with ends there: the handler is not asked. */
async function settle(outcome: Outcome, reply: FastifyReplyLike): Promise<unknown> {
  if (outcome.state === 'passed') return undefined
  reply.code(outcome.status)
  for (const [name, value] of Object.entries(outcome.headers)) reply.header(name, value)
  return reply.send(outcome.body)
}
