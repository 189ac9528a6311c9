import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { FactorId } from '../factors/factor.ts'
import { isVisible } from '../imports/index.ts'
import type { Id } from '../kernel/ids.ts'
import { readCounter, type Statement, type Storage, toStatement, writeCounter } from '../storage/index.ts'
import { changes, type Move, statusAt } from './lifecycle.ts'
import type { Authenticator, AuthenticatorsTable, AuthenticatorTables } from './schema.ts'

const columns = [
  'id',
  'account_id',
  'application_id',
  'factor',
  'label',
  'status',
  'data',
  'pending',
  'weak',
  'confirms_on_proof',
  'failures_proven',
  'failed_proven_at',
  'failures_unproven',
  'failed_unproven_at',
  'version',
  'created_at',
  'confirmed_at',
  'last_used_at',
  'expires_at',
] as const

/** All authenticators of an account, pending ones too, oldest first. Each sign-in asks, so it is compiled once. */
export function authenticatorsByAccount(
  storage: Storage,
): (accountId: Id<'account'>) => Promise<readonly Authenticator[]> {
  const rowsOf = storage.query<{ accountId: string }, AuthenticatorTables, Row>(({ accountId }, db) =>
    selectFrom(db).where('account_id', '=', accountId).orderBy('id'),
  )
  return async (accountId) => (await rowsOf({ accountId })).map(authenticatorOf(storage))
}

/** Who has bound each authenticator of an account, as the audit trail names them. */
export async function bindersOf(
  storage: Storage,
  accountId: Id<'account'>,
): Promise<ReadonlyMap<Id<'authenticator'>, string>> {
  const rows = await table(storage)
    .selectFrom('authenticators')
    .select(['id', 'created_by'])
    .where('account_id', '=', accountId)
    .execute()
  return new Map(rows.map(({ id, created_by: by }) => [id as Id<'authenticator'>, by]))
}

export async function authenticatorsOfAll(
  storage: Storage,
  accountIds: readonly Id<'account'>[],
): Promise<readonly Authenticator[]> {
  if (accountIds.length === 0) return []
  const rows = await select(storage).where('account_id', 'in', accountIds).orderBy('id').execute()
  return rows.map(authenticatorOf(storage))
}

/** What was made for one application, of all accounts, oldest first. */
export async function authenticatorsFor(
  storage: Storage,
  applicationId: Id<'application'>,
): Promise<readonly Authenticator[]> {
  const rows = await select(storage).where('application_id', '=', applicationId).orderBy('id').execute()
  return rows.map(authenticatorOf(storage))
}

export async function findAuthenticator(
  storage: Storage,
  id: Id<'authenticator'>,
): Promise<Authenticator | undefined> {
  const row = await select(storage).where('id', '=', id).executeTakeFirst()
  return row && authenticatorOf(storage)(row)
}

/** The next ones of the whole installation, in the order of their ids. */
export async function authenticatorsAfter(
  storage: Storage,
  after: Id<'authenticator'> | undefined,
  limit: number,
): Promise<readonly Authenticator[]> {
  const rows = await select(storage)
    .$if(after !== undefined, (query) => query.where('id', '>', after ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(authenticatorOf(storage))
}

/** The authenticator that a proof names itself: a passkey's credential, a card's subject. */
export async function findByHandle(
  storage: Storage,
  factor: FactorId,
  handle: string,
): Promise<Authenticator | undefined> {
  const row = await select(storage)
    .where('factor', '=', factor)
    .where('handle', '=', handle)
    .executeTakeFirst()
  return row && authenticatorOf(storage)(row)
}

/** What this account may claim under a handle: owned by nobody, not expired, and put aside for nobody else. */
export async function findInPool(
  storage: Storage,
  factor: FactorId,
  handle: string,
  accountId: Id<'account'>,
): Promise<Authenticator | undefined> {
  const row = await select(storage)
    .where('factor', '=', factor)
    .where('handle', '=', handle)
    .where('account_id', 'is', null)
    .where('status', '=', 'active')
    .where(({ eb, or }) => or([eb('expires_at', 'is', null), eb('expires_at', '>', storage.clock.now())]))
    .where(({ eb, or }) => or([eb('reserved_for', 'is', null), eb('reserved_for', '=', accountId)]))
    .executeTakeFirst()
  return row && authenticatorOf(storage)(row)
}

export interface NewAuthenticator {
  readonly id: Id<'authenticator'>
  /** Undefined while nobody has it: a token in the pool. */
  readonly accountId: Id<'account'> | undefined
  readonly applicationId: Id<'application'> | undefined
  readonly factor: FactorId
  readonly label: string
  readonly createdBy: string
  readonly createdAt: number
}

export function insertPending(
  storage: Storage,
  row: NewAuthenticator & {
    readonly pending: Uint8Array
    readonly confirmsOnProof: boolean
    readonly expiresAt: number | undefined
    readonly handle?: string | undefined
  },
): Statement {
  return insert(storage, row, {
    status: 'pending',
    pending: row.pending,
    confirms_on_proof: row.confirmsOnProof ? 1 : 0,
    expires_at: row.expiresAt ?? null,
    handle: row.handle ?? null,
  })
}

export function insertActive(
  storage: Storage,
  row: NewAuthenticator & {
    readonly data: Uint8Array
    readonly weak?: boolean | undefined
    readonly counter: bigint | undefined
    readonly handle: string | undefined
    readonly expiresAt?: number | undefined
  },
): Statement {
  return insert(storage, row, {
    status: 'active',
    data: row.data,
    weak: row.weak ? 1 : 0,
    counter: writeCounter(row.counter),
    handle: row.handle ?? null,
    expires_at: row.expiresAt ?? null,
    confirmed_at: row.createdAt,
  })
}

/** A new offer replaces the older ones of the same factor and scope. */
export function dropOffers(
  storage: Storage,
  owner: { readonly accountId: Id<'account'>; readonly factor: FactorId },
  applicationId: Id<'application'> | undefined,
): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('authenticators')
      .where('account_id', '=', owner.accountId)
      .where('factor', '=', owner.factor)
      .where('application_id', applicationId ? '=' : 'is', applicationId ?? null)
      .where('status', '=', 'pending'),
  )
}

/** Pending becomes active, once: the confirming code is spent by the same statement (C-13, R2). */
export function activate(
  storage: Storage,
  row: Pick<Authenticator, 'id' | 'version'>,
  confirmed: {
    readonly data: Uint8Array
    readonly weak?: boolean | undefined
    readonly counter: bigint | undefined
    readonly handle: string | undefined
    readonly label?: string | undefined
    readonly expiresAt?: number | undefined
    readonly at: number
  },
): Statement {
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({
        status: 'active',
        data: confirmed.data,
        weak: confirmed.weak ? 1 : 0,
        pending: null,
        counter: writeCounter(confirmed.counter),
        handle: confirmed.handle ?? null,
        confirmed_at: confirmed.at,
        last_used_at: confirmed.at,
        expires_at: confirmed.expiresAt ?? null,
        ...(confirmed.label === undefined ? {} : { label: confirmed.label }),
        confirms_on_proof: 0,
        failures_proven: 0,
        failures_unproven: 0,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', row.id)
      .where('status', '=', 'pending')
      .where('version', '=', row.version)
      .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', confirmed.at)]))
      .$if(confirmed.counter !== undefined, (query) => query.where(isBelow(confirmed.counter))),
    1,
  )
}

/**
 * Voids every other pending enrolment that the account has for the same application (R2). What an operator made
 * for another application is another door's matter and stays.
 */
export function voidPending(storage: Storage, kept: Authenticator): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('authenticators')
      .where('account_id', '=', kept.accountId ?? null)
      .where('application_id', kept.applicationId ? '=' : 'is', kept.applicationId ?? null)
      .where('status', '=', 'pending')
      .where('id', '!=', kept.id),
  )
}

/** Forgets failures and opens what they had closed: the help desk's unlock. A disabled one stays so (N-25). */
export function clearFailures(storage: Storage, accountId: Id<'account'>): Statement {
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({ failures_proven: 0, failures_unproven: 0 })
      .where('account_id', '=', accountId)
      .where('status', 'in', ['active', 'pending']),
  )
}

/** What takes the place of an authenticator's data, and whether a series of failures ends with it. */
export interface Replacement {
  readonly data: Uint8Array
  /** Absent: as it was found before. */
  readonly weak?: boolean | undefined
  readonly counter?: bigint | undefined
  readonly endsFailures?: boolean | undefined
}

/** Writes what an operation of the factor made or saw, under version equality. */
export function replaceData(
  storage: Storage,
  row: Pick<Authenticator, 'id' | 'version'>,
  { data, weak, counter, endsFailures }: Replacement,
): Statement {
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({
        data,
        version: sql<number>`version + 1`,
        ...(weak === undefined ? {} : { weak: weak ? 1 : 0 }),
        ...(endsFailures ? { failures_proven: 0 } : {}),
        ...(counter === undefined ? {} : { counter: writeCounter(counter) }),
      })
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .where('status', '=', 'active')
      .$if(counter !== undefined, (query) => query.where(isBelow(counter))),
    1,
  )
}

/** What has become of an offer so far, under version equality; it stays an offer. */
export function replacePending(
  storage: Storage,
  row: Pick<Authenticator, 'id' | 'version'>,
  pending: Uint8Array,
): Statement {
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({ pending, version: sql<number>`version + 1` })
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .where('status', '=', 'pending'),
    1,
  )
}

/** The mark only grows, where there is one: after a restore an offer has one, too (R17). */
function isBelow(counter: bigint | undefined) {
  return sql<boolean>`(counter is null or counter < cast(${writeCounter(counter)} as bigint))`
}

/**
 * What a restore makes of it: the mark only grows, and whoever saw the row before has seen another one. With a move it
 * is a step of its life as well, in the same guarded write.
 */
export function renew(
  storage: Storage,
  row: Pick<Authenticator, 'id' | 'version'>,
  renewed: {
    readonly data?: Uint8Array
    readonly pending?: Uint8Array
    readonly counter?: bigint | undefined
  },
  move?: Move,
): Statement {
  const { counter, ...sealed } = renewed
  const query = table(storage)
    .updateTable('authenticators')
    .set({ ...sealed, version: sql<number>`version + 1` })
    .$if(counter !== undefined, (counting) => counting.set({ counter: writeCounter(counter) }))
    .where('id', '=', row.id)
    .where('version', '=', row.version)
  if (move === undefined) return toStatement(query, 1)
  const { from, to } = changes[move]
  return toStatement(query.set({ status: to }).where('status', 'in', from), 1)
}

export function renameAuthenticator(
  storage: Storage,
  row: Pick<Authenticator, 'id' | 'version'>,
  label: string,
): Statement {
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({ label, version: sql<number>`version + 1` })
      .where('id', '=', row.id)
      .where('version', '=', row.version),
    1,
  )
}

/** One step of its life, while it is where that step begins. */
export function moveAuthenticator(
  storage: Storage,
  row: Pick<Authenticator, 'id' | 'version'>,
  move: Move,
): Statement {
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({ status: changes[move].to, version: sql<number>`version + 1` })
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .where('status', 'in', changes[move].from),
    1,
  )
}

export function removeAuthenticator(storage: Storage, row: Pick<Authenticator, 'id' | 'version'>): Statement {
  return toStatement(
    table(storage).deleteFrom('authenticators').where('id', '=', row.id).where('version', '=', row.version),
    1,
  )
}

/**
 * Holds while all that stays beside a removal is as it was read, so that two removals do not each rest on the other
 * what is still being set up counts for nothing. An UPDATE that changes nothing, as the guards of accounts are.
 */
export function expectUnchanged(
  storage: Storage,
  rows: readonly Pick<Authenticator, 'id' | 'version' | 'status'>[],
): Statement {
  const stay = rows.filter(({ status }) => status !== 'pending')
  return toStatement(
    table(storage)
      .updateTable('authenticators')
      .set({ version: sql<number>`version` })
      .where(({ and, or }) => or(stay.map(({ id, version }) => and({ id, version })))),
    stay.length,
  )
}

/** Takes what lies in the pool out of it, for the one who claims it in the same booking; a second one changes no row. */
export function takeFromPool(storage: Storage, row: Pick<Authenticator, 'id' | 'version'>): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('authenticators')
      .where('id', '=', row.id)
      .where('version', '=', row.version)
      .where('account_id', 'is', null)
      .where('status', '=', 'active'),
    1,
  )
}

/** Removes all that an account has but these factors, unknown ones too: a reset, after which it enrols anew. */
export function removeAllBut(
  storage: Storage,
  accountId: Id<'account'>,
  kept: readonly FactorId[],
): Statement {
  return toStatement(
    table(storage)
      .deleteFrom('authenticators')
      .where('account_id', '=', accountId)
      .where('factor', 'not in', kept),
  )
}

/** Removes offers that nobody confirmed in time. */
export function sweepPending(storage: Storage, at: number): Statement {
  return toStatement(
    table(storage).deleteFrom('authenticators').where('status', '=', 'pending').where('expires_at', '<=', at),
  )
}

function table(storage: Storage) {
  return storage.tables<AuthenticatorTables>()
}

function select(storage: Storage) {
  return selectFrom(table(storage))
}

/** As everybody sees them: without what an import still holds back. */
export function selectFrom(db: Kysely<AuthenticatorTables>) {
  return selectAny(db).where(isVisible('authenticators'))
}

/** Those too that nobody sees yet. */
export function selectAny(db: Kysely<AuthenticatorTables>) {
  return db
    .selectFrom('authenticators')
    .select(columns)
    .select(sql<string | null>`cast(counter as text)`.as('counter'))
}

function insert(storage: Storage, row: NewAuthenticator, rest: Parameters<typeof newRow>[1]): Statement {
  return toStatement(table(storage).insertInto('authenticators').values(newRow(row, rest)), 1)
}

/** A whole row: what every authenticator begins with, and what this one has besides. */
export function newRow(
  row: NewAuthenticator,
  rest: Pick<AuthenticatorsTable, 'status'> & Partial<AuthenticatorsTable>,
) {
  return {
    id: row.id,
    account_id: row.accountId ?? null,
    application_id: row.applicationId ?? null,
    factor: row.factor,
    label: row.label,
    created_by: row.createdBy,
    created_at: row.createdAt,
    handle: null,
    counter: null,
    data: null,
    pending: null,
    weak: 0,
    confirms_on_proof: 0,
    failures_proven: 0,
    failed_proven_at: null,
    failures_unproven: 0,
    failed_unproven_at: null,
    version: 1,
    confirmed_at: null,
    last_used_at: null,
    expires_at: null,
    told_of_end: null,
    reserved_for: null,
    import_id: null,
    ...rest,
  }
}

type Row = Omit<
  Selectable<AuthenticatorsTable>,
  'handle' | 'created_by' | 'counter' | 'import_id' | 'reserved_for' | 'told_of_end'
> & {
  counter: string | null
}

/** Reads rows as they are now: one whose time is over has expired. */
export function authenticatorOf(storage: Storage): (row: Row) => Authenticator {
  const at = storage.clock.now()
  return (row) => toAuthenticator(row, at)
}

function toAuthenticator(row: Row, at: number): Authenticator {
  const expiresAt = optionalNumber(row.expires_at)
  return {
    id: row.id as Id<'authenticator'>,
    accountId: (row.account_id ?? undefined) as Id<'account'> | undefined,
    applicationId: (row.application_id ?? undefined) as Id<'application'> | undefined,
    factor: row.factor,
    label: row.label,
    status: statusAt(row.status, expiresAt, at),
    stale: row.status === 'stale',
    counter: readCounter(row.counter),
    sealedData: row.data ?? undefined,
    sealedPending: row.pending ?? undefined,
    weak: Number(row.weak) === 1,
    confirmsOnProof: Number(row.confirms_on_proof) === 1,
    failures: {
      proven: Number(row.failures_proven),
      provenAt: optionalNumber(row.failed_proven_at),
      unproven: Number(row.failures_unproven),
      unprovenAt: optionalNumber(row.failed_unproven_at),
    },
    version: Number(row.version),
    createdAt: Number(row.created_at),
    confirmedAt: optionalNumber(row.confirmed_at),
    lastUsedAt: optionalNumber(row.last_used_at),
    expiresAt,
  }
}

function optionalNumber(value: number | string | null): number | undefined {
  return value === null ? undefined : Number(value)
}

/** Whether the account that this column names has a confirmed authenticator of another factor than these, or has none. */
export function holdsAnother(has: boolean, account: string, than: readonly FactorId[]): RawBuilder<boolean> {
  const other = sql`exists (
    select 1 from authenticators where authenticators.account_id = ${sql.ref(account)}
      and authenticators.status != 'pending' and authenticators.factor not in (${sql.join(than)})
      and ${isVisible('authenticators')}
  )`
  return has ? sql<boolean>`${other}` : sql<boolean>`not ${other}`
}

/** How many accounts have a confirmed authenticator of these factors. */
export async function countAccountsWith(storage: Storage, factors: readonly FactorId[]): Promise<number> {
  if (factors.length === 0) return 0
  const row = await table(storage)
    .selectFrom('authenticators')
    .select(sql<number>`count(distinct account_id)`.as('count'))
    .where('factor', 'in', factors)
    .where('status', '!=', 'pending')
    .where(isVisible('authenticators'))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
