import type { Template } from '../letter.ts'
import {
  accountLinked,
  accountPasswordReset,
  accountReset,
  accountUnlinked,
  accountUnlocked,
  contactChanged,
  contactCode,
  factorAdded,
  factorEnding,
  factorFound,
  factorInCare,
  factorLost,
  factorRemoved,
  factorReplaced,
  factorReported,
  factorVoided,
  invitation,
  passwordChanged,
  passwordLink,
  passwordLinkOpened,
} from './account.ts'
import { directoryHeld, exceptionUsed, messagesClosed } from './installation.ts'
import { browserCopied, laneLink, newDevice, recoveryUsed, secondStepFailed } from './sign-in.ts'
import type {
  ContactChange,
  ContactCode,
  DirectoryHeld,
  ExceptionUse,
  FactorChange,
  FactorEnding,
  FactorInCare,
  FactorReplaced,
  FactorReported,
  Invitation,
  LinkChange,
  LinkedOccasion,
  MessagesClosed,
  Occasion,
  RecoveryUse,
} from './values.ts'

export type { Occasion } from './values.ts'

/** What each template speaks of. Names are stored in the outbox and never change. */
export interface TemplateValues {
  'sign-in.new-device': Occasion
  'sign-in.second-step-failed': Occasion
  'sign-in.lane-link': LinkedOccasion
  'browser.copied': Occasion
  'recovery.used': RecoveryUse
  'factor.added': FactorChange
  'factor.removed': FactorChange
  'factor.ending': FactorEnding
  'factor.in-care': FactorInCare
  'factor.lost': FactorChange
  'factor.found': FactorChange
  'factor.replaced': FactorReplaced
  'factor.reported': FactorReported
  'factor.voided': FactorChange
  'password.changed': Occasion
  'password.link': LinkedOccasion
  'password.link-opened': Occasion
  'contact.changed': ContactChange
  'contact.code': ContactCode
  'account.linked': LinkChange
  'account.unlinked': LinkChange
  'account.unlocked': Occasion
  'account.password-reset': Occasion
  'account.reset': Occasion
  'account.invitation': Invitation
  'messages.closed': MessagesClosed
  'policy.exception-used': ExceptionUse
  'directory.held': DirectoryHeld
}

export type TemplateId = keyof TemplateValues

/** The list: a message is its function and its line here. */
export const templates: { readonly [T in TemplateId]: Template<TemplateValues[T]> } = {
  'sign-in.new-device': newDevice,
  'sign-in.second-step-failed': secondStepFailed,
  'sign-in.lane-link': laneLink,
  'browser.copied': browserCopied,
  'recovery.used': recoveryUsed,
  'factor.added': factorAdded,
  'factor.removed': factorRemoved,
  'factor.ending': factorEnding,
  'factor.in-care': factorInCare,
  'factor.lost': factorLost,
  'factor.found': factorFound,
  'factor.replaced': factorReplaced,
  'factor.reported': factorReported,
  'factor.voided': factorVoided,
  'password.changed': passwordChanged,
  'password.link': passwordLink,
  'password.link-opened': passwordLinkOpened,
  'contact.changed': contactChanged,
  'contact.code': contactCode,
  'account.linked': accountLinked,
  'account.unlinked': accountUnlinked,
  'account.unlocked': accountUnlocked,
  'account.password-reset': accountPasswordReset,
  'account.reset': accountReset,
  'account.invitation': invitation,
  'messages.closed': messagesClosed,
  'policy.exception-used': exceptionUsed,
  'directory.held': directoryHeld,
}
