import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import type { CatchingUp } from '../subscriptions/index.ts'
import type {
  StatusCause,
  Stream,
  StreamSettings,
  StreamStatus,
  StreamsTable,
  StreamTables,
} from './schema.ts'

/** A stream as it was seen: what changes it expects that nobody was faster. */
export type StreamVersion = Pick<Stream, 'id' | 'version'>

/** A status, who set it, and since when. */
export interface Standing extends Pick<Stream, 'status' | 'cause' | 'reason'> {
  readonly at: number
}

export type StreamStore = ReturnType<typeof streamStore>

/** The SQL of streams: one function per question. */
export function streamStore(storage: Storage) {
  const db = storage.tables<StreamTables>()

  const change = ({ id, version }: StreamVersion, set: Partial<StreamsTable>): Statement =>
    toStatement(
      db
        .updateTable('streams')
        .set({ ...set, version: version + 1 })
        .where('id', '=', id)
        .where('version', '=', version),
      1,
    )

  return {
    async list(): Promise<readonly Stream[]> {
      const rows = await db.selectFrom('streams').selectAll().orderBy('id').execute()
      return rows.map(toStream)
    },

    async listOf(applicationId: Id<'application'>): Promise<readonly Stream[]> {
      const rows = await db
        .selectFrom('streams')
        .selectAll()
        .where('application_id', '=', applicationId)
        .orderBy('id')
        .execute()
      return rows.map(toStream)
    },

    async find(id: Id<'stream'>): Promise<Stream | undefined> {
      const row = await db.selectFrom('streams').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toStream(row)
    },

    /** Of several that are made at once, the last are refused. */
    atMost: ({ id, applicationId }: Pick<Stream, 'id' | 'applicationId'>, most: number): Statement =>
      toStatement(
        db
          .updateTable('streams')
          .set({ version: 1 })
          .where('id', '=', id)
          .where(
            (eb) =>
              eb
                .selectFrom('streams as s')
                .select(eb.fn.countAll().as('count'))
                .where('s.application_id', '=', applicationId),
            '<=',
            most,
          ),
        1,
      ),

    async authorizationOf(id: Id<'stream'>): Promise<Uint8Array | undefined> {
      const row = await db
        .selectFrom('streams')
        .select('authorization')
        .where('id', '=', id)
        .executeTakeFirst()
      return row?.authorization ?? undefined
    },

    insert: (
      stream: Pick<Stream, 'id' | 'applicationId' | 'door' | 'createdAt'> & StreamSettings,
      authorization: Uint8Array | undefined,
    ): Statement =>
      toStatement(
        db.insertInto('streams').values({
          id: stream.id,
          application_id: stream.applicationId,
          door: stream.door,
          ...settingsColumns(stream),
          authorization: authorization ?? null,
          status: 'enabled',
          cause: 'receiver',
          reason: null,
          status_at: stream.createdAt,
          failing_since: null,
          catching_up: null,
          verified_at: null,
          created_at: stream.createdAt,
          version: 1,
        }),
        1,
      ),

    /** `authorization` undefined: as it was. */
    set: (at: StreamVersion, settings: StreamSettings, authorization: Uint8Array | null | undefined) =>
      change(at, {
        ...settingsColumns(settings),
        ...(authorization === undefined ? {} : { authorization }),
      }),

    setStanding: (at: StreamVersion, standing: Standing, catchingUp: CatchingUp | undefined): Statement =>
      change(at, {
        status: standing.status,
        cause: standing.cause,
        reason: standing.reason ?? null,
        status_at: standing.at,
        failing_since: null,
        catching_up: catchingUp ? writeJson(catchingUp) : null,
      }),

    pauseAll: (cause: StatusCause, at: number): Statement =>
      toStatement(
        db.updateTable('streams').set(({ ref }) => ({
          status: 'paused',
          cause,
          reason: null,
          status_at: at,
          catching_up: null,
          version: sql<number>`${ref('version')} + 1`,
        })),
      ),

    /** Expects that nobody has asked since. */
    markVerified: (id: Id<'stream'>, at: number, before: number): Statement =>
      toStatement(
        db
          .updateTable('streams')
          .set({ verified_at: at })
          .where('id', '=', id)
          .where((eb) => eb.or([eb('verified_at', 'is', null), eb('verified_at', '<=', before)])),
        1,
      ),

    catchUp: (at: StreamVersion, left: CatchingUp | undefined): Statement =>
      change(at, { catching_up: left ? writeJson(left) : null }),

    /** Whatever version it has by now. */
    markFailing: (id: Id<'stream'>, since: number | null): Statement =>
      toStatement(
        db
          .updateTable('streams')
          .set({ failing_since: since === null ? null : sql<number>`coalesce(failing_since, ${since})` })
          .where('id', '=', id),
      ),

    remove: ({ id, version }: StreamVersion): readonly Statement[] => [
      toStatement(db.deleteFrom('streams').where('id', '=', id).where('version', '=', version), 1),
      toStatement(db.deleteFrom('stream_subjects').where('stream_id', '=', id)),
    ],

    /** Whatever versions they have by now. */
    removeAll: (ids: readonly Id<'stream'>[]): readonly Statement[] =>
      ids.length === 0
        ? []
        : [
            toStatement(db.deleteFrom('streams').where('id', 'in', ids)),
            toStatement(db.deleteFrom('stream_subjects').where('stream_id', 'in', ids)),
          ],

    leaveOut: (id: Id<'stream'>, accountId: Id<'account'>): Statement =>
      toStatement(
        db
          .insertInto('stream_subjects')
          .values({ stream_id: id, account_id: accountId })
          .onConflict((conflict) => conflict.doNothing()),
      ),

    takeIn: (id: Id<'stream'>, accountId: Id<'account'>): Statement =>
      toStatement(
        db.deleteFrom('stream_subjects').where('stream_id', '=', id).where('account_id', '=', accountId),
      ),

    /** Of these accounts, those that are left out of these streams. */
    async leftOut(streamIds: readonly string[], accountIds: readonly string[]) {
      if (streamIds.length === 0 || accountIds.length === 0) return []
      const rows = await db
        .selectFrom('stream_subjects')
        .selectAll()
        .where('stream_id', 'in', streamIds)
        .where('account_id', 'in', accountIds)
        .execute()
      return rows.map((row) => ({ streamId: row.stream_id, accountId: row.account_id }))
    },
  }
}

function settingsColumns({ delivery, requested, description }: StreamSettings) {
  return {
    url: delivery.method === 'push' ? delivery.url : null,
    requested: requested ? writeJson(requested) : null,
    description: description ?? null,
  }
}

function toStream(row: StreamsTable): Stream {
  return {
    id: row.id as Id<'stream'>,
    applicationId: row.application_id as Id<'application'>,
    door: row.door,
    delivery: row.url === null ? { method: 'poll' } : { method: 'push', url: row.url },
    requested: row.requested === null ? undefined : readJson<string[]>(row.requested),
    description: row.description ?? undefined,
    status: row.status as StreamStatus,
    cause: row.cause as StatusCause,
    reason: row.reason ?? undefined,
    statusAt: Number(row.status_at),
    failingSince: timeOf(row.failing_since),
    catchingUp: row.catching_up === null ? undefined : readJson<CatchingUp>(row.catching_up),
    verifiedAt: timeOf(row.verified_at),
    createdAt: Number(row.created_at),
    version: Number(row.version),
  }
}

function timeOf(column: number | null): number | undefined {
  return column === null ? undefined : Number(column)
}
