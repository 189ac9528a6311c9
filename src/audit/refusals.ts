import { createHmac, type KeyObject } from 'node:crypto'
import { type AuditEntry, readMeta, type Storage, writeMeta } from '../storage/index.ts'
import { eventsAfter, eventsBefore } from './events-store.ts'
import type { Finding } from './findings.ts'
import { readable } from './readable.ts'
import { deleteRefusals, minute, minutesBetween, refusalId, refusalsBetween } from './refusals-store.ts'
import { detailsOf } from './rows.ts'
import type { AuditRefusalsTable } from './schema.ts'

/** Fact that names the last minute which the trail tells of. */
const sealedUpTo = 'audit.refusals-sealed'
const sealed = 'audit.refusals-sealed'
const swept = 'audit.refusals-swept'
/** Minutes after which nobody counts into one any more, whatever its clock says. */
const settling = 10

/**
 * Writes one row into the trail for each minute of counted refusals that is over: with it they are as tamper-evident
 * as the rest, and an outsider still fills one row a minute of it at most (G13, R16). A minute that the trail is past is
 * sealed no more, whatever the fact says, which is in no chain: what was made up since would be vouched for.
 */
export async function sealRefusals(storage: Storage, key: KeyObject): Promise<void> {
  const from = await readMeta(storage, sealedUpTo)
  const upTo = Math.floor(storage.clock.now() / minute) - settling
  const rows = await refusalsBetween(storage, minuteIn(from), upTo)
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return
  const told = await sealedSince(storage, first.minute)
  const due = Map.groupBy(
    rows.filter((row) => row.minute > told),
    (row) => row.minute,
  )
  const events = [...due].map(([started, group]) =>
    entry(storage, sealed, { minute: started, ...digest(key, group) }),
  )
  const to = String(Math.max(told, last.minute))
  await storage.book({
    statements: [writeMeta(storage, sealedUpTo, { from, to })],
    locks: [sealedUpTo],
    events,
  })
}

/** The minute that a fact names; one before all of them where it names none. */
function minuteIn(fact: string | undefined): number {
  const named = Number(fact || -1)
  return Number.isSafeInteger(named) ? named : -1
}

/** The last minute that the trail says was sealed, if that was since this one began. */
async function sealedSince(storage: Storage, started: number): Promise<number> {
  const filter = { event: sealed, since: started * minute }
  const [row] = await eventsBefore(storage, filter, { before: undefined, limit: 1 })
  return Number((row && readableDetails(row)?.minute) ?? -1)
}

/** Forgets counted refusals before `before` (epoch milliseconds), and says so in the trail. */
export async function sweepRefusals(storage: Storage, before: number): Promise<void> {
  const started = Math.floor(before / minute)
  const events = [entry(storage, swept, { before: started })]
  await storage.book({ statements: [deleteRefusals(storage, started)], locks: [sealedUpTo], events })
}

/**
 * Compares the counted refusals with what the trail says of each minute, unless it also says that it was swept. In a
 * minute between these that it says nothing of, there were none.
 */
export async function verifyRefusals(
  storage: Storage,
  { key, report }: { readonly key: KeyObject; readonly report: (finding: Finding) => void },
): Promise<void> {
  const sweeps = await eventsAfter(storage, { event: swept }, { after: '', limit: mostSweeps })
  const sweptBefore = Math.max(0, ...sweeps.map((row) => Number(readableDetails(row)?.before ?? 0)))
  const told = new Set<number>()
  for await (const { started, expected } of sealedMinutes(storage)) {
    if (started < sweptBefore) continue
    told.add(started)
    const counted = await refusalsBetween(storage, started - 1, started)
    if (digest(key, counted).digest === expected && counted.every(isOfItsId)) continue
    const text = `The refusals counted in minute ${started} are not as they were sealed.`
    report({ kind: 'changed', text })
  }
  const claimed = minuteIn(await readMeta(storage, sealedUpTo))
  const latest = [...told].reduce((later, one) => Math.max(later, one), claimed)
  for (const started of await minutesBetween(storage, sweptBefore, latest)) {
    if (told.has(started)) continue
    const text = `Refusals are counted in minute ${started}, in which none were sealed.`
    report({ kind: 'inserted', text })
  }
}

async function* sealedMinutes(storage: Storage) {
  let after = ''
  for (;;) {
    const rows = await eventsAfter(storage, { event: sealed }, { after, limit: page })
    for (const row of rows) {
      const { minute: started, digest: expected } = readableDetails(row) ?? {}
      if (started !== undefined) yield { started: Number(started), expected }
    }
    if (rows.length < page) return
    after = rows.at(-1)?.id ?? after
  }
}

/** What of the trail cannot be read, the walk over its lane reports. */
function readableDetails(row: Parameters<typeof detailsOf>[0]) {
  return readable(() => detailsOf(row))
}

/** What is sealed of a row names in its id whose it is and why; what is read of it stands beside that. */
function isOfItsId(row: AuditRefusalsTable): boolean {
  return row.id === refusalId(row)
}

const page = 500
const mostSweeps = 100_000

function digest(key: KeyObject, rows: readonly AuditRefusalsTable[]) {
  const mac = createHmac('sha256', key).update('sallyport audit refusals')
  let count = 0
  for (const row of rows) {
    mac.update(
      `\n${JSON.stringify([row.id, row.account_id, row.source, row.count, row.first_at, row.last_at])}`,
    )
    count += row.count
  }
  return { rows: rows.length, refusals: count, digest: mac.digest('hex') }
}

function entry(storage: Storage, event: string, details: NonNullable<AuditEntry['details']>): AuditEntry {
  return { at: storage.clock.now(), event, outcome: 'done', actor: 'system', details }
}
