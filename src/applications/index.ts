export {
  type ApiKeyRotation,
  type ApiKeys,
  type IssuedApiKey,
  mayVouch,
  type NewApiKey,
  openApiKeys,
} from './api-keys.ts'
export type { ApplicationChange, Applications, ApplicationVersion } from './applications.ts'
export type { NewApplication } from './create.ts'
export {
  apiKeyNotFound,
  applicationChanged,
  applicationFixed,
  applicationNameTaken,
  applicationNotFound,
} from './errors.ts'
export { applicationMigrations } from './migrations.ts'
export { openApplications } from './open.ts'
export { portalId } from './portal.ts'
export {
  type ApiCaller,
  type ApiKey,
  type ApiScope,
  type Application,
  type ApplicationClass,
  type ApplicationKind,
  type ApplicationStatus,
  type ApplicationTables,
  apiScope,
  apiScopes,
  applicationClass,
  applicationKind,
  applicationStatus,
} from './schema.ts'
