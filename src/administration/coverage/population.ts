import { setImmediate as turn } from 'node:timers/promises'
import { attributeOf } from '../../accounts/index.ts'
import { directoryInRules, isAsked } from '../../directories/index.ts'
import type { Policy } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type Holder, holdersOf } from '../holder.ts'

/** Accounts that no decision tells apart, with one of them to decide on. */
export interface AccountKind extends Holder {
  readonly count: number
  /** Names of some of them. */
  readonly examples: readonly string[]
}

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
  const named = namedBy(policies)
  const kinds = new Map<string, AccountKind>()
  let after: string | undefined
  for (let read = 0; read < most; ) {
    // Some stores answer at once: others get their turn between two pages all the same.
    await turn()
    const accounts = await deps.accounts.walk(after, perPage)
    const active = accounts.filter(({ status }) => status === 'active')
    for (const holder of await holdersOf(deps, policies, active)) count(kinds, named, holder)
    read += accounts.length
    onProgress?.(read)
    if (accounts.length < perPage) break
    after = accounts.at(-1)?.key
  }
  return [...kinds.values()]
}

/** Whom and what of them some of these policies tell apart. */
function namedBy(policies: readonly Policy[]) {
  return {
    accounts: new Set(policies.flatMap(({ named }) => [...named.accounts])),
    directories: policies.some(({ named }) => named.directories.size > 0),
    attributes: [...new Set(policies.flatMap(({ named }) => [...named.attributes]))],
  }
}

type Named = ReturnType<typeof namedBy>

function count(kinds: Map<string, AccountKind>, named: Named, one: Holder): void {
  const name = nameOf(named, one)
  const { count: counted, examples, ...alike } = kinds.get(name) ?? { ...one, count: 0, examples: [] }
  const shown = examples.length < mostExamples ? [...examples, one.account.name] : examples
  kinds.set(name, { ...alike, count: counted + 1, examples: shown })
}

/** All that decisions look at: what two accounts have in common here, they have in common for every rule. */
function nameOf(named: Named, { account, authenticators, groups, exhausted }: Holder): string {
  const held = authenticators.map(
    ({ factor, status, weak, confirmsOnProof, applicationId }) =>
      `${factor} ${status} ${weak} ${confirmsOnProof} ${applicationId ?? ''}`,
  )
  return JSON.stringify([
    named.accounts.has(account.key) ? account.key : '',
    named.directories ? directoryInRules(account.directory) : '',
    named.attributes.map((name) => attributeOf(account.attributes, name)),
    isAsked(account.directory),
    account.role,
    account.marks.toSorted(),
    groups,
    exhausted,
    [...new Set(held)].toSorted(),
  ])
}
