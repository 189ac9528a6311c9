import type { Connected } from './providers.ts'
import type { SigningIn } from './under-way.ts'

/** One sign-in as it stands. */
export interface Way {
  /** Known by its hash only, and by the browser. */
  readonly token: string
  readonly underWay: SigningIn
  readonly connected: Connected
}
