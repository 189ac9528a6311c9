import { invalidInput } from '../kernel/errors.ts'
import { isId } from '../kernel/ids.ts'
import { readJson, type Storage } from '../storage/index.ts'
import { type RefusalPlace, refusalsAfter, refusalsBefore } from './counted-store.ts'
import { type AuditFilter, eventsAfter, eventsBefore } from './events-store.ts'
import { toAuditRow, toCountedRow } from './rows.ts'
import type { AuditPage, AuditQuery, AuditRow } from './schema.ts'

const usualLimit = 50
const mostRows = 500
const exportPage = 1_000

/** Newest first; refusals that are only counted stand where the first of them happened. */
export async function search(storage: Storage, query: AuditQuery): Promise<AuditPage> {
  const limit = Math.min(Math.max(query.limit ?? usualLimit, 1), mostRows)
  const from = query.cursor === undefined ? {} : readCursor(query.cursor)
  const [events, counted] = await Promise.all([
    eventsBefore(storage, query, { before: from.event, limit: limit + 1 }),
    refusalsBefore(storage, query, { before: from.refusal, limit: limit + 1 }),
  ])
  // Both are sorted by time, and the sort is stable: what is taken of each is what came first in it.
  const rows = [...events.map(toAuditRow), ...counted.map(toCountedRow)].sort((a, b) => b.at - a.at)
  const items = rows.slice(0, limit)
  return rows.length > limit ? { items, next: cursorAfter(items, from) } : { items }
}

/** The last row seen of the trail, and the last of the counted ones. */
interface Cursor {
  readonly event?: string
  readonly refusal?: RefusalPlace
}

function cursorAfter(items: readonly AuditRow[], from: Cursor): string {
  const event = items.findLast((row) => row.lane !== undefined)?.id ?? from.event ?? null
  const refusal = items.findLast((row) => row.lane === undefined) ?? from.refusal
  const place = refusal ? [refusal.at, refusal.id] : null
  return Buffer.from(JSON.stringify([event, place]), 'utf8').toString('base64url')
}

/** Checked, and of no use to whoever makes one up. */
function readCursor(text: string): Cursor {
  const [event, place] = parsed(text)
  const known = event === null || (typeof event === 'string' && isId(event))
  const [at, id] = Array.isArray(place) ? place : [undefined, undefined]
  const placed = place === null || (Number.isSafeInteger(at) && typeof id === 'string')
  if (!known || !placed)
    throw invalidInput([{ path: 'cursor', message: 'The cursor is not one of ours' }], 'audit.cursor')
  return { ...(event === null ? {} : { event }), ...(place === null ? {} : { refusal: { at, id } }) }
}

function parsed(text: string): readonly unknown[] {
  try {
    const value = readJson<unknown>(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

/** One JSON text a row, oldest first, read page by page. */
export async function* exportLines(storage: Storage, filter: AuditFilter): AsyncGenerator<string> {
  const events = everyPage(async (last?: AuditRow) => {
    const rows = await eventsAfter(storage, filter, { after: last?.id ?? '', limit: exportPage })
    return rows.map(toAuditRow)
  })
  const counted = everyPage(async (last?: AuditRow) => {
    const rows = await refusalsAfter(storage, filter, { after: last, limit: exportPage })
    return rows.map(toCountedRow)
  })
  for await (const row of byTime(events, counted)) yield JSON.stringify(row)
}

async function* everyPage(
  read: (last?: AuditRow) => Promise<readonly AuditRow[]>,
): AsyncGenerator<AuditRow, undefined> {
  let last: AuditRow | undefined
  for (;;) {
    const rows = await read(last)
    yield* rows
    if (rows.length < exportPage) return
    last = rows.at(-1)
  }
}

async function* byTime(
  one: AsyncGenerator<AuditRow, undefined>,
  other: AsyncGenerator<AuditRow, undefined>,
): AsyncGenerator<AuditRow> {
  let mine = (await one.next()).value
  let theirs = (await other.next()).value
  while (mine || theirs) {
    if (mine && (!theirs || mine.at <= theirs.at)) {
      yield mine
      mine = (await one.next()).value
    } else if (theirs) {
      yield theirs
      theirs = (await other.next()).value
    }
  }
}

const replayedPage = 5_000

/** Rows since a time that pass the filter, oldest first, page by page. */
export async function* rowsSince(
  storage: Storage,
  since: number,
  which: Pick<AuditFilter, 'event' | 'outcome'>,
): AsyncGenerator<readonly AuditRow[]> {
  let after = ''
  for (;;) {
    const rows = await eventsAfter(storage, { ...which, since }, { after, limit: replayedPage })
    if (rows.length > 0) yield rows.map(toAuditRow)
    if (rows.length < replayedPage) return
    after = rows.at(-1)?.id ?? ''
  }
}
