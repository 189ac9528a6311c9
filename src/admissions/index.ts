export { type Admissions, openAdmissions } from './admissions-store.ts'
export { admissionMigrations } from './migrations.ts'
export { openReferrals, type Referrals } from './referrals-store.ts'
export {
  type AdmissionRow,
  type AdmissionTables,
  type Begun,
  type GivenUp,
  offlineLifetime,
  type Referral,
  type Wishes,
} from './schema.ts'
