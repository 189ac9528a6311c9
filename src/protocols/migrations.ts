import type { Migration } from '../storage/index.ts'
import { forwardAuthMigrations } from './forward-auth/migrations.ts'
import { oidcMigrations } from './oidc/migrations.ts'
import { samlMigrations } from './saml/migrations.ts'

/** The tables of all doors: a door that is off still has its tables. A line for each door that has any. */
export const doorMigrations: readonly Migration[] = [
  ...forwardAuthMigrations,
  ...oidcMigrations,
  ...samlMigrations,
]
