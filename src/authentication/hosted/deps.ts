import type { Doors } from '../../applications/index.ts'
import type { AuthenticationDeps } from '../deps.ts'

export interface HostedDeps extends AuthenticationDeps {
  readonly doors: Doors
  readonly baseUrl: string
}
