import type { Wishes } from '../../admissions/index.ts'
import { type Id, newId } from '../../kernel/ids.ts'
import type { Random } from '../../kernel/random.ts'
import { hashToken, newToken } from '../../kernel/tokens.ts'
import { readJson, type Statement, type Storage, toStatement, writeJson } from '../../storage/index.ts'
import {
  codeLifetime,
  type HostedTables,
  type HostedWay,
  type HostedWaysTable,
  wayLifetime,
} from './schema.ts'

export interface NewWay {
  readonly applicationId: Id<'application'>
  readonly returnTo: string
  readonly account: string | undefined
  readonly vouched: boolean
  readonly wishes: Wishes
  readonly state: string | undefined
  /** What the application keeps at this browser already. */
  readonly browser: string | undefined
}

export type HostedWays = ReturnType<typeof openHostedWays>

/** The SQL of the ways from applications to our pages. Tokens and codes are kept as hashes. */
export function openHostedWays({ storage, random }: { readonly storage: Storage; readonly random: Random }) {
  const table = storage.tables<HostedTables>()
  const { clock } = storage
  const living = () =>
    table
      .selectFrom('hosted_ways')
      .selectAll()
      .where('redeemed_at', 'is', null)
      .where('expires_at', '>', clock.now())

  return {
    create(input: NewWay) {
      const at = clock.now()
      const id = newId<'way'>({ clock, random })
      const token = newToken('sph', random)
      const browser = input.browser ?? newToken('spv', random)
      const expiresAt = at + wayLifetime
      const insert = table.insertInto('hosted_ways').values({
        id,
        token_hash: hashToken(token),
        application_id: input.applicationId,
        browser_hash: hashToken(browser),
        return_to: input.returnTo,
        account_name: input.account ?? null,
        vouched: input.vouched ? 1 : 0,
        wishes: writeJson(input.wishes),
        state: input.state ?? null,
        referral: null,
        admission_id: null,
        code_hash: null,
        created_at: at,
        expires_at: expiresAt,
        redeemed_at: null,
      })
      return { token, browser, expiresAt, statement: toStatement(insert, 1) }
    },

    /** One on which nobody was let in yet. */
    async findOpen(token: string): Promise<HostedWay | undefined> {
      const row = await living()
        .where('token_hash', '=', hashToken(token))
        .where('code_hash', 'is', null)
        .executeTakeFirst()
      return row && toWay(row)
    },

    async findByCode(code: string): Promise<HostedWay | undefined> {
      const row = await living().where('code_hash', '=', hashToken(code)).executeTakeFirst()
      return row && toWay(row)
    },

    /** Expects that nobody was referred for it before: a vouch is good for one attempt. */
    refer: (id: Id<'way'>, referral: string): Statement =>
      toStatement(
        table
          .updateTable('hosted_ways')
          .set({ referral })
          .where('id', '=', id)
          .where('referral', 'is', null)
          .where('code_hash', 'is', null),
        1,
      ),

    /** Somebody was let in: the browser takes the code back. Once. */
    admit(id: Id<'way'>, admissionId: Id<'admission'>) {
      const code = newToken('spc', random)
      const update = table
        .updateTable('hosted_ways')
        .set({
          admission_id: admissionId,
          code_hash: hashToken(code),
          expires_at: clock.now() + codeLifetime,
        })
        .where('id', '=', id)
        .where('code_hash', 'is', null)
      return { code, statement: toStatement(update, 1) }
    },

    /** Its code is used up, or whoever was sent has gone back without one; expects that it was not over. */
    end: (id: Id<'way'>): Statement =>
      toStatement(
        table
          .updateTable('hosted_ways')
          .set({ redeemed_at: clock.now() })
          .where('id', '=', id)
          .where('redeemed_at', 'is', null)
          .where('expires_at', '>', clock.now()),
        1,
      ),

    sweep: (at: number): Statement =>
      toStatement(table.deleteFrom('hosted_ways').where('expires_at', '<=', at)),
  }
}

function toWay(row: HostedWaysTable): HostedWay {
  return {
    id: row.id as Id<'way'>,
    applicationId: row.application_id as Id<'application'>,
    browserHash: row.browser_hash,
    returnTo: row.return_to,
    account: row.account_name ?? undefined,
    vouched: Number(row.vouched) === 1,
    wishes: readJson<Wishes>(row.wishes),
    state: row.state ?? undefined,
    referral: row.referral ?? undefined,
    admissionId: (row.admission_id ?? undefined) as Id<'admission'> | undefined,
    expiresAt: Number(row.expires_at),
  }
}
