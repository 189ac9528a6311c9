import { foldName } from '../directories/index.ts'
import type { Storage } from '../storage/index.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { type AccountFilter, accountsAfter } from './page-store.ts'
import type { Account } from './schema.ts'

export interface AccountQuery extends AccountFilter {
  /** Part of a name, in any spelling, or of an e-mail address. */
  readonly search?: string
  /** The `next` of the page before. */
  readonly cursor?: string
  /** At most 200. */
  readonly limit?: number
}

export interface AccountPage {
  readonly items: readonly Account[]
  /** Absent on the last page. */
  readonly next?: string
}

const defaultLimit = 50
const longestPage = 200

/** One page of accounts in the order of their names; throws `input.invalid` for a cursor that is not ours. */
export async function listAccounts(storage: Storage, query: AccountQuery): Promise<AccountPage> {
  const limit = Math.max(1, Math.min(query.limit ?? defaultLimit, longestPage))
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const { role, status, where } = query
  const filter = { part: foldName(query.search ?? ''), role, status, where }
  const rows = await accountsAfter(storage, { ...filter, after, limit: limit + 1 })
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return rows.length > limit && last ? { items, next: writeCursor(last.key) } : { items }
}
