import { type Booking, beginMeta, readMeta, type Storage, writeMeta } from '../../storage/index.ts'

/** What a booking is held to, and what it locks for that. */
export type HeldTo = Required<Pick<Booking, 'statements' | 'locks'>>

/** The number of the last act by which nobody who administers might have been left to come in. */
type LastAct = string

const key = 'administrators.act'
const none: LastAct = '0'

interface OneByOneDeps {
  readonly storage: Storage
}

/** Asked before anything that such an act is judged by. */
export async function lastAct({ storage }: OneByOneDeps): Promise<LastAct> {
  return (await readMeta(storage, key)) ?? none
}

/**
 * Refused where another such act was booked meanwhile: each was judged by what the other was about to change, and both
 * together may leave nobody (R11).
 */
export function asTheNext(deps: OneByOneDeps, last: LastAct): HeldTo {
  return held(deps, last, String(Number(last) + 1))
}

/** Refused likewise, and holds up nothing that was judged at the same time: for what touches nobody who administers. */
export function asNoneMeanwhile(deps: OneByOneDeps, last: LastAct): HeldTo {
  return held(deps, last, last)
}

function held({ storage }: OneByOneDeps, from: LastAct, to: LastAct): HeldTo {
  const statements = [beginMeta(storage, key, none), writeMeta(storage, key, { from, to })]
  return { statements, locks: [key] }
}
