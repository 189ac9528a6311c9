import { hasMovedOn } from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import { isEnded } from '../sessions/index.ts'
import {
  inStretches,
  readJson,
  type Statement,
  type Storage,
  type Stretch,
  toStatement,
  writeJson,
} from '../storage/index.ts'
import type { AdmissionRow, AdmissionsTable, AdmissionTables, Begun } from './schema.ts'

/** Who was let into which application. Reads answer; writes are statements for the use case's booking. */
export type Admissions = ReturnType<typeof openAdmissions>

/** Where to look: by one door, of one session if one is named, so many of the oldest. */
interface Among {
  readonly door: string
  readonly session?: Id<'session'> | undefined
  readonly limit: number
  /** Rows that are looked at in one go. */
  readonly stretch?: number | undefined
}

const usualStretch = 5_000

export function openAdmissions(storage: Storage) {
  const table = storage.tables<AdmissionTables>()

  const living = ({ door, session, limit }: Among, { after, upTo }: Stretch) =>
    table
      .selectFrom('admissions')
      .selectAll()
      .where('door', '=', door)
      .where('ended_at', 'is', null)
      .$if(after !== undefined, (q) => q.where('id', '>', after ?? ''))
      .$if(upTo !== undefined, (q) => q.where('id', '<=', upTo ?? ''))
      .$if(session !== undefined, (q) => q.where('session_id', '=', session ?? ''))
      .orderBy('id')
      .limit(limit)

  async function endOfStretch(
    after: string | undefined,
    stretch = usualStretch,
  ): Promise<string | undefined> {
    const row = await table
      .selectFrom('admissions')
      .select('id')
      .$if(after !== undefined, (q) => q.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(1)
      .offset(stretch - 1)
      .executeTakeFirst()
    return row?.id
  }

  /** Of one session at once; of all stretch by stretch, so that nobody waits behind a look at very many. */
  async function look(
    among: Among,
    find: (stretch: Stretch, limit: number) => Promise<readonly AdmissionsTable[]>,
  ): Promise<readonly AdmissionRow[]> {
    const endOf = async (after: string | undefined) =>
      among.session ? undefined : endOfStretch(after, among.stretch)
    return (await inStretches({ limit: among.limit, endOf, find })).map(toAdmission)
  }

  return {
    async find(id: Id<'admission'>): Promise<AdmissionRow | undefined> {
      const row = await table
        .selectFrom('admissions')
        .selectAll()
        .where('id', '=', id)
        .where('ended_at', 'is', null)
        .where('expires_at', '>', storage.clock.now())
        .executeTakeFirst()
      return row && toAdmission(row)
    },

    /** Those of one session that nobody has ended: where somebody who signs out has to be signed out, too. */
    async ofSession(sessionId: Id<'session'>): Promise<readonly AdmissionRow[]> {
      const rows = await table
        .selectFrom('admissions')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where('ended_at', 'is', null)
        .orderBy('id')
        .execute()
      return rows.map(toAdmission)
    },

    /** Those of a door that lived with a session which is gone, or of an account that has moved on: oldest first. */
    orphaned: (among: Among): Promise<readonly AdmissionRow[]> =>
      look(among, (within, limit) =>
        living({ ...among, limit }, within)
          .where((eb) =>
            eb.or([
              eb.and([eb('offline', '=', 0), isEnded('admissions.session_id')]),
              hasMovedOn('admissions.account_id', 'admissions.epoch'),
            ]),
          )
          .execute(),
      ),

    /** Those that have outlived their session, of which their door has yet to tell. */
    outliving: (among: Among): Promise<readonly AdmissionRow[]> =>
      look(among, (within, limit) =>
        living({ ...among, limit }, within)
          .where('offline', '=', 1)
          .where('told_at', 'is', null)
          .where(isEnded('admissions.session_id'))
          .execute(),
      ),

    insert: (admission: AdmissionRow): Statement =>
      toStatement(table.insertInto('admissions').values(fromAdmission(admission)), 1),

    /** Expects that nobody has ended it. */
    end: (id: Id<'admission'>): Statement =>
      toStatement(
        table
          .updateTable('admissions')
          .set({ ended_at: storage.clock.now() })
          .where('id', '=', id)
          .where('ended_at', 'is', null),
        1,
      ),

    /** Expects that nobody has told of it. */
    told: (id: Id<'admission'>): Statement =>
      toStatement(
        table
          .updateTable('admissions')
          .set({ told_at: storage.clock.now() })
          .where('id', '=', id)
          .where('told_at', 'is', null),
        1,
      ),

    /** All that one application was let have by one door: it comes by it no longer. */
    endAll: (applicationId: Id<'application'>, door: string): Statement =>
      toStatement(
        table
          .updateTable('admissions')
          .set({ ended_at: storage.clock.now() })
          .where('application_id', '=', applicationId)
          .where('door', '=', door)
          .where('ended_at', 'is', null),
      ),

    /** What lived with one session lives with the one that takes its place. */
    follow: (before: Id<'session'>, after: Id<'session'>): Statement =>
      toStatement(
        table
          .updateTable('admissions')
          .set({ session_id: after })
          .where('session_id', '=', before)
          .where('ended_at', 'is', null),
      ),

    sweep: (at: number): Statement =>
      toStatement(table.deleteFrom('admissions').where('expires_at', '<=', at)),
  }
}

function toAdmission(row: AdmissionsTable): AdmissionRow {
  return {
    id: row.id as Id<'admission'>,
    accountId: row.account_id as Id<'account'>,
    applicationId: row.application_id as Id<'application'>,
    door: row.door,
    sessionId: row.session_id as Id<'session'>,
    completionId: row.completion_id as Id<'completion'>,
    epoch: Number(row.epoch),
    begun: readJson<Begun>(row.standing),
    offline: Number(row.offline) === 1,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  }
}

function fromAdmission(admission: AdmissionRow): AdmissionsTable {
  return {
    id: admission.id,
    account_id: admission.accountId,
    application_id: admission.applicationId,
    door: admission.door,
    session_id: admission.sessionId,
    completion_id: admission.completionId,
    epoch: admission.epoch,
    standing: writeJson(admission.begun),
    offline: admission.offline ? 1 : 0,
    created_at: admission.createdAt,
    expires_at: admission.expiresAt,
    ended_at: null,
    told_at: null,
  }
}
