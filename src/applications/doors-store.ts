import { sql } from 'kysely'
import type { Id } from '../kernel/ids.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../storage/index.ts'
import { toApplication } from './rows.ts'
import type {
  ApplicationDoor,
  ApplicationDoorsTable,
  ApplicationTables,
  ConnectedApplication,
  DoorSecret,
  DoorSecretsTable,
} from './schema.ts'

type NewDoor = Omit<ApplicationDoor, 'version'> & { readonly at: number }

/** The SQL of the doors of applications and of their secrets. */
export function doorStore(storage: Storage) {
  const db = storage.tables<ApplicationTables>()

  const active = (door: string) =>
    db
      .selectFrom('application_doors as d')
      .innerJoin('applications as a', 'a.id', 'd.application_id')
      .where('d.door', '=', door)
      .where('a.status', '=', 'active')
      .where('a.import_id', 'is', null)

  const connected = (door: string) =>
    active(door).selectAll('a').select(['d.door', 'd.settings', 'd.version as door_version', 'd.template'])

  const living = (door: string, at: number) =>
    db
      .selectFrom('door_secrets')
      .selectAll()
      .where('door', '=', door)
      .where('revoked_at', 'is', null)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
      .orderBy('id', 'desc')

  return {
    async find(applicationId: Id<'application'>, door: string): Promise<ConnectedApplication | undefined> {
      const row = await connected(door).where('a.id', '=', applicationId).executeTakeFirst()
      return row && toConnected(row)
    },

    async all(door: string): Promise<readonly ConnectedApplication[]> {
      const rows = await connected(door).orderBy('a.name_key').execute()
      return rows.map(toConnected)
    },

    async states(door: string): Promise<ReadonlyMap<Id<'application'>, string>> {
      const rows = await active(door)
        .select(['a.id', 'a.version', 'd.version as door_version', 'd.created_at'])
        .orderBy('a.name_key')
        .execute()
      const stateOf = (row: (typeof rows)[number]) => [row.version, row.door_version, row.created_at].join()
      return new Map(rows.map((row) => [row.id as Id<'application'>, stateOf(row)]))
    },

    async of(applicationId: Id<'application'>): Promise<readonly ApplicationDoor[]> {
      const rows = await db
        .selectFrom('application_doors')
        .selectAll()
        .where('application_id', '=', applicationId)
        .orderBy('door')
        .execute()
      return rows.map(toDoor)
    },

    insert: ({ applicationId, door, settings, template, at }: NewDoor): Statement =>
      toStatement(
        db
          .insertInto('application_doors')
          .values({
            application_id: applicationId,
            door,
            settings: writeJson(settings),
            version: 1,
            created_at: at,
            template: template ?? null,
          })
          .onConflict((conflict) => conflict.doNothing()),
        1,
      ),

    change: (
      { applicationId, door, version }: Pick<ApplicationDoor, 'applicationId' | 'door' | 'version'>,
      settings: unknown,
    ): Statement =>
      toStatement(
        db
          .updateTable('application_doors')
          .set({ settings: writeJson(settings), version: version + 1 })
          .where('application_id', '=', applicationId)
          .where('door', '=', door)
          .where('version', '=', version),
        1,
      ),

    remove: (applicationId: Id<'application'>, door: string): readonly Statement[] => [
      toStatement(
        db
          .deleteFrom('application_doors')
          .where('application_id', '=', applicationId)
          .where('door', '=', door),
        1,
      ),
      toStatement(
        db.deleteFrom('door_secrets').where('application_id', '=', applicationId).where('door', '=', door),
      ),
    ],

    async secretsOf(applicationId: Id<'application'>, door: string): Promise<readonly DoorSecret[]> {
      const rows = await db
        .selectFrom('door_secrets')
        .selectAll()
        .where('application_id', '=', applicationId)
        .where('door', '=', door)
        .orderBy('id', 'desc')
        .execute()
      return rows.map(toSecret)
    },

    livingSecrets: (applicationId: Id<'application'>, door: string, at: number) =>
      living(door, at).where('application_id', '=', applicationId).execute(),

    livingSecretsOfAll: (door: string, at: number) => living(door, at).execute(),

    insertSecret: (secret: DoorSecret, kept: { hash?: string; sealed?: Uint8Array }): Statement =>
      toStatement(
        db.insertInto('door_secrets').values({
          id: secret.id,
          application_id: secret.applicationId,
          door: secret.door,
          prefix: secret.prefix,
          hash: kept.hash ?? null,
          sealed: kept.sealed ?? null,
          created_at: secret.createdAt,
          expires_at: secret.expiresAt ?? null,
          revoked_at: null,
        }),
        1,
      ),

    endSecrets: (
      applicationId: Id<'application'>,
      door: string,
      { at, end }: { readonly at: number; readonly end: number },
    ): Statement =>
      toStatement(
        db
          .updateTable('door_secrets')
          .set({ expires_at: sql<number>`case when expires_at < ${end} then expires_at else ${end} end` })
          .where('application_id', '=', applicationId)
          .where('door', '=', door)
          .where('revoked_at', 'is', null)
          .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)])),
      ),

    revokeSecret: (id: Id<'door-secret'>, at: number): Statement =>
      toStatement(
        db
          .updateTable('door_secrets')
          .set({ revoked_at: at })
          .where('id', '=', id)
          .where('revoked_at', 'is', null),
        1,
      ),
  }
}

type ConnectedRow = Parameters<typeof toApplication>[0] & {
  door: string
  settings: unknown
  door_version: number
  template: string | null
}

function toConnected(row: ConnectedRow): ConnectedApplication {
  const application = toApplication(row)
  return {
    application,
    applicationId: application.id,
    door: row.door,
    settings: readJson<unknown>(row.settings),
    version: Number(row.door_version),
    template: row.template ?? undefined,
  }
}

function toDoor(row: ApplicationDoorsTable): ApplicationDoor {
  return {
    applicationId: row.application_id as Id<'application'>,
    door: row.door,
    settings: readJson<unknown>(row.settings),
    version: Number(row.version),
    template: row.template ?? undefined,
  }
}

function toSecret(row: DoorSecretsTable): DoorSecret {
  return {
    id: row.id as Id<'door-secret'>,
    applicationId: row.application_id as Id<'application'>,
    door: row.door,
    prefix: row.prefix,
    createdAt: Number(row.created_at),
    expiresAt: row.expires_at === null ? undefined : Number(row.expires_at),
    revokedAt: row.revoked_at === null ? undefined : Number(row.revoked_at),
  }
}
