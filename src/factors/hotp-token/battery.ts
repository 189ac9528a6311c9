import type { ForeseenEnd, Notice } from '../factor.ts'
import type { TokenConfig } from './config.ts'
import type { TokenData } from './schema.ts'

const day = 86_400_000
const year = 365.25 * day

/** When the battery is thought to be empty: as its maker says, or by its age since first use. Nobody can measure it. */
function batteryEnd({ years }: TokenConfig['battery'], token: TokenData): number | undefined {
  const { batteryUntil, firstUsedAt } = token
  return batteryUntil ?? (firstUsedAt === undefined ? undefined : firstUsedAt + years * year)
}

/** The same, for whoever orders new tokens in time. */
export function batteryEnds(config: TokenConfig['battery'], token: TokenData): ForeseenEnd | undefined {
  const at = batteryEnd(config, token)
  return at === undefined ? undefined : { at, because: 'battery-empty' }
}

/** The day on which the battery is thought to be empty, as `2029-04-30`. */
export function batteryDay(config: TokenConfig['battery'], token: TokenData): string | undefined {
  const end = batteryEnd(config, token)
  return end === undefined ? undefined : new Date(end).toISOString().slice(0, 10)
}

/** Tells its owner in time to ask for a new one: a dead token is a locked door. */
export function batteryNotices(
  config: TokenConfig['battery'],
  token: TokenData,
  at: number,
): readonly Notice[] {
  const end = batteryEnd(config, token)
  if (end === undefined || at < end - config.warnDays * day) return []
  return [{ id: 'battery', values: { day: batteryDay(config, token) ?? '' } }]
}
