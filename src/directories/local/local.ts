import type { Directory, DirectoryEntry, DirectoryPage } from '../directory.ts'
import type { CanonicalName } from '../name.ts'

export const localDirectoryId = 'local'

/** What the local directory reads; the accounts module offers it, so that imports go down only. */
export interface LocalAccounts {
  findByName(name: CanonicalName): Promise<DirectoryEntry | undefined>
  findById(id: string): Promise<DirectoryEntry | undefined>
  list(page: { readonly cursor?: string; readonly limit: number }): Promise<DirectoryPage>
}

/** Our own accounts table as a directory. Passwords are a factor of ours, so it checks none. */
export function localDirectory(accounts: LocalAccounts): Directory {
  return { id: localDirectoryId, ...accounts }
}
