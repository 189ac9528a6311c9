import { type Id, newId } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import { hashToken, newToken } from '../../kernel/tokens.ts'
import {
  isBeyondNewest,
  mostUnderWay,
  type Statement,
  type Storage,
  toStatement,
} from '../../storage/index.ts'
import {
  codeLifetime,
  type ForwardAuthTables,
  type SiteSession,
  type Way,
  type WaysTable,
  wayLifetime,
} from './schema.ts'

export type SiteStore = ReturnType<typeof openSiteStore>

/** The SQL of the ways to our pages and of the cookies at sites. Tokens and codes are kept as hashes. */
export function openSiteStore({ storage, random }: { readonly storage: Storage; readonly random: Random }) {
  const table = storage.tables<ForwardAuthTables>()
  const { clock } = storage
  const session = storage.query<
    { hash: string; applicationId: string; at: number },
    ForwardAuthTables,
    { id: string; admission_id: string }
  >(({ hash, applicationId, at }, db) =>
    db
      .selectFrom('forward_auth_sessions')
      .select(['id', 'admission_id'])
      .where('token_hash', '=', hash)
      .where('application_id', '=', applicationId)
      .where('expires_at', '>', at),
  )

  const livingWays = () =>
    table
      .selectFrom('forward_auth_ways')
      .selectAll()
      .where('arrived_at', 'is', null)
      .where('expires_at', '>', clock.now())

  return {
    createWay(input: Pick<Way, 'applicationId' | 'destination' | 'browserHash'>) {
      const at = clock.now()
      const token = newToken('spw', random)
      const way: Way = {
        ...input,
        id: newId<'way'>({ clock, random }),
        referral: undefined,
        admissionId: undefined,
        codeHash: undefined,
        expiresAt: at + wayLifetime,
      }
      const insert = table.insertInto('forward_auth_ways').values({
        id: way.id,
        token_hash: hashToken(token),
        application_id: way.applicationId,
        browser_hash: way.browserHash,
        destination: way.destination,
        referral: null,
        admission_id: null,
        code_hash: null,
        created_at: at,
        expires_at: way.expiresAt,
        arrived_at: null,
      })
      return { way, token, statement: toStatement(insert, 1) }
    },

    async findWay(token: string): Promise<Way | undefined> {
      const row = await livingWays().where('token_hash', '=', hashToken(token)).executeTakeFirst()
      return row && toWay(row)
    },

    async findByCode(code: string): Promise<Way | undefined> {
      const row = await livingWays().where('code_hash', '=', hashToken(code)).executeTakeFirst()
      return row && toWay(row)
    },

    /** Expects that nobody was referred for it before. */
    refer: (id: Id<'way'>, referral: string): Statement =>
      toStatement(
        table
          .updateTable('forward_auth_ways')
          .set({ referral })
          .where('id', '=', id)
          .where('code_hash', 'is', null),
        1,
      ),

    /** Somebody was let in: the browser has a minute to come back with the code. Once (R4). */
    admit(id: Id<'way'>, admissionId: Id<'admission'>) {
      const code = newToken('spw', random)
      const update = table
        .updateTable('forward_auth_ways')
        .set({
          admission_id: admissionId,
          code_hash: hashToken(code),
          expires_at: clock.now() + codeLifetime,
        })
        .where('id', '=', id)
        .where('code_hash', 'is', null)
        .where('arrived_at', 'is', null)
      return { code, statement: toStatement(update, 1) }
    },

    /** It is over, whether or not somebody has just arrived by it. */
    burn: (id: Id<'way'>): Statement =>
      toStatement(
        table
          .updateTable('forward_auth_ways')
          .set({ arrived_at: clock.now() })
          .where('id', '=', id)
          .where('arrived_at', 'is', null),
      ),

    /** The cookie at the site, in the place of the code: two that come with one code get one cookie. */
    arrive(
      way: Pick<Way, 'id' | 'applicationId'>,
      admission: { readonly id: Id<'admission'>; readonly expiresAt: number },
    ) {
      const at = clock.now()
      const token = newToken('spf', random)
      const statements = [
        toStatement(
          table
            .updateTable('forward_auth_ways')
            .set({ arrived_at: at })
            .where('id', '=', way.id)
            .where('arrived_at', 'is', null)
            .where('expires_at', '>', at),
          1,
        ),
        toStatement(
          table.insertInto('forward_auth_sessions').values({
            id: newId<'site-session'>({ clock, random }),
            token_hash: hashToken(token),
            application_id: way.applicationId,
            admission_id: admission.id,
            created_at: at,
            expires_at: admission.expiresAt,
          }),
          1,
        ),
      ]
      return { token, statements }
    },

    /** A cookie is good for the site that it was made for, and for no other (R4). */
    async findSession(token: string, applicationId: Id<'application'>): Promise<SiteSession | undefined> {
      const [row] = await session({ hash: hashToken(token), applicationId, at: clock.now() })
      return (
        row && {
          id: row.id as Id<'site-session'>,
          applicationId,
          admissionId: row.admission_id as Id<'admission'>,
        }
      )
    },

    end: (id: Id<'site-session'>): Statement =>
      toStatement(table.deleteFrom('forward_auth_sessions').where('id', '=', id)),

    sweep: (at: number, most = mostUnderWay): readonly Statement[] => [
      toStatement(
        table.deleteFrom('forward_auth_ways').where(isBeyondNewest('forward_auth_ways', 'id', most)),
      ),
      toStatement(table.deleteFrom('forward_auth_ways').where('expires_at', '<=', at)),
      toStatement(table.deleteFrom('forward_auth_sessions').where('expires_at', '<=', at)),
    ],
  }
}

function toWay(row: WaysTable): Way {
  return {
    id: row.id as Id<'way'>,
    applicationId: row.application_id as Id<'application'>,
    browserHash: row.browser_hash,
    destination: row.destination,
    referral: row.referral ?? undefined,
    admissionId: (row.admission_id ?? undefined) as Id<'admission'> | undefined,
    codeHash: row.code_hash ?? undefined,
    expiresAt: Number(row.expires_at),
  }
}
