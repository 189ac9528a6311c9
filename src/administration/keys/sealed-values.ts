import { readMeta, type Statement, writeMeta } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { openSealedRoot, rootFact, sealRoot } from './root.ts'
import { locksOf, placeIn, type SealedColumn, type SealedRow, sealedColumns } from './sealed-columns.ts'
import { sealedStore } from './sealed-store.ts'

type SealingDeps = Pick<AdministrationDeps, 'storage' | 'box'>

/** One value that a key of ours has sealed, wherever it lies. */
export interface SealedValue {
  readonly sealed: Uint8Array
  /** Undefined where it cannot be opened. */
  open(): Uint8Array | undefined
  /** The same, sealed with the active key; changes nothing where somebody wrote another value meanwhile. */
  resealed(opened: Uint8Array): {
    readonly statements: readonly Statement[]
    readonly locks: readonly string[]
  }
}

const pageSize = 100

/** Everything that another key than the active one has sealed, page by page, the root of the installation first. */
export async function* pagesOfOlder(deps: SealingDeps): AsyncGenerator<readonly SealedValue[]> {
  const keyId = deps.box.activeKeyId()
  const root = await rootOf(deps)
  if (root && deps.box.keyIdOf(root.sealed) !== keyId) yield [root]
  const store = sealedStore(deps.storage)
  for (const column of sealedColumns) {
    let after = ''
    for (;;) {
      const rows = await store.sealedByOthers(column, keyId, { after, limit: pageSize })
      const last = rows.at(-1)
      if (!last) break
      yield rows.map((row) => sealedIn(deps, column, row))
      after = last.id
    }
  }
}

/** Whether something can be opened that the active key has not sealed: with this key, or with any. */
export async function opensOlder(deps: SealingDeps, keyId?: string): Promise<boolean> {
  for await (const page of pagesOfOlder(deps)) {
    const asked = page.filter(({ sealed }) => keyId === undefined || deps.box.keyIdOf(sealed) === keyId)
    if (asked.some((value) => value.open() !== undefined)) return true
  }
  return false
}

/** By key id, how many values it has sealed. */
export async function sealedByKey(deps: SealingDeps): Promise<ReadonlyMap<string, number>> {
  const store = sealedStore(deps.storage)
  const counts = await Promise.all(sealedColumns.map((column) => store.countByKey(column)))
  const root = await rootOf(deps)
  const rootKey = root && deps.box.keyIdOf(root.sealed)
  const totals = new Map<string, number>(rootKey === undefined ? [] : [[rootKey, 1]])
  for (const [keyId, count] of counts.flatMap((one) => [...one]))
    totals.set(keyId, (totals.get(keyId) ?? 0) + count)
  return totals
}

function sealedIn(
  { storage, box }: SealingDeps,
  column: SealedColumn,
  row: SealedRow & { readonly sealed: Uint8Array },
): SealedValue {
  const place = placeIn(column, row)
  return {
    sealed: row.sealed,
    open: () => openedOrNot(() => box.open(row.sealed, place)),
    resealed: (opened) => ({
      statements: [
        sealedStore(storage).replace(column, row.id, { from: row.sealed, to: box.seal(opened, place) }),
      ],
      locks: locksOf(column, row),
    }),
  }
}

async function rootOf({ storage, box }: SealingDeps): Promise<SealedValue | undefined> {
  const text = await readMeta(storage, rootFact)
  if (text === undefined) return undefined
  return {
    sealed: Buffer.from(text, 'base64'),
    open: () => openedOrNot(() => openSealedRoot(box, text)),
    resealed: (root) => ({
      statements: [writeMeta(storage, rootFact, { from: text, to: sealRoot(box, root) })],
      locks: [rootFact],
    }),
  }
}

function openedOrNot(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}
