import type { Outbound } from '../../delivery/index.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'

/** What one provider is spoken to with. */
export interface ProviderDeps {
  readonly clock: Clock
  readonly logger: Logger
  readonly outbound: Outbound
  readonly baseUrl: string
  /** Where browsers come back to us from this one. */
  readonly returnPath: string
  readonly secret: string | undefined
}
