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
  type GivenUp,
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
  /** The same, or one that was given up: what the door of the application has to know when the browser is back. */
  findReturning(token: string): Promise<Referral | undefined>
  /** A living one, for the attempt that was begun for it. */
  find(id: Id<'referral'>): Promise<Referral | undefined>
  /** Used up; expects that it was not. */
  spend(id: Id<'referral'>, at: number): Statement
  /** Used up by going back as nobody; expects that it was not. */
  giveUp(id: Id<'referral'>, because: GivenUp, at: number): Statement
  /** What is over, and beyond `most` the oldest. */
  sweep(at: number, most?: number): readonly Statement[]
}

export function openReferrals(deps: { readonly storage: Storage; readonly random: Random }): Referrals {
  const { storage, random } = deps
  const table = storage.tables<AdmissionTables>()

  const inTime = () => table.selectFrom('referrals').selectAll().where('expires_at', '>', storage.clock.now())
  const living = () => inTime().where('used_at', 'is', null)

  const used = (id: Id<'referral'>, at: number) =>
    table
      .updateTable('referrals')
      .set({ used_at: at })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)

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
        given_up: null,
      })
      return { referral, token, statement: toStatement(insert, 1) }
    },

    async findLiving(token) {
      if (!token.startsWith('spr_')) return undefined
      const row = await living().where('token_hash', '=', hashToken(token)).executeTakeFirst()
      return row && toReferral(row)
    },

    async findReturning(token) {
      if (!token.startsWith('spr_')) return undefined
      const row = await inTime()
        .where('token_hash', '=', hashToken(token))
        .where((eb) => eb.or([eb('used_at', 'is', null), eb('given_up', 'is not', null)]))
        .executeTakeFirst()
      return row && toReferral(row)
    },

    async find(id) {
      const row = await living().where('id', '=', id).executeTakeFirst()
      return row && toReferral(row)
    },

    spend: (id, at) => toStatement(used(id, at), 1),

    giveUp: (id, because, at) => toStatement(used(id, at).set({ given_up: because }), 1),

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
    ...(row.given_up === null ? {} : { givenUp: row.given_up as GivenUp }),
  }
}
