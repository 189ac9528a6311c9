export { type Admission, assertAdmitted } from './admission.ts'
export {
  type AdmitInput,
  type AdmitResult,
  admit,
  type Peeked,
  peekReferral,
  stillAdmitted,
} from './admit.ts'
export { type Announcement, type Announcements, openAnnouncements } from './announcements-store.ts'
export type { WhyNoLetter } from './asked-letter.ts'
export { atHand, isAtHand } from './at-hand.ts'
export { type Attempts, openAttempts } from './attempts.ts'
export { type ChallengeInput, type IssuedChallenge, issueChallenge } from './challenge.ts'
export { strongestFirst } from './choice.ts'
export { type ChosenProof, splitChosen } from './chosen.ts'
export { countryOf, originOf } from './circumstances.ts'
export { provedByEnrolment } from './code.ts'
export {
  type Approved,
  type Completed,
  type CompleteInput,
  type CompleteOptions,
  complete,
  signInOf,
} from './complete.ts'
export { cancelAttempt, currentProgress } from './current.ts'
export { type Deferrals, openDeferrals } from './deferrals-store.ts'
export type { AuthenticationDeps, Surroundings } from './deps.ts'
export {
  type Answerable,
  answerable,
  answerElsewhere,
  type ElsewhereInput,
  lookElsewhere,
  type QuestionElsewhere,
  type QuestionStanding,
  questionSettled,
  questionStanding,
} from './elsewhere.ts'
export { endedWith } from './ended.ts'
export { attemptNotFound, busy, elsewhereRefused, notSatisfied, proofRefused, throttled } from './errors.ts'
export { typedFirstFactor } from './first-factor.ts'
export {
  askForPasswordLink,
  type MailingDeps,
  mailsPasswordLinks,
  openPasswordLink,
  replaceablePassword,
} from './forgotten.ts'
export { type GiveUpInput, giveUpReferral } from './give-up.ts'
export type { GivenProof } from './given-proof.ts'
export {
  admissionOver,
  type GoneOn,
  goOn,
  type HostedSettings,
  hostedKind,
  hostedPath,
  hostedSettings,
  leave,
  openHostedWays,
  redeemCode,
  requireAdmission,
  setOut,
} from './hosted/index.ts'
export { type Invitation, type Invitations, openInvitations } from './invitations-store.ts'
export { contextOf } from './judge.ts'
export { askForLane, redeemLaneLink } from './lane-link.ts'
export { isGuessed } from './lanes.ts'
export { authenticationMigrations } from './migrations.ts'
export { type Notices, openNotices } from './notices.ts'
export { type Operated, type Operating, operate } from './operate.ts'
export {
  enrollable,
  type Option,
  type Progress,
  type PutOff,
  progressOf,
  putOffOf,
  renewableNow,
} from './options.ts'
export { mailboxStands, type ShownNotice, shownNotice } from './outcome.ts'
export { outgoing } from './outgoing.ts'
export { openPasswordLinks, type PasswordLinks } from './password-links-store.ts'
export { personOf } from './person.ts'
export { openPresented, type PresentedCertificates, type Presenter } from './presented.ts'
export { type ProveInput, type ProveResult, prove } from './prove.ts'
export { queuePerKey } from './queue.ts'
export { openRebinds, type Rebind, type Rebinds } from './rebinds-store.ts'
export { type BegunRebind, recoverAccount } from './recover.ts'
export { livingReferral, type ReferInput, refer, signsInHere } from './refer.ts'
export { bookUnjudged, noting } from './refusal.ts'
export { retrying } from './retry.ts'
export type { Attempt, Completion } from './schema.ts'
export { lastingRequirement, signInNeed } from './sign-in-need.ts'
export { type SignedOutInput, signedOutElsewhere } from './signed-out-elsewhere.ts'
export {
  confirmedOf,
  factsAmong,
  factsOf,
  holderOf,
  inScope,
  isUnattended,
  type Situation,
  satisfiedBy,
  situationOf,
} from './situation.ts'
export { splitCode } from './split.ts'
export { firstFactorsAmong, kindsShown, stanceOf } from './stance.ts'
export { type Barred, barredThere, endedThere } from './standing-there.ts'
export {
  findLivingAttempt,
  livingAttempt,
  openAttempt,
  type Started,
  type StartInput,
  startAttempt,
  startStepUp,
} from './start.ts'
export { type Happening, occasionOf } from './told.ts'
export { transactionFields } from './transaction.ts'
export { unlessRefused } from './unless-refused.ts'
export { type VerifyElsewhereInput, verifyElsewhere } from './verify-elsewhere.ts'
export { type VerifyOnceResult, verifyOnce } from './verify-once.ts'
export type { VerifyOnceInput } from './visit.ts'
export { withCertificate } from './with-certificate.ts'
