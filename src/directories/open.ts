import type { DirectoriesConfig } from './config.ts'
import { type Directories, listDirectories } from './directories.ts'
import { type LdapDeps, ldapDirectory } from './ldap/index.ts'

/** The directories that the configuration names. Nobody is asked anything before somebody needs it. */
export function openDirectories(config: DirectoriesConfig, deps: LdapDeps): Directories {
  return listDirectories(Object.entries(config).map(([id, one]) => ldapDirectory(id, one, deps)))
}
