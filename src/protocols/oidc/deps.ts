import type { JWK } from 'jose'
import type { Outbound } from '../../delivery/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { DoorDeps } from '../protocol.ts'
import type { Clients } from './clients.ts'
import type { Records } from './records.ts'

/** What the door stands on. */
export interface OidcDeps {
  /** The engine itself and not a copy of it: what is in force there changes while we run. */
  readonly engine: DoorDeps
  readonly clients: Clients
  readonly records: Records
  readonly outbound: Outbound
  /** Somebody has just signed out of this session: clients wait to be told. */
  readonly signedOut: (session: Id<'session'>) => void
}

/** What a provider is made for; another one is made where it changes. */
export interface Made {
  readonly keys: readonly JWK[]
  /** The claims that some applications have of their own. */
  readonly ownClaims: readonly string[]
}
