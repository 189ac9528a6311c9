import { type Actor, requirePermission } from './actor.ts'
import { type ClosureView, closuresNow } from './closures.ts'
import type { AdministrationDeps } from './deps.ts'

const hour = 3_600_000
const hoursShown = 24

/** The picture on the console's first page. */
export interface Summary {
  readonly accounts: number
  readonly protected: number
  readonly unprotectedAdministrators: number
  /** Messages that were stopped. */
  readonly closures: readonly ClosureView[]
  /** Oldest first; `hour` is the start of each, epoch milliseconds. */
  readonly hours: readonly { readonly hour: number; readonly accepted: number; readonly refused: number }[]
}

export async function summarise(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<Summary> {
  requirePermission(
    input.actor,
    { role: 'help-desk', scope: 'accounts:read', changes: false },
    deps.sessions.requireFresh,
  )
  const second = deps.factors.all
    .filter((factor) => !factor.traits.first && factor.traits.role === 'factor')
    .map((factor) => factor.id)
  const since = Math.floor(deps.storage.clock.now() / hour) * hour - (hoursShown - 1) * hour
  const [accounts, withSecond, unprotected, counted, closures] = await Promise.all([
    deps.accounts.count(),
    deps.authenticators.countAccountsWith(second),
    countUnprotected(deps, second),
    deps.audit.countByHour(since),
    closuresNow(deps),
  ])
  const hours = [...Array(hoursShown).keys()].map((index) => {
    const start = since + index * hour
    const found = counted.find((one) => one.hour === start)
    return { hour: start, accepted: found?.accepted ?? 0, refused: found?.refused ?? 0 }
  })
  return { accounts, protected: withSecond, unprotectedAdministrators: unprotected, closures, hours }
}

/** Administrators without a second factor: an installation has few, and the most to lose by them. */
async function countUnprotected(deps: AdministrationDeps, second: readonly string[]): Promise<number> {
  const administrators = await deps.accounts.listAdministrators()
  const rows = await deps.authenticators.ofAccounts(administrators.map((account) => account.id))
  const safe = new Set(
    rows.filter((row) => row.status !== 'pending' && second.includes(row.factor)).map((row) => row.accountId),
  )
  return administrators.filter((account) => !safe.has(account.id)).length
}
