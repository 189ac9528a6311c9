/**
 * What a restore makes of each table (R17). kept: as the backup has it · renewed: its rows are changed so that nothing
 * which may have been used since counts again · void: nothing of it is taken over. A test holds the list against the
 * schema: whoever adds a table decides here.
 */
export const fateOfTables: Readonly<Record<string, 'kept' | 'renewed' | 'void'>> = {
  // The epoch is raised; all else is kept.
  account_links: 'kept',
  accounts: 'renewed',
  admissions: 'void',
  announcements: 'kept',
  announcements_seen: 'void',
  api_keys: 'kept',
  application_doors: 'kept',
  application_logos: 'kept',
  applications: 'kept',
  approvals: 'void',
  attempts: 'void',
  audit_batches: 'kept',
  audit_events: 'kept',
  audit_lanes: 'kept',
  audit_refusals: 'kept',
  audit_seals: 'kept',
  // What their factor says: mark, data, offer. Whose they are and for whom they lie in the pool is kept.
  authenticators: 'renewed',
  budgets: 'kept',
  challenges: 'void',
  completions: 'kept',
  contact_codes: 'void',
  contacts: 'kept',
  // Nobody can tell how often something was put off since: whatever ends by a number has ended.
  deferrals: 'renewed',
  device_lanes: 'void',
  directory_endings: 'kept',
  directory_groups: 'kept',
  // Whoever was reading then reads no more, and all are read again.
  directory_runs: 'void',
  door_secrets: 'kept',
  forward_auth_sessions: 'void',
  forward_auth_ways: 'void',
  groups: 'kept',
  hosted_ways: 'void',
  // What was being staged is given up, with its rows; what is live stays.
  imports: 'renewed',
  inventory_access: 'kept',
  inventory_classes: 'kept',
  inventory_sources: 'kept',
  invitations: 'void',
  memberships: 'kept',
  meta: 'kept',
  migrations: 'kept',
  // Those who rely on us go on with the keys that they know.
  oidc_keys: 'kept',
  oidc_records: 'void',
  // What waits is abandoned.
  outbox: 'renewed',
  password_links: 'void',
  // Nobody can tell which was taken back since: all of them are over, and asked for again.
  policy_exceptions: 'renewed',
  policy_revisions: 'kept',
  presented_certificates: 'void',
  provisioned_accounts: 'kept',
  provisioned_groups: 'kept',
  rebinds: 'void',
  referrals: 'void',
  // Nobody can tell how often one was used since, or which was revoked: all of them are over.
  registration_tokens: 'renewed',
  registrations: 'kept',
  remembered_browsers: 'void',
  // They name what the backup has as well: a request that is sent again makes nothing twice.
  retry_keys: 'kept',
  // What was answered before the backup may have been answered since as well: nothing is under way any more.
  saml_answered: 'kept',
  // Those who rely on us go on with the keys that they know.
  saml_keys: 'kept',
  saml_metadata: 'kept',
  saml_requests: 'void',
  saml_sessions: 'void',
  sessions: 'void',
  set_ups: 'void',
  sms_closures: 'kept',
  sms_messages: 'kept',
  stream_subjects: 'kept',
  // They rest, as webhooks do.
  streams: 'renewed',
  // Its place in the trail is another one now; they begin where somebody resumes them.
  subscription_feeds: 'void',
  subscription_messages: 'void',
  throttle: 'kept',
  // All of them rest: whether it is this installation that should speak is for people to say.
  webhooks: 'renewed',
}
