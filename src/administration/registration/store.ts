import { applicationClass } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import {
  readJson,
  readOption,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../../storage/index.ts'
import type {
  Registration,
  RegistrationsTable,
  RegistrationTables,
  RegistrationToken,
  RegistrationTokensTable,
  RegistrationView,
} from './schema.ts'

/** The SQL of registration tokens, and of the applications that registered themselves. */
export function registrationStore(storage: Storage) {
  const db = storage.tables<RegistrationTables>()

  return {
    async tokens(): Promise<readonly RegistrationToken[]> {
      const rows = await db.selectFrom('registration_tokens').selectAll().orderBy('id', 'desc').execute()
      return rows.map(toToken)
    },

    async token(id: string): Promise<RegistrationToken | undefined> {
      const row = await db
        .selectFrom('registration_tokens')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && toToken(row)
    },

    async livingToken(hash: string, at: number): Promise<RegistrationToken | undefined> {
      const row = await db
        .selectFrom('registration_tokens')
        .selectAll()
        .where('hash', '=', hash)
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', at)
        .whereRef('used', '<', 'uses')
        .executeTakeFirst()
      return row && toToken(row)
    },

    insertToken: (token: RegistrationToken, hash: string): Statement =>
      toStatement(
        db.insertInto('registration_tokens').values({
          id: token.id,
          hash,
          prefix: token.prefix,
          name: token.name,
          door: token.door,
          class: token.class,
          owner: token.owner ?? null,
          name_prefix: token.namePrefix,
          limits: writeJson(token.limits),
          approval: token.approval ? 1 : 0,
          uses: token.uses,
          used: token.used,
          created_at: token.createdAt,
          expires_at: token.expiresAt,
          revoked_at: null,
        }),
        1,
      ),

    /** Refused where it was used since it was read, ran out or was revoked. */
    spendToken: ({ id, used }: Pick<RegistrationToken, 'id' | 'used'>, at: number): Statement =>
      toStatement(
        db
          .updateTable('registration_tokens')
          .set({ used: used + 1 })
          .where('id', '=', id)
          .where('used', '=', used)
          .where('revoked_at', 'is', null)
          .where('expires_at', '>', at)
          .whereRef('used', '<', 'uses'),
        1,
      ),

    revokeToken: (id: string, at: number): Statement =>
      toStatement(
        db
          .updateTable('registration_tokens')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null),
        1,
      ),

    revokeAllTokens: (at: number): Statement =>
      toStatement(
        db.updateTable('registration_tokens').set({ revoked_at: at }).where('revoked_at', 'is', null),
      ),

    /** With what the application looks after itself by, hashed. */
    async registration(id: string): Promise<(Registration & { readonly hash: string | null }) | undefined> {
      const row = await db
        .selectFrom('registrations')
        .selectAll()
        .where('application_id', '=', id)
        .executeTakeFirst()
      return row && { ...toRegistration(row), hash: row.hash }
    },

    /** As administrators see them. */
    async views(ids: readonly Id<'application'>[]): Promise<ReadonlyMap<string, RegistrationView>> {
      if (ids.length === 0) return new Map()
      const rows = await db
        .selectFrom('registrations as r')
        .innerJoin('registration_tokens as t', 't.id', 'r.token_id')
        .select(['r.application_id', 'r.door_version', 'r.created_at', 'r.approved_at', 't.name'])
        .where('r.application_id', 'in', ids)
        .execute()
      return new Map(
        rows.map((row) => [
          row.application_id,
          {
            tokenName: row.name,
            at: Number(row.created_at),
            version: Number(row.door_version),
            approvedAt: timeOf(row.approved_at),
          },
        ]),
      )
    },

    insertRegistration: (registration: Registration, hash: string): Statement =>
      toStatement(
        db.insertInto('registrations').values({
          application_id: registration.applicationId,
          token_id: registration.tokenId,
          hash,
          door_version: registration.doorVersion,
          created_at: registration.createdAt,
          approved_at: null,
        }),
        1,
      ),

    /** It has set itself anew, and nobody has looked at that yet. */
    noteChange: ({ applicationId, doorVersion }: Registration, next: number): Statement =>
      toStatement(
        db
          .updateTable('registrations')
          .set({ door_version: next, approved_at: null })
          .where('application_id', '=', applicationId)
          .where('door_version', '=', doorVersion)
          .where('hash', 'is not', null),
        1,
      ),

    /** Refused where it has changed since it was looked at. */
    approve: ({ applicationId, doorVersion }: Registration, at: number): Statement =>
      toStatement(
        db
          .updateTable('registrations')
          .set({ approved_at: at })
          .where('application_id', '=', applicationId)
          .where('door_version', '=', doorVersion)
          .where('approved_at', 'is', null),
        1,
      ),

    endRegistration: ({ applicationId }: Registration): Statement =>
      toStatement(
        db
          .updateTable('registrations')
          .set({ hash: null })
          .where('application_id', '=', applicationId)
          .where('hash', 'is not', null),
        1,
      ),
  }
}

/** What cannot be read is taken at its strictest (G6). */
function toToken(row: RegistrationTokensTable): RegistrationToken {
  return {
    id: row.id as Id<'registration-token'>,
    name: row.name,
    prefix: row.prefix,
    door: row.door,
    class: readOption(applicationClass.options, row.class, 'administration'),
    owner: row.owner ?? undefined,
    namePrefix: row.name_prefix,
    limits: readJson<unknown>(row.limits),
    approval: Number(row.approval) !== 0,
    uses: Number(row.uses),
    used: Number(row.used),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    revokedAt: timeOf(row.revoked_at),
  }
}

function toRegistration(row: RegistrationsTable): Registration {
  return {
    applicationId: row.application_id as Id<'application'>,
    tokenId: row.token_id as Id<'registration-token'>,
    doorVersion: Number(row.door_version),
    createdAt: Number(row.created_at),
    approvedAt: timeOf(row.approved_at),
  }
}

function timeOf(value: number | null): number | undefined {
  return value === null ? undefined : Number(value)
}
