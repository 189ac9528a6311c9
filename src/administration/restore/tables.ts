/**
 * What a restore makes of each table (R17). kept: as the backup has it · renewed: its rows are changed so that nothing
 * which may have been used since counts again · void: nothing of it is taken over. A test holds the list against the
 * schema: whoever adds a table decides here.
 */
export const fateOfTables: Readonly<Record<string, 'kept' | 'renewed' | 'void'>> = {
  accounts: 'renewed',
  api_keys: 'kept',
  applications: 'kept',
  approvals: 'void',
  attempts: 'void',
  audit_batches: 'kept',
  audit_events: 'kept',
  audit_lanes: 'kept',
  audit_refusals: 'kept',
  audit_seals: 'kept',
  authenticators: 'renewed',
  budgets: 'kept',
  challenges: 'void',
  completions: 'kept',
  contact_codes: 'void',
  contacts: 'kept',
  device_lanes: 'void',
  groups: 'kept',
  imports: 'renewed',
  invitations: 'void',
  memberships: 'kept',
  meta: 'kept',
  migrations: 'kept',
  outbox: 'renewed',
  rebinds: 'void',
  retry_keys: 'kept',
  sessions: 'void',
  set_ups: 'void',
  sms_closures: 'kept',
  sms_messages: 'kept',
  throttle: 'kept',
}
