import type { GateOptions } from './gate/options.ts'

/** What a gate takes of somebody else's sessions: spread it into the options of `requireSecondFactor`. */
export type Gated<Request> = Required<Pick<GateOptions<Request>, 'account' | 'session' | 'keep'>>

/** Somebody who is signed in by them. */
export interface Found {
  readonly account: string
  /** What identifies the session: with it ends what the gate keeps. */
  readonly session?: string | undefined
}

/** Any sessions at all, looked up once for each request. */
export function gated<Request extends object>(
  find: (request: Request) => Promise<Found | undefined>,
): Gated<Request> {
  const found = new WeakMap<Request, Promise<Found | undefined>>()
  const once = (request: Request) => {
    const known = found.get(request) ?? find(request)
    found.set(request, known)
    return known
  }
  return {
    account: async (request) => (await once(request))?.account,
    session: async (request) => (await once(request))?.session,
    keep: 'cookie',
  }
}

/** Passport: `request.user`, in the sessions that it stands on. */
export function passport<User = { readonly username: string }>(
  accountOf: (user: User) => string | undefined = (user) => (user as { username?: string }).username,
): Pick<GateOptions<object>, 'account' | 'keep'> {
  return {
    account(request) {
      const { user } = request as { readonly user?: User | null }
      return user ? accountOf(user) : undefined
    },
    keep: 'session',
  }
}

/** What this asks of better-auth: the session of a request, by its headers. */
interface BetterAuth<Session> {
  readonly api: { getSession(input: { readonly headers: Headers }): Promise<Session | null> }
}

interface BetterAuthSession {
  readonly user: { readonly email: string }
  readonly session: { readonly id: string }
}

/** better-auth: whoever its session is of, by mail address unless told. */
export function betterAuth<Session extends BetterAuthSession>(
  auth: BetterAuth<Session>,
  accountOf: (user: Session['user']) => string = ({ email }) => email,
): Gated<WithHeaders> {
  return gated(async (request) => {
    const found = await auth.api.getSession({ headers: headersOf(request) })
    return found ? { account: accountOf(found.user), session: found.session.id } : undefined
  })
}

interface AuthJsSession {
  readonly user?: { readonly email?: string | null | undefined } | undefined
}

/**
 * Auth.js: `getSession` as its package for the framework has it. Its sessions have no name of their own, so what the
 * gate keeps ends with the admission, or when the account is another one.
 */
export function authJs<Request extends object, Session extends AuthJsSession>(
  getSession: (request: Request) => Promise<Session | null>,
  accountOf: (session: Session) => string | null | undefined = ({ user }) => user?.email,
): Gated<Request> {
  return gated(async (request: Request) => {
    const session = await getSession(request)
    const account = session && accountOf(session)
    return account ? { account } : undefined
  })
}

/** A standard request, one of Node, or a context of Hono. */
export type WithHeaders =
  | { readonly headers: Headers }
  | { readonly headers: Readonly<Record<string, string | string[] | undefined>> }
  | { readonly req: { readonly raw: { readonly headers: Headers } } }

function headersOf(request: WithHeaders): Headers {
  if ('req' in request && 'raw' in request.req) return request.req.raw.headers
  const { headers } = request as Exclude<WithHeaders, { readonly req: unknown }>
  if (headers instanceof Headers) return headers
  const pairs = Object.entries(headers as Record<string, string | string[] | undefined>)
  return new Headers(
    pairs.flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one])),
  )
}
