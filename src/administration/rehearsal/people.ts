import type { Account } from '../../accounts/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Policy } from '../../policy/index.ts'
import { groupsByAccount } from '../coverage/population.ts'
import type { AdministrationDeps } from '../deps.ts'

/** An account as it is now, with what decisions look at. */
export interface Person {
  readonly account: Account
  readonly authenticators: readonly Authenticator[]
  readonly groups: readonly string[]
}

/** Reads accounts when they are first met, many at once, and keeps them. */
export async function openPeople(deps: AdministrationDeps, policies: readonly Policy[]) {
  const named = { groups: new Set(policies.flatMap((policy) => [...policy.named.groups])) }
  const groups = await groupsByAccount(deps, named)
  const known = new Map<string, Person>()
  return {
    /** Those who still are; the others are left out. */
    async of(ids: readonly string[]): Promise<ReadonlyMap<string, Person>> {
      const missing = [...new Set(ids)].filter((id) => !known.has(id)) as Id<'account'>[]
      for (let from = 0; from < missing.length; from += perRead) {
        const some = missing.slice(from, from + perRead)
        const [accounts, rows] = await Promise.all([
          deps.accounts.findAll(some),
          deps.authenticators.ofAccounts(some),
        ])
        const rowsOf = Map.groupBy(rows, ({ accountId }) => accountId)
        for (const account of accounts) {
          const authenticators = rowsOf.get(account.id) ?? []
          known.set(account.id, { account, authenticators, groups: groups.get(account.id) ?? [] })
        }
      }
      return known
    },
  }
}

const perRead = 200
