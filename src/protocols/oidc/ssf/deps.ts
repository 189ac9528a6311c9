import type { DoorDeps } from '../../protocol.ts'
import type { Clients } from '../clients.ts'
import type { Records } from '../records.ts'

/** What this part of the door stands on. */
export interface SsfDeps {
  readonly engine: DoorDeps
  readonly clients: Clients
  readonly records: Records
  /** The server stops: nobody is kept waiting any longer. */
  readonly closing: AbortSignal
  /** Who waits, by stream. */
  readonly waiters: Map<string, AbortController>
}
