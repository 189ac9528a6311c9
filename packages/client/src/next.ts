import type { GateOptions } from './gate/options.ts'
import { toResponse, webGate } from './gate/web.ts'
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
  const { gate, open } = webGate(options)
  return {
    async middleware(request) {
      const { visit, cookies } = open(request, request)
      const outcome = await gate.enter(visit)
      return outcome.state === 'answered' ? toResponse(outcome, cookies) : undefined
    },
    route: (handler, wish) => async (request, context) => {
      const { visit, cookies } = open(request, request)
      const outcome = await (wish ? gate.freshen(visit, wish) : gate.enter(visit))
      if (outcome.state === 'answered') return toResponse(outcome, cookies)
      return handler(request, { ...context, admission: outcome.admission })
    },
    async signOut(request) {
      const { visit, cookies } = open(request, request)
      await gate.leave(visit)
      return cookies
    },
  }
}
