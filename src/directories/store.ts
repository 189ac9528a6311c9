import type { Id } from '../kernel/ids.ts'
import {
  readJson,
  readOption,
  type Statement,
  type Storage,
  toStatement,
  writeJson,
} from '../storage/index.ts'
import type { DirectoryId } from './directory.ts'
import type { DirectoryRun, DirectoryTables, LinkedGroup, RunOutcome } from './schema.ts'

/** Longer than any reading takes. What was begun and never ended may be begun anew after it. */
const lease = 30 * 60_000

export type DirectoryBooks = ReturnType<typeof openDirectoryBooks>

/** What is kept here of what directories have told: whom they ended, which groups are theirs, when they were read. */
export function openDirectoryBooks({ storage }: { readonly storage: Storage }) {
  const db = storage.tables<DirectoryTables>()
  const { clock } = storage

  return {
    /** Accounts of a directory that it has ended. */
    async endedBy(directory: DirectoryId): Promise<ReadonlySet<Id<'account'>>> {
      const rows = await db
        .selectFrom('directory_endings')
        .select('account_id')
        .where('directory', '=', directory)
        .execute()
      return new Set(rows.map((row) => row.account_id as Id<'account'>))
    },

    end(accountId: Id<'account'>, directory: DirectoryId): Statement {
      const row = { account_id: accountId, directory, ended_at: clock.now() }
      return toStatement(
        db
          .insertInto('directory_endings')
          .values(row)
          .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ ended_at: row.ended_at })),
        1,
      )
    },

    /** Refused where somebody here has had a say since. */
    revive: (accountId: Id<'account'>): Statement =>
      toStatement(db.deleteFrom('directory_endings').where('account_id', '=', accountId), 1),

    /** From here on the account is disabled, or not, by our own word. */
    forgetEnding: (accountId: Id<'account'>): Statement =>
      toStatement(db.deleteFrom('directory_endings').where('account_id', '=', accountId)),

    async groupsOf(directory: DirectoryId): Promise<readonly LinkedGroup[]> {
      const rows = await db
        .selectFrom('directory_groups')
        .selectAll()
        .where('directory', '=', directory)
        .execute()
      return rows.map((row) => ({ groupId: row.group_id as Id<'group'>, directoryId: row.directory_id }))
    },

    /** Whose group it is; undefined where it is ours. */
    async directoryOf(groupId: Id<'group'>): Promise<DirectoryId | undefined> {
      const row = await db
        .selectFrom('directory_groups')
        .select('directory')
        .where('group_id', '=', groupId)
        .executeTakeFirst()
      return row?.directory
    },

    linkGroup(groupId: Id<'group'>, directory: DirectoryId, directoryId: string): Statement {
      const row = { group_id: groupId, directory, directory_id: directoryId }
      return toStatement(
        db
          .insertInto('directory_groups')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        1,
      )
    },

    unlinkGroup: (groupId: Id<'group'>): Statement =>
      toStatement(db.deleteFrom('directory_groups').where('group_id', '=', groupId)),

    async run(directory: DirectoryId): Promise<DirectoryRun | undefined> {
      const row = await db
        .selectFrom('directory_runs')
        .selectAll()
        .where('directory', '=', directory)
        .executeTakeFirst()
      if (!row) return undefined
      return {
        beganAt: Number(row.began_at),
        endedAt: row.ended_at === null ? undefined : Number(row.ended_at),
        outcome: row.outcome === null ? undefined : readOption(outcomes, row.outcome, 'failed'),
        result: row.result === null ? undefined : readJson(row.result),
      }
    },

    /** Whoever books it reads, and nobody else until it is ended; refused while somebody does. */
    begin(directory: DirectoryId): Statement {
      const at = clock.now()
      const row = { directory, leased_until: at + lease, began_at: at, ended_at: null }
      return toStatement(
        db
          .insertInto('directory_runs')
          .values({ ...row, outcome: null, result: null })
          .onConflict((conflict) =>
            conflict.column('directory').doUpdateSet(row).where('directory_runs.leased_until', '<=', at),
          ),
        1,
      )
    },

    finish(directory: DirectoryId, outcome: RunOutcome, result: unknown): Statement {
      return toStatement(
        db
          .updateTable('directory_runs')
          .set({ leased_until: 0, ended_at: clock.now(), outcome, result: writeJson(result) })
          .where('directory', '=', directory),
        1,
      )
    },
  }
}

const outcomes = ['done', 'held', 'failed'] as const
