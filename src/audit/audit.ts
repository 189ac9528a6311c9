import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { HourCount } from './counts-store.ts'
import type { AuditFindings, VerifyOptions } from './findings.ts'
import type { Pair, PairQuery } from './pairs-store.ts'
import type { AuditPage, AuditQuery, AuditRow, FeedPage, FeedPlace } from './schema.ts'

/** The audit trail. Entries get into it as `events` of a booking; this is the rest. */
export interface Audit {
  /** Counts what outsiders can cause, per owner, source, reason and minute, within reserved space (R16). */
  countRefusal(refusal: Refusal): Statement
  /** Forgets refusals that were counted before this time, and says so in the trail. */
  sweepRefusals(before: number): Promise<void>
  /** Newest first, a page at a time; refusals that are only counted stand among the rest. */
  search(query: AuditQuery): Promise<AuditPage>
  /** Rows of the trail since a time, oldest first, some thousand at once. */
  since(time: number, which: Pick<AuditQuery, 'event' | 'outcome'>): AsyncIterable<readonly AuditRow[]>
  /** Where the feed of what is sealed ends now. */
  feedEnd(): Promise<FeedPlace>
  /** What follows a place in the feed, in the order in which it happened; undefined where nothing does yet. */
  readFeed(place: FeedPlace): Promise<FeedPage | undefined>
  /** These rows of the trail, in no order. */
  rows(ids: readonly string[]): Promise<readonly AuditRow[]>
  /** Rows of the trail behind an id and before a time, oldest first. */
  rowsAfter(
    after: string,
    span: { readonly until: number; readonly limit: number },
  ): Promise<readonly AuditRow[]>
  /** Which of these accounts and applications an event has brought together since a time. */
  pairs(query: PairQuery): Promise<readonly Pair[]>
  /** The first id that a row of this time could have. */
  firstIdAt(time: number): string
  /** Decisions per hour since a time, for the console's picture. */
  countByHour(since: number): Promise<readonly HourCount[]>
  /** The same rows as JSON lines, oldest first. */
  exportLines(query: Omit<AuditQuery, 'cursor' | 'limit'>): AsyncIterable<string>
  /** Signs a Merkle root over all lane heads, if any moved. Safe on any number of nodes; run it every second. */
  seal(): Promise<Seal | undefined>
  /** Walks everything and tells what does not add up. */
  verify(options?: VerifyOptions): Promise<AuditFindings>
}

/** A refusal that costs the outsider nothing, so it must not cost us a row each. */
export interface Refusal {
  readonly at: number
  /** Undefined for a name that nobody has: it books a decoy row, with the same work. */
  readonly accountId: Id<'account'> | undefined
  /** What is counted under: an account's id, a decoy's key, an application (never a typed name). */
  readonly ownerKey: string
  /** Address bucket; undefined for doors without one. */
  readonly source: string | undefined
  readonly reason: string
  /** How often it happened; once unless told. */
  readonly times?: number
}

/** One link of the chain of seals. `hash` is what a later seal, or a copy kept elsewhere, refers to. */
export interface Seal {
  readonly number: number
  readonly at: number
  readonly root: string
  readonly previous: string
  readonly hash: string
  readonly signature: string
}
