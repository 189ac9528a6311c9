export { type DirectoriesConfig, directoriesConfig } from './config.ts'
export { type Directories, listDirectories } from './directories.ts'
export {
  type Directory,
  type DirectoryContact,
  type DirectoryEntry,
  type DirectoryGroup,
  type DirectoryId,
  type DirectorySnapshot,
  type LockOut,
  localDirectoryId,
  type PasswordVerdict,
  type StandingThere,
} from './directory.ts'
export { directoryUnavailable } from './errors.ts'
export { type HostUser, type HostUsers, hostDirectory, hostDirectoryId } from './host/index.ts'
export type { LdapReport } from './ldap/index.ts'
export { lookOf } from './look.ts'
export { directoryMigrations } from './migrations.ts'
export { type CanonicalName, canonicalName, foldName, type NameFault, type NameReading } from './name.ts'
export { openDirectories } from './open.ts'
export { applicationBehind, directoryInRules, isAsked, pushedDirectoryId } from './pushed.ts'
export type { DirectoryRun, LinkedGroup, RunOutcome } from './schema.ts'
export { type DirectoryBooks, openDirectoryBooks } from './store.ts'
