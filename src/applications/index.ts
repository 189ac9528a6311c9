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
export type {
  ApplicationTemplate,
  Connected,
  DoorKind,
  DoorKinds,
  DoorPort,
  Explained,
  Finding,
  Shown,
  TemplateStep,
  Trial,
} from './door.ts'
export {
  type DoorSecrets,
  type Doors,
  type IssuedSecret,
  type NewDoorSecret,
  openDoors,
} from './doors.ts'
export {
  apiKeyNotFound,
  applicationChanged,
  applicationFixed,
  applicationNameTaken,
  applicationNotFound,
  doorConnectedAlready,
  doorNotConnected,
  doorSecretless,
  doorSecretNotFound,
  doorUnknown,
  templateUnknown,
} from './errors.ts'
export { type Logo, longestLogo, readLogo } from './logo.ts'
export { applicationMigrations } from './migrations.ts'
export { openApplications } from './open.ts'
export { portalId } from './portal.ts'
export { openReadings } from './readings.ts'
export {
  type ApiCaller,
  type ApiKey,
  type ApiScope,
  type Application,
  type ApplicationClass,
  type ApplicationDoor,
  type ApplicationKind,
  type ApplicationStatus,
  type ApplicationTables,
  apiScope,
  apiScopes,
  applicationClass,
  applicationKind,
  applicationOwner,
  applicationStatus,
  type ConnectedApplication,
  type DoorSecret,
} from './schema.ts'
export { asksAddress, type FilledStep, filledSteps, findTemplate } from './templates.ts'
