import { sql } from 'kysely'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import { assertRecovered, type Recovered } from '../policy/index.ts'
import {
  listNames,
  readJson,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../storage/index.ts'
import type { AuthenticationTables, RebindsTable } from './schema.ts'

/**
 * What a recovery yields: the right to replace one lost authenticator of one account, once, soon. It is neither an
 * attempt nor a session, has a token of its own, and opens nothing else (R11, G4).
 */
export interface Rebind {
  readonly id: Id<'rebind'>
  readonly accountId: Id<'account'>
  readonly completionId: Id<'completion'>
  readonly epoch: number
  /** What it was recovered with, and the forgotten password that it is about: with any of these it ends. */
  readonly authenticators: readonly string[]
  /** What its owner says is lost. */
  readonly lost: Id<'authenticator'> | undefined
  readonly version: number
  readonly expiresAt: number
}

export type Rebinds = ReturnType<typeof openRebinds>

/** Milliseconds in which a new authenticator must be set up: time to find a phone and install an app. */
const lifetime = 30 * 60_000

export function openRebinds(deps: { readonly storage: Storage; readonly random: Random }) {
  const { storage, random } = deps
  const { clock } = storage
  const table = storage.tables<AuthenticationTables>()

  /** The row while it lives, and while it is the one that was read. */
  function living(rebind: Pick<Rebind, 'id' | 'version'>, at: number) {
    return table
      .updateTable('rebinds')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', rebind.id)
      .where('version', '=', rebind.version)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at)
  }

  function used(accountId: Id<'account'>) {
    return table
      .updateTable('rebinds')
      .set({ used_at: clock.now() })
      .where('account_id', '=', accountId)
      .where('used_at', 'is', null)
  }

  function endAll(accountId: Id<'account'>): Statement {
    return toStatement(used(accountId))
  }

  return {
    /**
     * A new one out of a recovery and its completion; those before it are void. Its token is shown once. `lost` is what
     * the recovery was about, where that is known.
     */
    issue(recovered: Recovered, completionId: Id<'completion'>, lost?: Id<'authenticator'>) {
      assertRecovered(recovered)
      const at = clock.now()
      const token = newToken('spg', random)
      const rebind: Rebind = {
        id: newId<'rebind'>({ clock, random }),
        accountId: recovered.accountId,
        completionId,
        epoch: recovered.epoch,
        authenticators: lost === undefined ? recovered.authenticators : [...recovered.authenticators, lost],
        lost,
        version: 1,
        expiresAt: at + lifetime,
      }
      const insert = table.insertInto('rebinds').values({
        id: rebind.id,
        token_hash: hashToken(token),
        account_id: rebind.accountId,
        completion_id: completionId,
        epoch: rebind.epoch,
        authenticators: writeJson(rebind.authenticators),
        lost: lost ?? null,
        version: rebind.version,
        created_at: at,
        expires_at: rebind.expiresAt,
        used_at: null,
      })
      return { rebind, token, statements: [endAll(rebind.accountId), toStatement(insert, 1)] }
    },

    /** The living one behind a token. Whether its account still stands as it did is the caller's to ask. */
    async findLiving(token: string | undefined): Promise<Rebind | undefined> {
      if (!token?.startsWith('spg_')) return undefined
      const row = await table
        .selectFrom('rebinds')
        .selectAll()
        .where('token_hash', '=', hashToken(token))
        .where('used_at', 'is', null)
        .where('expires_at', '>', clock.now())
        .executeTakeFirst()
      return row && toRebind(row)
    },

    /** One rebind names one: the same again, but no other (R11). */
    nameLost: (rebind: Rebind, lost: Id<'authenticator'>): Statement =>
      toStatement(
        living(rebind, clock.now())
          .set({ lost })
          .where((is) => is.or([is('lost', 'is', null), is('lost', '=', lost)])),
        1,
      ),

    /** Used up, once. */
    spend(rebind: Rebind): Statement {
      const at = clock.now()
      return toStatement(living(rebind, at).set({ used_at: at }), 1)
    },

    /** Ends all of an account: what its owner could be reached by is another. */
    endAll,

    /** Ends what was recovered with this authenticator: it was held back, removed, or renewed. */
    endBegunWith: (accountId: Id<'account'>, authenticatorId: Id<'authenticator'>): Statement =>
      toStatement(used(accountId).where(listNames('authenticators', authenticatorId))),

    sweep: (at: number): Statement => toStatement(table.deleteFrom('rebinds').where('expires_at', '<=', at)),
  }
}

function toRebind(row: RebindsTable): Rebind {
  return {
    id: row.id as Id<'rebind'>,
    accountId: row.account_id as Id<'account'>,
    completionId: row.completion_id as Id<'completion'>,
    epoch: Number(row.epoch),
    authenticators: readJson<string[]>(row.authenticators),
    lost: (row.lost ?? undefined) as Id<'authenticator'> | undefined,
    version: Number(row.version),
    expiresAt: Number(row.expires_at),
  }
}
