import type { ApiCaller } from '../../applications/index.ts'
import type { DoorDeps } from '../protocol.ts'

/** Who asks, and of whom. */
export interface Asked {
  readonly deps: DoorDeps
  readonly caller: ApiCaller
}
