import { type RawBuilder, sql } from 'kysely'
import { inStretches, type Storage, type Stretch } from '../storage/index.ts'
import { toAccount } from './rows.ts'
import { type Account, type AccountsTable, type AccountTables, accountRole } from './schema.ts'
import { visibleAccounts } from './store.ts'

/** Which accounts of all. */
export interface AccountFilter {
  readonly role?: Account['role'] | undefined
  readonly status?: Account['status'] | undefined
  /** What else must hold of a row of `accounts`, by the tables of others. */
  readonly where?: RawBuilder<boolean> | undefined
}

/** After which name, and how many. */
export interface PageQuery extends AccountFilter {
  readonly after: string | undefined
  /** Of a folded name, or of an address; empty for all. */
  readonly part: string
  readonly limit: number
}

type Condition = RawBuilder<boolean>

/** An index that is walked through, and how many rows of it in one go: some milliseconds. */
interface Walked {
  readonly table: keyof AccountTables
  readonly column: string
  readonly rows: number
}

const byName: Walked = { table: 'accounts', column: 'name_key', rows: 2_000 }
/** Addresses lie one after another, and so more of them are read in that time. */
const byOwner: Walked = { table: 'contacts', column: 'account_id', rows: 10_000 }

/** So many are looked up by their ids sooner than all are walked through. */
const few = 1_000

const all: Stretch = { after: undefined, upTo: undefined }

/**
 * The accounts of a page in the order of their names. There may be a million, and nobody among them who is looked for:
 * others get their turn in between.
 */
export async function accountsAfter(storage: Storage, query: PageQuery): Promise<readonly Account[]> {
  return (await rowsAfter(storage, query)).map(toAccount)
}

async function rowsAfter(storage: Storage, query: PageQuery): Promise<readonly AccountsTable[]> {
  const { part } = query
  const rare = await fewThatAre(storage, query)
  if (rare) return pick(storage, query, all, and(isAmong(rare), part === '' ? undefined : isCalled(part)))
  if (part === '') return walk(storage, query)
  const mailed = await fewReachedAt(storage, part)
  if (!mailed) return walk(storage, query, isCalled(part))
  const named = await walk(storage, query, isNamed(part))
  if (mailed.length === 0) return named
  const ids = new Set([...named.map(({ id }) => id), ...mailed])
  return pick(storage, query, all, isAmong([...ids]))
}

/** Stretch by stretch; whoever looks for nobody in particular finds a page at once. */
function walk(storage: Storage, query: PageQuery, holds?: Condition): Promise<readonly AccountsTable[]> {
  const { after, limit, role, status, where } = query
  const isFiltered = [holds, role, status, where].some((one) => one !== undefined)
  return inStretches({
    ...{ limit, after },
    endOf: async (from) => (isFiltered ? endOfStretch(storage, byName, from) : undefined),
    find: (part, most) => pick(storage, { ...query, limit: most }, part, holds),
  })
}

function pick(
  storage: Storage,
  { after, limit, role, status, where }: PageQuery,
  { after: from = after, upTo }: Stretch,
  holds: Condition | undefined,
): Promise<readonly AccountsTable[]> {
  return visibleAccounts(storage.tables<AccountTables>())
    .$if(from !== undefined, (q) => q.where('name_key', '>', from ?? ''))
    .$if(upTo !== undefined, (q) => q.where('name_key', '<=', upTo ?? ''))
    .$if(role !== undefined, (q) => q.where('role', '=', role ?? ''))
    .$if(status !== undefined, (q) => q.where('status', '=', status ?? ''))
    .$if(where !== undefined, (q) => q.where(where ?? sql<boolean>`true`))
    .$if(holds !== undefined, (q) => q.where(holds ?? sql<boolean>`true`))
    .orderBy('name_key')
    .limit(limit)
    .execute()
}

/** Where a stretch that begins behind a row of an index ends; undefined where less is left. */
async function endOfStretch(
  storage: Storage,
  { table, column, rows }: Walked,
  after: string | undefined,
): Promise<string | undefined> {
  const at = sql.ref<string>(column)
  const behind = after === undefined ? sql`` : sql`where ${at} > ${after}`
  const found = await sql<{ ends: string }>`select ${at} as ends from ${sql.table(table)} ${behind}
    order by ${at} limit 1 offset ${sql.lit(rows - 1)}`.execute(storage.tables<AccountTables>())
  return found.rows[0]?.ends
}

/** Who has the role and the status that are asked for; undefined where they are many. The index has both. */
async function fewThatAre(
  storage: Storage,
  { role, status }: AccountFilter,
): Promise<readonly string[] | undefined> {
  if (role === undefined && status === undefined) return undefined
  const rows = await storage
    .tables<AccountTables>()
    .selectFrom('accounts')
    .select('id')
    .where('role', 'in', role === undefined ? accountRole.options : [role])
    .$if(status !== undefined, (q) => q.where('status', '=', status ?? ''))
    .limit(few + 1)
    .execute()
  return rows.length > few ? undefined : rows.map(({ id }) => id)
}

/** Whose e-mail address has this part, by the index that has all of it; undefined where they are many. */
async function fewReachedAt(storage: Storage, part: string): Promise<readonly string[] | undefined> {
  const contacts = storage.tables<AccountTables>().selectFrom('contacts')
  const rows = await inStretches({
    limit: few + 1,
    endOf: (after) => endOfStretch(storage, byOwner, after),
    find: ({ after, upTo }, most) =>
      contacts
        .select('account_id')
        .$if(after !== undefined, (q) => q.where('account_id', '>', after ?? ''))
        .$if(upTo !== undefined, (q) => q.where('account_id', '<=', upTo ?? ''))
        .where(isAddressWith(part))
        .limit(most)
        .execute(),
  })
  return rows.length > few ? undefined : rows.map(({ account_id }) => account_id)
}

/** True where the name has this part, or an e-mail address at which its owner is reached. */
function isCalled(part: string): Condition {
  return sql<boolean>`(${isNamed(part)} or exists (
    select 1 from contacts where contacts.account_id = accounts.id and ${isAddressWith(part)}
  ))`
}

function isNamed(part: string): Condition {
  return sql<boolean>`name_key like ${containing(part)} escape '\\'`
}

function isAddressWith(part: string): Condition {
  return sql<boolean>`type = 'email' and lower(value) like ${containing(part)} escape '\\'`
}

function isAmong(ids: readonly string[]): Condition {
  return ids.length === 0 ? sql<boolean>`1 = 0` : sql<boolean>`accounts.id in (${sql.join(ids)})`
}

function and(one: Condition, other: Condition | undefined): Condition {
  return other ? sql<boolean>`${one} and ${other}` : one
}

/** A pattern in which the text stands for itself. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
