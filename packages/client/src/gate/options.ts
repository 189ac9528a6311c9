import { type Client, type ClientOptions, createClient } from '../client.ts'
import { misused } from '../errors.ts'
import type { Keeper } from './visit.ts'

export interface GateOptions<Request> extends Partial<ClientOptions> {
  /** In the place of `url` and `key`. */
  readonly client?: Client
  /** Where people come back to, as it is set for the application; the gate answers at its path. */
  readonly returnTo: string
  /**
   * Who is signed in to the application by its own sign-in; undefined where nobody is. Left out where it has none: then
   * everybody signs in at the pages of the server.
   */
  readonly account?: (request: Request) => Named | Promise<Named>
  /** The application has checked the first factor of `account` itself; true unless told. */
  readonly vouched?: boolean
  /** `session`: in `request.session` · `cookie`: in a signed cookie of its own · or wherever a function says. */
  readonly keep?: 'session' | 'cookie' | ((request: Request) => Keeper)
  /** What identifies the session of the application: with it ends what a cookie keeps. */
  readonly session?: (request: Request) => Named | Promise<Named>
  /** Whence the person comes, for rules about places; `request.ip` unless told. */
  readonly source?: (request: Request) => string | undefined
}

type Named = string | null | undefined

export interface GateConfig {
  readonly client: Client
  readonly returnTo: URL
  /** Undefined where the application has no sign-in of its own. */
  readonly vouched: boolean | undefined
}

/** Throws `client.misused`: better at the start than at the door. */
export function gateConfig<Request>(options: GateOptions<Request>): GateConfig {
  const { url = '', key = '', client, returnTo, account, vouched = true, timeout, retries, fetch } = options
  const more = {
    ...(timeout ? { timeout } : {}),
    ...(retries === undefined ? {} : { retries }),
    ...(fetch ? { fetch } : {}),
  }
  if (!URL.canParse(returnTo)) throw misused('`returnTo` must be the whole address that people come back to.')
  return {
    client: client ?? createClient({ ...more, url, key }),
    returnTo: new URL(returnTo),
    vouched: account === undefined ? undefined : vouched,
  }
}
