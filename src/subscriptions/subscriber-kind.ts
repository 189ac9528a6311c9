import type { AuditRow } from '../audit/index.ts'
import type { Statement } from '../storage/index.ts'
import type { PostOutcome } from './post.ts'
import type { CatchingUp, Subscriber } from './schema.ts'

/** What one subscriber is to hear of. */
export interface Wanted<Told extends Subscriber> {
  readonly subscriber: Told
  readonly row: AuditRow
}

/** Tells of one row, once. */
export type Sender = (row: AuditRow) => Promise<PostOutcome>

/** How one kind of subscriber is told: all else is the same for all. */
export interface SubscriberKind<Told extends Subscriber> {
  /** Its place in the trail is kept under this name. */
  readonly feed: string
  /** All that there are, those that rest, too. */
  list(): Promise<readonly Told[]>
  find(id: Told['id']): Promise<Told | undefined>
  /** Whether messages are sent to it; others fetch them, or rest. */
  isSentTo(subscriber: Told): boolean
  /** What of these rows is queued for whom: for those that rest, nothing that they would be told when they are awake. */
  wanted(subscribers: readonly Told[], rows: readonly AuditRow[]): Promise<readonly Wanted<Told>[]>
  /** How messages are sent to one of them just now; undefined where nothing is sent, and what waits goes on waiting. */
  sender(subscriber: Told): Promise<Sender | undefined>
  /** Whether it rests: it hears of itself at most, and what concerns an account waits. Nobody does, unless told. */
  rests?(subscriber: Told): boolean
  /** Whether it is told of this row as it stands now; of every one, unless told. */
  hears?(subscriber: Told, row: AuditRow): boolean
  /** What is left of an earlier stretch; expects the one that was seen. */
  catchUp(at: Told, left: CatchingUp | undefined): Statement
  /** Whatever version it has by now. */
  markFailing(id: Told['id'], since: number | null): Statement
  /** Nothing was taken for days, or the other side said that it is gone for good. */
  giveUp(id: Told['id'], reason: 'failing' | 'gone'): Promise<void>
}
