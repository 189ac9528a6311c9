import { type CookieJar, inCookie } from './cookie.ts'
import type { GateOptions } from './options.ts'
import { inSession } from './session.ts'
import type { Keeper, Visit } from './visit.ts'

/** What a framework knows of a request. */
export interface Seen {
  readonly method: string | undefined
  readonly target: string | undefined
  readonly header: (name: string) => string | undefined
  /** As the framework reckons it, which knows its proxies. */
  readonly ip: string | undefined
  /** Looked for only where the sign-in is kept there. */
  readonly session: () => unknown
  readonly cookies: CookieJar
  /** Where a sign-in is kept unless told. */
  readonly keeps: 'session' | 'cookie'
}

export function visitOf<Request>(options: GateOptions<Request>, request: Request, seen: Seen): Visit {
  const { account, source } = options
  return {
    method: seen.method ?? 'GET',
    target: seen.target ?? '/',
    header: seen.header,
    source: source ? source(request) : seen.ip,
    account: async () => (await account?.(request)) ?? undefined,
    keeper: keeperOf(options, request, seen),
  }
}

function keeperOf<Request>(options: GateOptions<Request>, request: Request, seen: Seen): Keeper {
  const { keep = seen.keeps, key = '', session } = options
  if (typeof keep === 'function') return keep(request)
  if (keep === 'session') return inSession(seen.session())
  return inCookie({ key, session: async () => (await session?.(request)) ?? '' }, seen.cookies)
}
