import { applicationBehind, type DirectoryId } from '../../directories/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { AdministrationDeps } from '../deps.ts'
import { groupOfDirectory } from './errors.ts'

/** Throws `group.of-directory`. One whose directory is there no longer is ours to clear away. */
export async function requireOurs(deps: AdministrationDeps, groupId: Id<'group'>): Promise<void> {
  const directory = await deps.directoryBooks.directoryOf(groupId)
  if (directory !== undefined && (await isThere(deps, directory))) throw groupOfDirectory(directory)
}

async function isThere(deps: AdministrationDeps, directory: DirectoryId): Promise<boolean> {
  const applicationId = applicationBehind(directory)
  if (applicationId === undefined) return deps.directories.find(directory) !== undefined
  const application = isId<'application'>(applicationId) && (await deps.applications.find(applicationId))
  return application ? application.status === 'active' : false
}
