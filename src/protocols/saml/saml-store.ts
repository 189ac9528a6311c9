import {
  isBeyondNewest,
  mostUnderWay,
  type Statement,
  type Storage,
  toStatement,
} from '../../storage/index.ts'
import type {
  SamlKeysTable,
  SamlMetadataTable,
  SamlRequestsTable,
  SamlSessionsTable,
  SamlTables,
} from './schema.ts'

/** The SQL of this door. */
export function samlStore(storage: Storage) {
  const db = storage.tables<SamlTables>()
  return {
    /** Keys that are still told of, youngest first. */
    livingKeys: (at: number): Promise<SamlKeysTable[]> =>
      db
        .selectFrom('saml_keys')
        .selectAll()
        .where((eb) => eb.or([eb('retires_at', 'is', null), eb('retires_at', '>', at)]))
        .orderBy('turn', 'desc')
        .execute(),

    /** Refused where another node has made the one of this turn. */
    insertKey: (row: SamlKeysTable): Statement =>
      toStatement(
        db
          .insertInto('saml_keys')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        1,
      ),

    retireKey: (id: string, at: number): Statement =>
      toStatement(db.updateTable('saml_keys').set({ retires_at: at }).where('id', '=', id), 1),

    findRequest: (id: string, at: number): Promise<SamlRequestsTable | undefined> =>
      db
        .selectFrom('saml_requests')
        .selectAll()
        .where('id', '=', id)
        .where('expires_at', '>', at)
        .executeTakeFirst(),

    insertRequest: (row: SamlRequestsTable): Statement =>
      toStatement(db.insertInto('saml_requests').values(row), 1),

    changeRequest: (id: string, payload: Uint8Array): Statement =>
      toStatement(db.updateTable('saml_requests').set({ payload }).where('id', '=', id), 1),

    /** Expects that nobody has ended it. */
    endRequest: (id: string): Statement =>
      toStatement(db.deleteFrom('saml_requests').where('id', '=', id), 1),

    /** Refused the second time. */
    answerOnce: (id: string, expiresAt: number): Statement =>
      toStatement(
        db
          .insertInto('saml_answered')
          .values({ id, expires_at: expiresAt })
          .onConflict((conflict) => conflict.doNothing()),
        1,
      ),

    insertSession: (row: SamlSessionsTable): Statement =>
      toStatement(db.insertInto('saml_sessions').values(row), 1),

    sessionsNamed: (applicationId: string, nameId: string, at: number): Promise<SamlSessionsTable[]> =>
      db
        .selectFrom('saml_sessions')
        .selectAll()
        .where('application_id', '=', applicationId)
        .where('name_id', '=', nameId)
        .where('expires_at', '>', at)
        .orderBy('id')
        .execute(),

    async sessionsOf(admissionIds: readonly string[]): Promise<SamlSessionsTable[]> {
      if (admissionIds.length === 0) return []
      return db
        .selectFrom('saml_sessions')
        .selectAll()
        .where('id', 'in', [...admissionIds])
        .orderBy('id')
        .execute()
    },

    findMetadata: (applicationId: string): Promise<SamlMetadataTable | undefined> =>
      db
        .selectFrom('saml_metadata')
        .selectAll()
        .where('application_id', '=', applicationId)
        .executeTakeFirst(),

    /** Which there are, without their texts. */
    fetchedMetadata: (): Promise<Omit<SamlMetadataTable, 'metadata'>[]> =>
      db.selectFrom('saml_metadata').select(['application_id', 'url', 'fetched_at']).execute(),

    keepMetadata: (row: SamlMetadataTable): Statement =>
      toStatement(
        db
          .insertInto('saml_metadata')
          .values(row)
          .onConflict((conflict) =>
            conflict.column('application_id').doUpdateSet({
              url: row.url,
              metadata: row.metadata,
              fetched_at: row.fetched_at,
            }),
          ),
        1,
      ),

    dropMetadata: (applicationId: string): Statement =>
      toStatement(db.deleteFrom('saml_metadata').where('application_id', '=', applicationId)),

    sweep: (at: number, most = mostUnderWay): readonly Statement[] => [
      ...(['saml_requests', 'saml_answered', 'saml_sessions'] as const).map((table) =>
        toStatement(db.deleteFrom(table).where('expires_at', '<=', at)),
      ),
      toStatement(db.deleteFrom('saml_requests').where(isBeyondNewest('saml_requests', 'expires_at', most))),
    ],
  }
}
