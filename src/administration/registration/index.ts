export { approveRegistration } from './approve.ts'
export { registrationTokenNotFound } from './errors.ts'
export { changeRegistered, findRegistered, withdrawRegistered } from './look-after.ts'
export { registrationMigrations } from './migrations.ts'
export { type FreshRegistration, findRegistrationToken, registerApplication } from './register.ts'
export {
  type Registered,
  type RegistrationTerms,
  type RegistrationToken,
  type RegistrationView,
  registrationTerms,
} from './schema.ts'
export {
  type IssuedRegistrationToken,
  issueRegistrationToken,
  listRegistrationTokens,
  revokeRegistrationToken,
} from './tokens.ts'
export { isUnseen, revokeRegistrationTokens } from './views.ts'
