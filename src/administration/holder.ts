import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { factsAmong, originOf } from '../authentication/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import {
  type Circumstances,
  couldGive,
  type Deferral,
  exhaustedAmong,
  type Facts,
  type Policy,
  type Requirement,
} from '../policy/index.ts'
import type { AdministrationDeps } from './deps.ts'

/** An account as it is now, with what decisions look at. */
export interface Holder {
  readonly account: Account
  readonly authenticators: readonly Authenticator[]
  /** Names as they count. */
  readonly groups: readonly string[]
  /** What it has put off so far; nothing where no policy lets it. */
  readonly deferrals: readonly Deferral[]
  /** Of that, what it has put off for the last time. */
  readonly exhausted: readonly string[]
}

/** What is looked at of it where nothing is put off. */
export type HeldNow = Omit<Holder, 'deferrals' | 'exhausted'>

/** Reads what accounts hold, many at once; of their groups only those that one of these policies speaks of. */
export async function holdersOf(
  deps: Pick<AdministrationDeps, 'authenticators' | 'groups' | 'deferrals' | 'storage'>,
  policies: readonly Policy[],
  accounts: readonly Account[],
): Promise<readonly Holder[]> {
  const ids = accounts.map(({ id }) => id)
  const asked = policies.some(({ named }) => named.groups.size > 0)
  const waits = policies.filter(({ asksDeferrals }) => asksDeferrals)
  const at = deps.storage.clock.now()
  const [rows, groups, deferrals] = await Promise.all([
    deps.authenticators.ofAccounts(ids),
    asked ? deps.groups.listOfAll(ids) : undefined,
    waits.length > 0 ? deps.deferrals.ofAccounts(ids) : undefined,
  ])
  const rowsOf = Map.groupBy(rows, ({ accountId }) => accountId)
  return accounts.map((account) => {
    const keys = (groups?.get(account.id) ?? []).map(({ key }) => key as string)
    const named = keys.filter((key) => policies.some((policy) => policy.named.groups.has(key)))
    const own = deferrals?.get(account.id) ?? []
    return {
      account,
      authenticators: rowsOf.get(account.id) ?? [],
      groups: named.toSorted(),
      deferrals: own,
      exhausted: waits.flatMap((policy) => exhaustedAmong(policy, own, at)),
    }
  })
}

/** What is known of an account for an application, but for where from, when and by which door it is asked. */
export function factsFor(
  { factors }: Pick<AdministrationDeps, 'factors'>,
  { account, authenticators, groups }: HeldNow,
  application: Application,
  /** For whom authenticators must be made to count. */
  scope: Pick<Application, 'id'> = application,
): Facts & { readonly circumstances: Circumstances } {
  return {
    ...factsAmong(factors, account, { id: scope.id, class: application.class }, authenticators, false),
    circumstances: { account: account.key, groups, ...originOf(account), application: application.key },
  }
}

/** Whether an authenticator could give what is needed now, as far as its kind tells. */
export function couldAnswer(
  { factors }: Pick<AdministrationDeps, 'factors'>,
  requirement: Requirement,
  row: Authenticator,
): boolean {
  const factor = factors.find(row.factor)
  if (!factor || row.status !== 'active' || factor.unavailable?.('prove') !== undefined) return false
  const { role, first, kinds, phishingResistant } = factor.traits
  if (role !== 'factor') return false
  if (first) return requirement.assurance === 1
  return couldGive(requirement, { factor: factor.id, kinds, phishingResistant })
}
