import { silentLogger } from '../kernel/logger.ts'
import type { Budgets } from './guard.ts'
import type { DeliveryDeps } from './open.ts'
import { smsRules } from './sms/index.ts'

/** Budgets that are never spent, for tests of what comes after them. */
const endless: Budgets = {
  take: () => ({ sql: 'select 1', parameters: [] }),
  waitFor: async () => 0,
}

/** What a delivery stands on besides its storage, where a test does not care. */
export const surroundings: Pick<
  DeliveryDeps,
  'budgets' | 'audit' | 'smsRules' | 'administrators' | 'logger'
> = {
  budgets: endless,
  audit: { countRefusal: () => ({ sql: 'select 1', parameters: [] }) },
  smsRules: smsRules.parse({}),
  administrators: async () => [],
  logger: silentLogger,
}
