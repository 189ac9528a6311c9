export type { Confirmed } from './activate.ts'
export type { Authority } from './authority.ts'
export { type BeginInput, type Begun, beginEnrolment, type PlannedOffer, planOffer } from './begin.ts'
export { type Binding, type Bound, bindAuthenticator, bindRecovery, isSecondFactor } from './bind.ts'
export { type ConfirmInput, confirmEnrolment } from './confirm.ts'
export type { EnrolmentDeps } from './deps.ts'
export { enrolmentRefused, invitationSpent, operationUnknown, rebindNotFound } from './errors.ts'
export { joinOffer, whoJoined } from './join.ts'
export { type LossAuthority, type LossInput, reportFound, reportLost } from './lost.ts'
export {
  type AuthenticatorView,
  authenticatorView,
  isNeededFirst,
  listAuthenticators,
  type ManageInput,
  type OperationDone,
  type OperationInput,
  removeAuthenticator,
  renameAuthenticator,
  runOperation,
} from './manage.ts'
export { exportKeyUri, keyUriFactor, readKeyUri } from './operator.ts'
export { listAnnouncements, seeAnnouncement } from './own-announcements.ts'
export { forgetOwnBrowser, listOwnBrowsers } from './own-browsers.ts'
export {
  addContact,
  type ContactView,
  listContacts,
  removeContact,
} from './own-contacts.ts'
export { endOtherSessions, endOwnSession, replaceOwnSession } from './own-sessions.ts'
export { currentRebind, dropRebind, nameLost, type RebindView } from './rebind.ts'
export { redeemInvitation } from './redeem.ts'
export { type RenewInput, renew } from './renew.ts'
export { type EnrolmentRequirements, enrolmentRequirements } from './requirements.ts'
export { tellOfEnds } from './tell-of-ends.ts'
export { sendContactCode, verifyContact } from './verify-contact.ts'
