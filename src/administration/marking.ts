import { type Account, type AccountMark, type CanonicalName, canonicalName } from '../accounts/index.ts'
import { SallyportError } from '../kernel/errors.ts'
import { changeAccount } from './accounts.ts'
import { type Actor, requirePermission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'
import { reasonNeeded } from './errors.ts'

export interface MarkInput {
  readonly actor: Actor
  readonly mark: AccountMark
  /** As a feed calls them; what nobody is called here is told back. */
  readonly accounts: readonly string[]
  /** Takes the mark off instead. */
  readonly taken?: boolean | undefined
  readonly reason: string
}

/** What became of each name of a feed. */
export interface Marked {
  readonly changed: number
  /** As they should be already. */
  readonly unchanged: number
  /** Names that nobody has here. */
  readonly unknown: readonly string[]
  /** Names of accounts with more rights than whoever asks, and of administrators without whom none could come in. */
  readonly refused: readonly string[]
}

/**
 * Marks many accounts at once, as a feed of broken-into accounts names them. What cannot be marked is told back, and
 * keeps back none of the others; sent again it changes nothing twice.
 */
export async function markAccounts(deps: AdministrationDeps, input: MarkInput): Promise<Marked> {
  const permission = { role: 'administrator', scope: 'accounts:write', changes: true } as const
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const named = input.accounts.map((name) => ({ name, key: keyOf(name) }))
  const keys = new Set(named.flatMap(({ key }) => key ?? []))
  const accounts = await deps.accounts.findByNames([...keys])
  const found = new Set<string>(accounts.map(({ key }) => key))
  const marked = { changed: 0, unchanged: 0, refused: [] as string[] }
  for (const account of accounts) {
    const end = await markOne(deps, input, account)
    if (end === 'refused') marked.refused.push(account.name)
    else marked[end] += 1
  }
  const unknown = named.filter(({ key }) => key === undefined || !found.has(key))
  return { ...marked, unknown: unknown.map(({ name }) => name) }
}

async function markOne(
  deps: AdministrationDeps,
  { actor, mark, taken = false, reason }: MarkInput,
  { id: accountId, marks }: Account,
): Promise<'changed' | 'unchanged' | 'refused'> {
  if (marks.includes(mark) !== taken) return 'unchanged'
  const after = taken ? marks.filter((one) => one !== mark) : [...marks, mark]
  try {
    await changeAccount(deps, { actor, accountId, marks: after, reason })
    return 'changed'
  } catch (error) {
    if (error instanceof SallyportError && refusals.includes(error.code)) return 'refused'
    throw error
  }
}

/** What stands against one account of a feed, however often it is sent. */
const refusals = ['administration.above-own-rights', 'policy.locks-out']

function keyOf(name: string): CanonicalName | undefined {
  const reading = canonicalName(name)
  return reading.valid ? reading.key : undefined
}
