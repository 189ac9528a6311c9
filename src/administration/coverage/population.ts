import { setImmediate as turn } from 'node:timers/promises'
import type { Account } from '../../accounts/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import type { Policy } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'

/** Accounts that no decision tells apart, with one of them to decide on. */
export interface AccountKind extends Alike {
  readonly count: number
  /** Names of some of them. */
  readonly examples: readonly string[]
}

interface Alike {
  readonly account: Account
  readonly authenticators: readonly Authenticator[]
  /** Of those that rules speak of; names as they count. */
  readonly groups: readonly string[]
}

type Named = Pick<Policy['named'], 'accounts' | 'groups'>

const perPage = 200
const mostExamples = 5

interface PopulationOptions {
  /** How many were read. */
  readonly onProgress?: ((read: number) => void) | undefined
  /** Reads no more than about so many, in the order of their names. */
  readonly most?: number
}

/** Reads all active accounts and counts those that none of these policies tells apart. */
export async function populationOf(
  deps: AdministrationDeps,
  policies: readonly Policy[],
  { onProgress, most = Number.POSITIVE_INFINITY }: PopulationOptions = {},
): Promise<readonly AccountKind[]> {
  const named = {
    accounts: new Set(policies.flatMap((policy) => [...policy.named.accounts])),
    groups: new Set(policies.flatMap((policy) => [...policy.named.groups])),
  }
  const groups = await groupsByAccount(deps, named)
  const kinds = new Map<string, AccountKind>()
  let cursor: string | undefined
  let read = 0
  do {
    // Some stores answer at once: others get their turn between two pages all the same.
    await turn()
    const page = await deps.accounts.list({ limit: perPage, ...(cursor === undefined ? {} : { cursor }) })
    const rows = await deps.authenticators.ofAccounts(page.items.map(({ id }) => id))
    const rowsOf = Map.groupBy(rows, ({ accountId }) => accountId)
    for (const account of page.items.filter(({ status }) => status === 'active')) {
      const authenticators = rowsOf.get(account.id) ?? []
      count(kinds, named, { account, authenticators, groups: groups.get(account.id) ?? [] })
    }
    read += page.items.length
    onProgress?.(read)
    cursor = page.next
  } while (cursor !== undefined && read < most)
  return [...kinds.values()]
}

function count(kinds: Map<string, AccountKind>, named: Named, one: Alike): void {
  const name = nameOf(named, one)
  const { count: counted, examples, ...alike } = kinds.get(name) ?? { ...one, count: 0, examples: [] }
  const shown = examples.length < mostExamples ? [...examples, one.account.name] : examples
  kinds.set(name, { ...alike, count: counted + 1, examples: shown })
}

/** All that decisions look at: what two accounts have in common here, they have in common for every rule. */
function nameOf(named: Named, { account, authenticators, groups }: Alike): string {
  const held = authenticators.map(
    ({ factor, status, confirmsOnProof, applicationId }) =>
      `${factor} ${status} ${confirmsOnProof} ${applicationId ?? ''}`,
  )
  return JSON.stringify([
    named.accounts.has(account.key) ? account.key : '',
    account.role,
    account.marks.toSorted(),
    groups,
    [...new Set(held)].toSorted(),
  ])
}

/** Only of the groups that rules speak of. */
export async function groupsByAccount(deps: AdministrationDeps, named: Pick<Named, 'groups'>) {
  const known = (await deps.groups.list()).filter(({ key }) => named.groups.has(key))
  const byAccount = new Map<string, string[]>()
  for (const { id, key } of known)
    for (const accountId of await deps.groups.listMembers(id))
      byAccount.set(accountId, [...(byAccount.get(accountId) ?? []), key])
  return byAccount
}
