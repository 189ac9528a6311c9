import { createGate } from './gate/gate.ts'
import { type GateOptions, gateConfig } from './gate/options.ts'
import { notePassed, passedOf } from './gate/passed.ts'
import { type Seen, visitOf } from './gate/seen.ts'
import type { Outcome } from './gate/visit.ts'
import type { Admission, Wish } from './types.ts'

/** A request of Express, Connect, NestJS, Polka or bare Node. */
export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** What no router has cut off. */
  readonly originalUrl?: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly ip?: string | undefined
}

export interface NodeResponse {
  statusCode: number
  setHeader(name: string, value: string | string[]): unknown
  getHeader(name: string): string | readonly string[] | number | undefined
  end(body?: string): unknown
}

export type Next = (error?: unknown) => void
export type Middleware<Request> = (request: Request, response: NodeResponse, next: Next) => void

/**
 * Nobody who is signed in to the application goes further without a second factor. Put it behind sessions and sign-in,
 * and before everything that is to be guarded.
 */
export function requireSecondFactor<Request extends NodeRequest>(
  options: GateOptions<Request>,
): Middleware<Request> {
  const gate = createGate(gateConfig(options))
  return (request, response, next) => {
    const run = async () => {
      const visit = visitOf(options, request, seenOf(request, response))
      const outcome = await gate.enter(visit)
      if (outcome.state === 'passed') notePassed(request, { gate, visit, admission: outcome.admission })
      return outcome
    }
    settle(run(), response, next)
  }
}

/** This one action needs more than it took to come in: `{ maxAge: 300 }`, `{ phishingResistant: true }`. */
export function requireFresh(wish: Wish): Middleware<NodeRequest> {
  return (request, response, next) => {
    const run = async () => {
      const { gate, visit } = passedOf(request)
      return gate.freshen(visit, wish)
    }
    settle(run(), response, next)
  }
}

/** Somebody signs out: what they were let in by is over, at the server, too. */
export async function signOut(request: NodeRequest): Promise<void> {
  const { gate, visit } = passedOf(request)
  await gate.leave(visit)
}

/** Who was let in, and what they have shown; undefined where nobody is signed in. */
export function admissionOf(request: NodeRequest): Admission | undefined {
  return passedOf(request).admission
}

function seenOf(request: NodeRequest, response: NodeResponse): Seen {
  return {
    method: request.method,
    target: request.originalUrl ?? request.url,
    header: (name) => firstOf(request.headers[name]),
    ip: request.ip,
    session: () => (request as { readonly session?: unknown }).session,
    cookies: {
      header: firstOf(request.headers.cookie),
      set: (line) => response.setHeader('set-cookie', [...linesOf(response), line]),
    },
    keeps: 'session',
  }
}

function linesOf(response: NodeResponse): readonly string[] {
  const before = response.getHeader('set-cookie')
  return before === undefined ? [] : [before].flat().map(String)
}

function firstOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0]
}

/** Errors go where the framework handles them; nothing but `passed` goes to the application. */
function settle(running: Promise<Outcome>, response: NodeResponse, next: Next): void {
  running.then((outcome) => {
    if (outcome.state === 'passed') return next()
    response.statusCode = outcome.status
    for (const [name, value] of Object.entries(outcome.headers)) response.setHeader(name, value)
    response.end(outcome.body)
  }, next)
}
