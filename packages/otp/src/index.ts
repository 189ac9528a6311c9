export { type Algorithm, readAlgorithm } from './algorithm.ts'
export { decodeBase32, encodeBase32 } from './base32.ts'
export { normalizeCode } from './code.ts'
export { OtpError, type OtpErrorCode, type OtpErrorDetails } from './errors.ts'
export {
  createHotpVerifier,
  type HotpParameters,
  type HotpReach,
  type HotpVerdict,
  type HotpVerifier,
  type HotpWindow,
  hotp,
  verifyHotp,
} from './hotp.ts'
export type { HotpKey, Key, KeyInput, TotpKey } from './key.ts'
export {
  formatKeyUri,
  type KeyUri,
  type KeyUriInput,
  type ParseKeyUriOptions,
  parseKeyUri,
} from './key-uri.ts'
export {
  type FormatMigrationOptions,
  formatMigrationLinks,
  type MigrationBatch,
  parseMigrationLink,
  parseMigrationLinks,
} from './migration.ts'
export {
  createOcra,
  type Ocra,
  type OcraInput,
  type OcraMoment,
  type OcraQuestions,
  type OcraVerdict,
  type OcraWindow,
} from './ocra.ts'
export { type OcraFormat, type OcraSuite, parseOcraSuite } from './ocra-suite.ts'
export { createSecret, MIN_SECRET_BYTES, readSecret, type Secret, type SecretOptions } from './secret.ts'
export {
  barSteps,
  driftToTell,
  MAX_BARRED_STEPS,
  resynchronizedClock,
  type TokenClock,
  trueClock,
} from './token-clock.ts'
export {
  createTotpVerifier,
  type StepParameters,
  stepAt,
  type TotpClock,
  type TotpParameters,
  type TotpReach,
  type TotpVerdict,
  type TotpVerifier,
  type TotpWindow,
  totp,
  verifyTotp,
} from './totp.ts'
export { clockAfter, judgeTotp, type TotpJudgement, type TotpQuestion } from './totp-judgement.ts'
