import type { Directory, DirectoryId } from './directory.ts'

/** The directories of this installation. */
export interface Directories {
  /** In the order in which an unknown name is looked for: ours first. */
  readonly all: readonly Directory[]
  /** Undefined for one that is configured no longer: its accounts are then denied, not taken for local (G6). */
  find(id: DirectoryId): Directory | undefined
}

/** The list. A directory is its folder and its place here; throws where two go by one name (ASVS 6.8.1). */
export function listDirectories(all: readonly Directory[]): Directories {
  const byId = new Map(all.map((directory) => [directory.id, directory]))
  if (byId.size < all.length) throw new TypeError('Two directories have the same id')
  return { all, find: (id) => byId.get(id) }
}
