import { createHash } from 'node:crypto'
import type { Known, Plan } from './plan.ts'

/** So many of one kind may always go: in a small house one person is many percent. */
const always = 3

/** How much of something goes, out of how much there is. */
export interface Share {
  readonly going: number
  readonly of: number
}

/** What a reading takes away. */
export interface Removals {
  readonly accounts: Share
  readonly groups: Share
  readonly memberships: Share
  /** Stands for just these: whoever consents has looked at them, and at no others. */
  readonly word: string
}

export function removalsOf({ accounts, groups, left }: Plan, known: Known): Removals {
  const ended = accounts.flatMap((change) => (change.act === 'end' ? change.account.id : []))
  const removed = groups.flatMap((change) => (change.act === 'remove' ? change.groupId : []))
  const leaving = left.map(({ groupId, accountId }) => `${groupId} ${accountId}`)
  const active = known.accounts.filter(({ status }) => status === 'active')
  return {
    accounts: { going: ended.length, of: active.length },
    groups: { going: removed.length, of: known.groups.length },
    memberships: { going: leaving.length, of: known.memberships.length },
    word: wordFor([...ended, ...removed, ...leaving]),
  }
}

/**
 * Whether so much goes that a mistake is likelier than the truth (F-31): a moved tree, a filter with a letter too few,
 * rights that were taken away.
 */
export function isTooMuch({ accounts, groups, memberships }: Removals, mostRemovals: number): boolean {
  return [accounts, groups, memberships].some(
    ({ going, of }) => going > always && going > (of * mostRemovals) / 100,
  )
}

function wordFor(ids: readonly string[]): string {
  return createHash('sha256').update(ids.toSorted().join('\n')).digest('hex').slice(0, 8)
}
