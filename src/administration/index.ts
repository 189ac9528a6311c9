export {
  type CreateAccountInput,
  changeAccount,
  createAccount,
  disableAccount,
  enableAccount,
  endSessions,
  forgetBrowsers,
  unlockAccount,
} from './accounts.ts'
export { type Actor, actorName, type Permission, requirePermission } from './actor.ts'
export {
  type ApplicationWithKeys,
  type CreateApplicationInput,
  type CreatedApplication,
  changeApplication,
  createApplication,
  issueApiKey,
  listApplications,
  revokeApiKey,
  rotateApiKey,
  setApplicationLogo,
  withItsKeys,
} from './applications.ts'
export { type NamedAuditRow, type SearchQuery, searchAudit } from './audit.ts'
export { eventNames, eventSentences } from './audit-words.ts'
export {
  type ExportEntry,
  exportAuthenticators,
  type RevokeInput,
  revokeAuthenticator,
} from './authenticators.ts'
export { type BackupInput, makeBackup } from './backup.ts'
export {
  type IssuedInvitation,
  inviteAccount,
  resetAuthenticators,
  resetPassword,
} from './begin-anew.ts'
export {
  type BroughtApplication,
  bringApplications,
  type WantedApplication,
  wantedApplications,
} from './bring-applications.ts'
export {
  type CaredForView,
  type CareInput,
  helpWithAuthenticator,
  resumeAuthenticator,
  suspendAuthenticator,
} from './care.ts'
export { type ClosureView, listClosures, reopenMessages } from './closures.ts'
export type { Connection } from './connection.ts'
export {
  type Coverage,
  type CoveredDoor,
  coverageOf,
  coverageShape,
  type Difference,
  differenceOf,
  libraryDoor,
  type Report,
  readReport,
  reportOf,
  type Surface,
  signCoverage,
  signedReport,
  type Way,
  wayShape,
} from './coverage/index.ts'
export { type Denial, type Denials, openDenials } from './denials.ts'
export type { AdministrationDeps } from './deps.ts'
export {
  checkDirectory,
  type DirectoryView,
  listDirectories,
  type SyncInput,
  type SyncResult,
  syncDirectory,
  syncDue,
} from './directories/index.ts'
export type { DoorView, FreshConnection } from './door-view.ts'
export {
  changeDoor,
  connectApplication,
  disconnectApplication,
  listDoorKinds,
  listDoors,
  revokeDoorSecret,
  rotateDoorSecret,
} from './doors.ts'
export { type EndingView, listEnding } from './ending.ts'
export { importRefused, notPermitted } from './errors.ts'
export { type HandedOut, type HandOutInput, handOut } from './hand-out.ts'
export { type HeavyReads, heavyReads } from './heavy-reads.ts'
export { type IdleView, listIdle } from './idle.ts'
export {
  type ImportDone,
  type ImportEntry,
  type ImportInput,
  type ImportProblem,
  mostEntries,
  type OfferEntry,
  runImport,
  settleImports,
  surveyImport,
  type TokenEntry,
} from './import/index.ts'
export {
  type Advice,
  type AdviceItem,
  type AdviceQuery,
  adviseInventory,
  type BroughtList,
  bringAccessList,
  type ClassInput,
  classifySystems,
  forgetSystemClass,
  type ListInput,
  type SystemsView,
  type SystemView,
  setSystemClass,
  withdrawAccessList,
} from './inventory/index.ts'
export { type Issued, type IssueInput, issueAuthenticator } from './issue.ts'
export {
  addKey,
  bookRoot,
  findRoot,
  forgetKey,
  type Rotated,
  type RotateInput,
  rotateKeys,
  sealedByKey,
  sealedColumns,
  waitingKey,
} from './keys/index.ts'
export { linkAccount, listLinks, unlinkAccount } from './links.ts'
export { type Marked, type MarkInput, markAccounts } from './marking.ts'
export { administrationMigrations } from './migrations.ts'
export { type OfferInput, offerAuthenticator } from './offer.ts'
export {
  type AccountView,
  authenticatorsOfAccount,
  explainAccount,
  listAccounts,
  showAccount,
  viewOfMade,
  type Why,
} from './overview.ts'
export {
  type Applied,
  type ApplyInput,
  addToGroup,
  administratorsShutOut,
  applyRules,
  approveException,
  createGroup,
  type DecisionInput,
  type ExceptionInput,
  type ExceptionView,
  type Explanation,
  effectOfRules,
  endException,
  explainPolicy,
  type GroupView,
  listExceptions,
  listGroups,
  listMembers,
  listRevisions,
  type MembersQuery,
  type PolicyView,
  previewRules,
  type RevisionView,
  type RulesEffect,
  type RulesPreview,
  removeGroup,
  requestException,
  requireWayIn,
  showPolicy,
  showRevision,
  takeFromGroup,
  tellOfExceptions,
  type WhatIf,
} from './policy/index.ts'
export {
  assignToken,
  type BringInput,
  type Brought,
  bringTokens,
  importersOf,
  listTokens,
  type ReturnInput,
  releaseToken,
  retireToken,
  returnToken,
  type TokenInput,
  type TokenPage,
  type TokenQuery,
  type TokenView,
} from './pool/index.ts'
export {
  broughtAccount,
  changeProvisioned,
  changeProvisionedGroup,
  countProvisioned,
  countProvisionedGroups,
  findProvisioned,
  findProvisionedGroup,
  type Lookup,
  listProvisioned,
  listProvisionedGroups,
  lookUpProvisioned,
  lookUpProvisionedGroup,
  type Page,
  type Profile,
  type ProvisionedAccount,
  type ProvisionedGroup,
  provisionAccount,
  provisionedGroupsOf,
  provisionGroup,
  removeProvisioned,
  removeProvisionedGroup,
  type WantedAccount,
  type WantedGroup,
} from './provisioning/index.ts'
export {
  approveRegistration,
  changeRegistered,
  findRegistered,
  findRegistrationToken,
  type IssuedRegistrationToken,
  issueRegistrationToken,
  isUnseen,
  listRegistrationTokens,
  type Registered,
  type RegistrationTerms,
  type RegistrationToken,
  type RegistrationView,
  registerApplication,
  registrationTerms,
  registrationTokenNotFound,
  revokeRegistrationToken,
  withdrawRegistered,
} from './registration/index.ts'
export { type Rehearsal, type RehearseInput, rehearse } from './rehearsal/index.ts'
export {
  fateOfTables,
  type Renewal,
  type Restored,
  type RestoreInput,
  type RestorePlace,
  restoreBackup,
} from './restore/index.ts'
export { type RetryKey, sweepRetryKeys } from './retry-keys.ts'
export { beginSetUp, confirmSetUp } from './set-up.ts'
export { firstSetUpLink, newSetUpLink, type SetUpLink, setUpPending } from './set-up-link.ts'
export { listStreams, pauseStream, removeStream, resumeStream, type StreamView } from './streams.ts'
export type { SubjectInput } from './subject.ts'
export { type Summary, summarise } from './summary.ts'
export { type TieInput, tieAuthenticator, type UntieInput, untieAuthenticator } from './tie.ts'
export { type TrialInput, tryDoor } from './trial.ts'
export {
  changeWebhook,
  createWebhook,
  listWebhookMessages,
  listWebhooks,
  type NamedMessage,
  pauseWebhook,
  removeWebhook,
  replayWebhook,
  resumeWebhook,
  rotateWebhookSecret,
  showWebhook,
  testWebhook,
  type WebhookView,
} from './webhooks.ts'
