import type { Clock } from '../../kernel/clock.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { Random } from '../../kernel/random.ts'

export interface LdapDeps {
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
}
