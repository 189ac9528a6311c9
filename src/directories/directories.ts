import type { Directory, DirectoryId } from './directory.ts'

/** Other directories than our own. */
export interface Directories {
  readonly all: readonly Directory[]
  /** Undefined for one that is configured no longer: its accounts are then denied, not taken for local (G6). */
  find(id: DirectoryId): Directory | undefined
}

export function listDirectories(all: readonly Directory[]): Directories {
  const byId = new Map(all.map((directory) => [directory.id, directory]))
  return { all, find: (id) => byId.get(id) }
}
