export type { Audit, Refusal, Seal } from './audit.ts'
export type { AuditFindings, Finding, FindingKind, VerifyOptions } from './findings.ts'
export { auditLanes } from './lanes.ts'
export { auditMigrations } from './migrations.ts'
export { type AuditKeys, openAudit } from './open.ts'
export {
  type AuditPage,
  type AuditQuery,
  type AuditRow,
  countedRefusals,
  type FeedPage,
  type FeedPlace,
} from './schema.ts'
