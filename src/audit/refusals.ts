import { createHmac } from 'node:crypto'
import { type AuditEntry, readMeta, type Storage, writeMeta } from '../storage/index.ts'
import { eventsAfter } from './events-store.ts'
import type { Finding } from './findings.ts'
import { deleteRefusals, minute, refusalsBetween } from './refusals-store.ts'
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
 * as the rest, and an outsider still fills one row a minute of it at most (G13, R16).
 */
export async function sealRefusals(storage: Storage, key: Uint8Array): Promise<void> {
  const from = await readMeta(storage, sealedUpTo)
  const upTo = Math.floor(storage.clock.now() / minute) - settling
  const rows = await refusalsBetween(storage, Number(from ?? -1), upTo)
  const last = rows.at(-1)
  if (!last) return
  const events = [...Map.groupBy(rows, (row) => row.minute)].map(([started, group]) =>
    entry(storage, sealed, { minute: started, ...digest(key, group) }),
  )
  const statements = [writeMeta(storage, sealedUpTo, { from, to: String(last.minute) })]
  await storage.book({ statements, locks: [sealedUpTo], events })
}

/** Forgets counted refusals before `before` (epoch milliseconds), and says so in the trail. */
export async function sweepRefusals(storage: Storage, before: number): Promise<void> {
  const started = Math.floor(before / minute)
  const events = [entry(storage, swept, { before: started })]
  await storage.book({ statements: [deleteRefusals(storage, started)], locks: [sealedUpTo], events })
}

/** Compares the counted refusals with what the trail says of each minute, unless it also says that it was swept. */
export async function verifyRefusals(
  storage: Storage,
  walk: { readonly key: Uint8Array; readonly report: (finding: Finding) => void },
): Promise<void> {
  const sweeps = await eventsAfter(storage, { event: swept }, { after: '', limit: mostSweeps })
  const sweptBefore = Math.max(0, ...sweeps.map((row) => Number(detailsOf(row)?.before)))
  let after = ''
  for (;;) {
    const rows = await eventsAfter(storage, { event: sealed }, { after, limit: page })
    for (const row of rows) {
      const { minute: started, digest: expected } = detailsOf(row) ?? {}
      if (Number(started) < sweptBefore) continue
      const counted = await refusalsBetween(storage, Number(started) - 1, Number(started))
      if (digest(walk.key, counted).digest === expected) continue
      walk.report({
        kind: 'changed',
        text: `The refusals counted in minute ${started} are not as they were sealed.`,
      })
    }
    if (rows.length < page) return
    after = rows.at(-1)?.id ?? after
  }
}

const page = 500
const mostSweeps = 100_000

function digest(key: Uint8Array, rows: readonly AuditRefusalsTable[]) {
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
