import type { MasterKey } from '../../kernel/keyring.ts'
import { readMeta, removeMeta, writeMeta } from '../../storage/index.ts'
import { type Actor, actorName, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { keyNotReplaceable, keyWaiting } from '../errors.ts'
import { noteKeys } from './forget.ts'
import { countOlder, type Resealed, resealAll } from './reseal.ts'
import { opensOlder } from './sealed-values.ts'

/** Where the keys lie, if they can be changed there: the active one first. All of them, or what was before. */
export type WriteKeys = (keys: readonly MasterKey[]) => void

export interface RotateInput {
  readonly actor: Actor
  readonly newKey: () => MasterKey
  /** Undefined where the keys come from a variable or a command: whoever rotates changes them there. */
  readonly write: WriteKeys | undefined
  /** Other processes look at the file once a second; until then they seal with the old key. */
  readonly pause: (milliseconds: number) => Promise<void>
  readonly onProgress?: (done: number, of: number) => void
}

export interface Rotated extends Resealed {
  /** The key that seals now. */
  readonly keyId: string
  /** It came into being here: copy it elsewhere. */
  readonly made: boolean
  /** Values that are still sealed with another key: somebody seals with it yet. */
  readonly left: number
}

/** The fact that names a key which every node may read, and none seals with yet. */
const nextFact = 'key-next'

const othersLook = 2_000
const rounds = 3
const permission = { role: 'administrator', scope: 'administration', changes: true } as const

/**
 * A new key seals from now on, and everything that is sealed is sealed with it. What was begun before is finished
 * first, without another new key: a rotation that was killed, and a key that was made known to all nodes.
 */
export async function rotateKeys(deps: AdministrationDeps, input: RotateInput): Promise<Rotated> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const unfinished = await opensOlder(deps)
  const made = !unfinished && (await changeKeys(deps, input))
  await noteKeys(deps)
  if (input.write) await input.pause(othersLook)
  const done = await resealRounds(deps, input)
  const { unreadable } = done
  return { ...done, keyId: deps.box.activeKeyId(), made, left: (await countOlder(deps)) - unreadable }
}

/** Makes a key that all nodes are to know before anything is sealed with it. Throws `key.waiting` where one waits. */
export async function addKey(
  deps: AdministrationDeps,
  input: Pick<RotateInput, 'actor' | 'newKey' | 'write'>,
): Promise<{ readonly keyId: string }> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  if (!input.write) throw keyNotReplaceable()
  const waiting = await waitingKey(deps)
  if (waiting) throw keyWaiting(waiting.id)
  const key = input.newKey()
  input.write([...deps.keys.all, key])
  await deps.storage.book({
    statements: [
      writeMeta(deps.storage, nextFact, { from: await readMeta(deps.storage, nextFact), to: key.id }),
    ],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'key.added',
        outcome: 'done',
        actor: actorName(input.actor),
        details: { key: key.id },
      },
    ],
    locks: ['keys'],
  })
  deps.keys.refresh()
  await noteKeys(deps)
  return { keyId: key.id }
}

/** The key that was made known and does not seal yet. */
export async function waitingKey(
  deps: Pick<AdministrationDeps, 'storage' | 'keys'>,
): Promise<MasterKey | undefined> {
  const next = await readMeta(deps.storage, nextFact)
  const key = next === undefined ? undefined : deps.keys.find(next)
  return key && key.id !== deps.keys.active.id ? key : undefined
}

/** The waiting key becomes the active one, or a new one does. True where it came into being here. */
async function changeKeys(deps: AdministrationDeps, { actor, newKey, write }: RotateInput): Promise<boolean> {
  if (!write) throw keyNotReplaceable()
  const waiting = await waitingKey(deps)
  const key = waiting ?? newKey()
  write([key, ...deps.keys.all.filter(({ id }) => id !== key.id)])
  deps.keys.refresh()
  if (waiting) await deps.storage.book({ statements: [removeMeta(deps.storage, nextFact)], locks: ['keys'] })
  await deps.storage.book({
    statements: [],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'key.activated',
        outcome: 'done',
        actor: actorName(actor),
        details: { key: key.id },
      },
    ],
    locks: [],
  })
  return !waiting
}

/** Whoever sealed with the old key while a round went on is found by the next. */
async function resealRounds(deps: AdministrationDeps, input: RotateInput): Promise<Resealed> {
  let resealed = 0
  let unreadable = 0
  for (let round = 0; round < rounds; round++) {
    const done = await resealAll(deps, input)
    resealed += done.resealed
    unreadable = done.unreadable
    if ((await countOlder(deps)) <= unreadable) break
  }
  return { resealed, unreadable }
}
