import type { Id } from '../kernel/ids.ts'

/** An account that its directory, and nobody here, has ended. It comes back when it does there. */
export interface DirectoryEndingsTable {
  account_id: string
  directory: string
  ended_at: number
}

/** Which of our groups is which of theirs. */
export interface DirectoryGroupsTable {
  group_id: string
  directory: string
  /** Immutable there; unique with the directory. */
  directory_id: string
}

/** The last reading of each directory, and who reads now. */
export interface DirectoryRunsTable {
  directory: string
  /** Until then nobody else reads it; 0 where nobody does. */
  leased_until: number
  began_at: number
  ended_at: number | null
  outcome: string | null
  /** What it came to, as JSON. */
  result: unknown
}

export interface DirectoryTables {
  directory_endings: DirectoryEndingsTable
  directory_groups: DirectoryGroupsTable
  directory_runs: DirectoryRunsTable
}

/** held: too much would have gone, and nothing was changed · failed: it could not be read. */
export type RunOutcome = 'done' | 'held' | 'failed'

export interface DirectoryRun {
  readonly beganAt: number
  readonly endedAt: number | undefined
  readonly outcome: RunOutcome | undefined
  readonly result: unknown
}

export interface LinkedGroup {
  readonly groupId: Id<'group'>
  readonly directoryId: string
}
