import type { ApiCaller } from '../../applications/index.ts'
import type { DoorDeps } from '../protocol.ts'
import type { Resource } from './attributes.ts'

/** Who asks, and of whom. */
export interface Asked {
  readonly deps: DoorDeps
  readonly caller: ApiCaller
  /** Throws where what is about to be changed is not what the caller knows. */
  readonly expects?: ((resource: Resource) => void) | undefined
}
