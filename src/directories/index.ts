export { type Directories, listDirectories } from './directories.ts'
export type {
  Directory,
  DirectoryContact,
  DirectoryEntry,
  DirectoryId,
  DirectoryPage,
  PasswordVerdict,
} from './directory.ts'
export { type LocalAccounts, localDirectory, localDirectoryId } from './local/index.ts'
export { lookOf } from './look.ts'
export { type CanonicalName, canonicalName, foldName, type NameFault, type NameReading } from './name.ts'
