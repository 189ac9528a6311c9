import type { DoorDeps } from '../protocol.ts'
import type { Addresses } from './addresses.ts'
import type { Providers } from './providers.ts'
import type { UnderWay } from './under-way.ts'

/** What this door works with. */
export interface SamlDeps {
  readonly engine: DoorDeps
  readonly addresses: Addresses
  readonly providers: Providers
  readonly underWay: UnderWay
}
