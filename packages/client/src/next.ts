import type { GateOptions } from './gate/options.ts'
import { toResponse, type WebGate, webGate } from './gate/web.ts'
import type { Admission, Wish } from './types.ts'

export type { GateOptions } from './gate/options.ts'

export interface Guard {
  /** For `middleware.ts` (`proxy.ts`): answers in the place of the application, or undefined where the request goes on. */
  middleware(request: Request): Promise<Response | undefined>
  /** For a route handler: it runs only for whoever was let in, and by `wish` for what it asks besides. */
  route<Context>(
    handler: Handler<Context>,
    wish?: Wish,
  ): (request: Request, context: Context) => Promise<Response>
  /** Somebody signs out: what they were let in by is over. Gives the `Set-Cookie` lines for the answer. */
  signOut(request: Request): Promise<readonly string[]>
}

/** `admission` is undefined where nobody is signed in to the application. */
export type Handler<Context> = (
  request: Request,
  context: Context & { readonly admission: Admission | undefined },
) => Response | Promise<Response>

/**
 * Nobody who is signed in to the application goes further without a second factor. What is kept is in a signed cookie,
 * unless `keep` says where else; where middleware cannot be trusted to run, guard the routes themselves.
 */
export function secondFactor(options: GateOptions<Request>): Guard {
  // `next build` runs every module, and has no secrets: what is missing is said where it is needed, and lets nobody in.
  let opened: WebGate<Request> | undefined
  const webGateOnce = () => {
    opened ??= webGate(options)
    return opened
  }
  /** Next.js takes no address without a host from its middleware: where the application stands is known by `returnTo`. */
  const answer: typeof toResponse = (outcome, cookies) => {
    const { location } = outcome.headers
    if (location === undefined) return toResponse(outcome, cookies)
    const whole = new URL(location, options.returnTo).href
    return toResponse({ ...outcome, headers: { ...outcome.headers, location: whole } }, cookies)
  }

  return {
    async middleware(request) {
      const { gate, open } = webGateOnce()
      const { visit, cookies } = open(request, request)
      const outcome = await gate.enter(visit)
      return outcome.state === 'answered' ? answer(outcome, cookies) : undefined
    },
    route: (handler, wish) => async (request, context) => {
      const { gate, open } = webGateOnce()
      const { visit, cookies } = open(request, request)
      const outcome = await (wish ? gate.freshen(visit, wish) : gate.enter(visit))
      if (outcome.state === 'answered') return answer(outcome, cookies)
      return handler(request, { ...context, admission: outcome.admission })
    },
    async signOut(request) {
      const { gate, open } = webGateOnce()
      const { visit, cookies } = open(request, request)
      await gate.leave(visit)
      return cookies
    },
  }
}
