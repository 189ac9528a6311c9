export { type LdapConfig, ldapConfig } from './config.ts'
export type { LdapDeps } from './deps.ts'
export { ldapDirectory } from './ldap.ts'
export type { LdapReport, ServerReport } from './report.ts'
