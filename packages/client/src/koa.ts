import { createGate } from './gate/gate.ts'
import { type GateOptions, gateConfig } from './gate/options.ts'
import { notePassed, passedOf } from './gate/passed.ts'
import { type Seen, visitOf } from './gate/seen.ts'
import type { Outcome } from './gate/visit.ts'
import type { Admission, Wish } from './types.ts'

/** A context of Koa. */
export interface KoaContext {
  readonly method: string
  readonly originalUrl: string
  readonly ip: string
  get(name: string): string
  status: number
  body: unknown
  set(name: string, value: string | string[]): void
  append(name: string, value: string): void
}

export type Middleware<Context> = (context: Context, next: () => Promise<unknown>) => Promise<void>

/** Nobody who is signed in to the application goes further without a second factor. */
export function requireSecondFactor<Context extends KoaContext>(
  options: GateOptions<Context>,
): Middleware<Context> {
  const gate = createGate(gateConfig(options))
  return async (context, next) => {
    const visit = visitOf(options, context, seenOf(context))
    const outcome = await gate.enter(visit)
    if (outcome.state === 'passed') notePassed(context, { gate, visit, admission: outcome.admission })
    await settle(outcome, context, next)
  }
}

/** This one action needs more than it took to come in: `{ maxAge: 300 }`, `{ phishingResistant: true }`. */
export function requireFresh(wish: Wish): Middleware<KoaContext> {
  return async (context, next) => {
    const { gate, visit } = passedOf(context)
    await settle(await gate.freshen(visit, wish), context, next)
  }
}

/** Somebody signs out: what they were let in by is over, at the server, too. */
export async function signOut(context: KoaContext): Promise<void> {
  const { gate, visit } = passedOf(context)
  await gate.leave(visit)
}

/** Who was let in, and what they have shown; undefined where nobody is signed in. */
export function admissionOf(context: KoaContext): Admission | undefined {
  return passedOf(context).admission
}

function seenOf(context: KoaContext): Seen {
  return {
    method: context.method,
    target: context.originalUrl,
    header: (name) => context.get(name) || undefined,
    ip: context.ip,
    session: () => (context as { readonly session?: unknown }).session,
    cookies: {
      header: context.get('cookie') || undefined,
      set: (line) => context.append('set-cookie', line),
    },
    keeps: 'session',
  }
}

async function settle(outcome: Outcome, context: KoaContext, next: () => Promise<unknown>): Promise<void> {
  if (outcome.state === 'passed') {
    await next()
    return
  }
  context.status = outcome.status
  context.body = outcome.body
  for (const [name, value] of Object.entries(outcome.headers)) context.set(name, value)
}
