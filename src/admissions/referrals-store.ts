import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import {
  isBeyondNewest,
  mostUnderWay,
  readJson,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../storage/index.ts'
import {
  type AdmissionTables,
  type Referral,
  type ReferralsTable,
  referralLifetime,
  type Wishes,
} from './schema.ts'

export interface NewReferral {
  readonly applicationId: Id<'application'>
  readonly door: string
  readonly wishes: Wishes
  readonly returnTo: string
}

/** Browsers on their way. The token says only for what somebody is to be signed in; it opens nothing. */
export interface Referrals {
  create(input: NewReferral): {
    readonly referral: Referral
    readonly token: string
    readonly statement: Statement
  }
  /** One that is neither used nor over. */
  findLiving(token: string): Promise<Referral | undefined>
  /** The same for the attempt that was begun for it. */
  find(id: Id<'referral'>): Promise<Referral | undefined>
  /** Used up; expects that it was not. */
  spend(id: Id<'referral'>, at: number): Statement
  /** What is over, and beyond `most` the oldest. */
  sweep(at: number, most?: number): readonly Statement[]
}

export function openReferrals(deps: { readonly storage: Storage; readonly random: Random }): Referrals {
  const { storage, random } = deps
  const table = storage.tables<AdmissionTables>()

  const living = () =>
    table
      .selectFrom('referrals')
      .selectAll()
      .where('used_at', 'is', null)
      .where('expires_at', '>', storage.clock.now())

  return {
    create(input) {
      const createdAt = storage.clock.now()
      const token = newToken('spr', random)
      const id = newId<'referral'>({ clock: storage.clock, random })
      const referral: Referral = { id, ...input, createdAt, expiresAt: createdAt + referralLifetime }
      const insert = table.insertInto('referrals').values({
        id,
        token_hash: hashToken(token),
        application_id: input.applicationId,
        door: input.door,
        wishes: writeJson(input.wishes),
        return_to: input.returnTo,
        created_at: createdAt,
        expires_at: referral.expiresAt,
        used_at: null,
      })
      return { referral, token, statement: toStatement(insert, 1) }
    },

    async findLiving(token) {
      if (!token.startsWith('spr_')) return undefined
      const row = await living().where('token_hash', '=', hashToken(token)).executeTakeFirst()
      return row && toReferral(row)
    },

    async find(id) {
      const row = await living().where('id', '=', id).executeTakeFirst()
      return row && toReferral(row)
    },

    spend: (id, at) =>
      toStatement(
        table
          .updateTable('referrals')
          .set({ used_at: at })
          .where('id', '=', id)
          .where('used_at', 'is', null)
          .where('expires_at', '>', at),
        1,
      ),

    sweep: (at, most = mostUnderWay) => [
      toStatement(table.deleteFrom('referrals').where('expires_at', '<=', at)),
      toStatement(table.deleteFrom('referrals').where(isBeyondNewest('referrals', 'id', most))),
    ],
  }
}

function toReferral(row: ReferralsTable): Referral {
  return {
    id: row.id as Id<'referral'>,
    applicationId: row.application_id as Id<'application'>,
    door: row.door,
    wishes: readJson<Wishes>(row.wishes),
    returnTo: row.return_to,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  }
}
