import { type Actor, actorName, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { pagesOfOlder, type SealedValue, sealedByKey } from './sealed-values.ts'

export interface ResealInput {
  readonly actor: Actor
  /** Of so many values, so many are done. */
  readonly onProgress?: (done: number, of: number) => void
}

export interface Resealed {
  readonly resealed: number
  /** Values that cannot be opened: they stay as they are, and only they are lost (F-28). */
  readonly unreadable: number
}

const permission = { role: 'administrator', scope: 'administration', changes: true } as const

/**
 * Seals with the active key whatever another one has sealed: value by value, by compare-and-set, beside everything that
 * goes on. Nothing is refused for it, for old and new key open until it is done. Killed, it goes on when called again
 * (R17, F-25).
 */
export async function resealAll(deps: AdministrationDeps, input: ResealInput): Promise<Resealed> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const of = await countOlder(deps)
  const counts = { resealed: 0, unreadable: 0, overtaken: 0 }
  for await (const page of pagesOfOlder(deps)) {
    for (const outcome of await Promise.all(page.map((value) => reseal(deps, value)))) counts[outcome] += 1
    input.onProgress?.(counts.resealed + counts.unreadable, of)
  }
  const { resealed, unreadable } = counts
  await deps.storage.book({
    statements: [],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'keys.resealed',
        outcome: 'done',
        actor: actorName(input.actor),
        details: { key: deps.box.activeKeyId(), resealed, unreadable },
      },
    ],
    locks: [],
  })
  return { resealed, unreadable }
}

/** How many values are sealed with another key than the active one. */
export async function countOlder(deps: Pick<AdministrationDeps, 'storage' | 'box'>): Promise<number> {
  const active = deps.box.activeKeyId()
  const counts = [...(await sealedByKey(deps))]
  return counts.reduce((sum, [keyId, count]) => sum + (keyId === active ? 0 : count), 0)
}

/** What somebody else wrote meanwhile is sealed with a key of theirs; the next run looks at it again. */
async function reseal(
  deps: AdministrationDeps,
  value: SealedValue,
): Promise<'resealed' | 'unreadable' | 'overtaken'> {
  const opened = value.open()
  if (!opened) return 'unreadable'
  return (await deps.storage.book(value.resealed(opened))) === 'booked' ? 'resealed' : 'overtaken'
}
