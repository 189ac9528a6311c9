import type { Storage } from '../storage/index.ts'
import { eventsAfter } from './events-store.ts'
import { type FeedStore, feedStore } from './feed-store.ts'
import type { LaneHead } from './merkle.ts'
import { toAuditRow } from './rows.ts'
import type { AuditEventsTable, AuditRow, FeedPage, FeedPlace } from './schema.ts'

/** Rows of one lane at a time. */
const page = 500

/** The end of what is sealed now. */
export async function endOfFeed(storage: Storage): Promise<FeedPlace> {
  const store = feedStore(storage)
  const seal = await store.lastSealNumber()
  return { seal, lanes: await store.sealedLanes() }
}

/**
 * What the next seal covers, by time. A row that was booked because of another one is never before it, whichever node
 * wrote them: a seal covers all that was booked before what it covers. Undefined: nothing new is sealed.
 */
export async function readFeed(storage: Storage, place: FeedPlace): Promise<FeedPage | undefined> {
  const store = feedStore(storage)
  const next = await store.headsAfter(place.seal)
  if (!next) return undefined
  const pages = await Promise.all(next.heads.map((head) => readLane(store, head, place)))
  const horizon = pages.filter(({ cut }) => cut).map(({ rows }) => lastId(rows))
  const taken = pages.map((one) => ({ ...one, rows: upTo(one.rows, horizon.sort()[0]) }))
  const rows = taken.flatMap((one) => one.rows).sort((a, b) => (a.id < b.id ? -1 : 1))
  const done = horizon.length === 0
  return {
    rows: rows.map(toAuditRow),
    place: { seal: done ? next.number : place.seal, lanes: lanesAfter(place, taken, done) },
  }
}

/** Rows of the trail, those that there are, in no order. */
export async function rowsOf(storage: Storage, ids: readonly string[]): Promise<readonly AuditRow[]> {
  return ids.length === 0 ? [] : (await feedStore(storage).byIds(ids)).map(toAuditRow)
}

/** Rows behind an id and before a time, oldest first. */
export async function rowsAfter(
  storage: Storage,
  after: string,
  { until, limit }: { readonly until: number; readonly limit: number },
): Promise<readonly AuditRow[]> {
  return (await eventsAfter(storage, { until }, { after, limit })).map(toAuditRow)
}

interface LanePage {
  readonly head: LaneHead
  readonly from: number
  readonly rows: readonly AuditEventsTable[]
  /** There is more below this seal. */
  readonly cut: boolean
}

async function readLane(store: FeedStore, head: LaneHead, place: FeedPlace): Promise<LanePage> {
  const from = place.lanes[head.lane] ?? 0
  const to = Math.min(head.rows, from + page)
  const rows = to > from ? await store.events(head.lane, from, to) : []
  return { head, from, rows, cut: to < head.rows }
}

function lastId(rows: readonly AuditEventsTable[]): string {
  return rows.reduce((latest, { id }) => (id > latest ? id : latest), '')
}

/** The rows before the first one beyond the horizon: what is read of a lane has no gaps. */
function upTo(rows: readonly AuditEventsTable[], horizon: string | undefined): readonly AuditEventsTable[] {
  if (horizon === undefined) return rows
  const beyond = rows.findIndex(({ id }) => id > horizon)
  return beyond < 0 ? rows : rows.slice(0, beyond)
}

/** A lane that is settled is forgotten: it has no more rows. */
function lanesAfter(place: FeedPlace, taken: readonly LanePage[], done: boolean): FeedPlace['lanes'] {
  const moved = taken.map(({ head, from, rows }) => [head.lane, from + rows.length] as const)
  const settled = new Set(done ? taken.filter(({ head }) => head.settled).map(({ head }) => head.lane) : [])
  const all = { ...place.lanes, ...Object.fromEntries(moved) }
  return Object.fromEntries(Object.entries(all).filter(([lane]) => !settled.has(lane)))
}
