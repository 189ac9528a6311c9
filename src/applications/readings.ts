import type { Id } from '../kernel/ids.ts'
import type { Doors } from './doors.ts'
import type { ConnectedApplication } from './schema.ts'

interface Kept<Reading> {
  readonly state: string
  readonly reading: Reading
}

/**
 * What a door makes of the applications that come by it, in the order of their names. Asked for anew each time, and
 * made anew only of those that have changed since: settings are long, and applications may be many.
 */
export function openReadings<Reading>(
  doors: Pick<Doors, 'states' | 'all'>,
  door: string,
  read: (found: ConnectedApplication) => Reading,
): () => Promise<readonly Reading[]> {
  const kept = new Map<Id<'application'>, Kept<Reading>>()

  return async () => {
    const states = await doors.states(door)
    for (const id of kept.keys()) if (!states.has(id)) kept.delete(id)
    const isKept = (id: Id<'application'>) => kept.get(id)?.state === states.get(id)
    if (![...states.keys()].every(isKept))
      // What is read here is as new as its state, or newer: then it is read once more the next time.
      for (const found of await doors.all(door)) {
        const { applicationId: id } = found
        const state = states.get(id)
        if (state !== undefined && !isKept(id)) kept.set(id, { state, reading: read(found) })
      }
    return [...states.keys()].map((id) => kept.get(id)).flatMap((one) => (one ? [one.reading] : []))
  }
}
