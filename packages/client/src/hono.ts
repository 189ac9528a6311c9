import type { GateOptions } from './gate/options.ts'
import { notePassed, passedOf } from './gate/passed.ts'
import { toResponse, webGate } from './gate/web.ts'
import type { Admission, Wish } from './types.ts'

/** A context of Hono. */
export interface HonoContext {
  readonly req: { readonly raw: Request }
  header(name: string, value: string, options: { append: true }): void
}

export type Middleware<Context> = (
  context: Context,
  next: () => Promise<void>,
) => Promise<Response | undefined>

/**
 * Nobody who is signed in to the application goes further without a second factor. What is kept is in a signed cookie,
 * unless `keep` says where else.
 */
export function requireSecondFactor<Context extends HonoContext>(
  options: GateOptions<Context>,
): Middleware<Context> {
  const { gate, open } = webGate(options)
  return async (context, next) => {
    const { visit, cookies } = open(context, context.req.raw)
    const outcome = await gate.enter(visit)
    if (outcome.state === 'answered') return toResponse(outcome, cookies)
    notePassed(context, { gate, visit, admission: outcome.admission, cookies })
    await next()
    for (const line of cookies) context.header('set-cookie', line, { append: true })
    return undefined
  }
}

/** This one action needs more than it took to come in: `{ maxAge: 300 }`, `{ phishingResistant: true }`. */
export function requireFresh(wish: Wish): Middleware<HonoContext> {
  return async (context, next) => {
    const { gate, visit, cookies } = passedOf(context)
    const outcome = await gate.freshen(visit, wish)
    if (outcome.state === 'answered') return toResponse(outcome, cookies ?? [])
    await next()
    return undefined
  }
}

/** Somebody signs out: what they were let in by is over, at the server, too. */
export async function signOut(context: HonoContext): Promise<void> {
  const { gate, visit } = passedOf(context)
  await gate.leave(visit)
}

/** Who was let in, and what they have shown; undefined where nobody is signed in. */
export function admissionOf(context: HonoContext): Admission | undefined {
  return passedOf(context).admission
}
