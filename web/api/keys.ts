/** The name of each query in the cache, in one place. */
export const keys = {
  portal: ['portal'],
  session: ['session'],
  sessions: ['sessions'],
  authenticators: ['authenticators'],
  contacts: ['contacts'],
  enrolment: ['enrolment'],
  rebind: ['rebind'],
  summary: ['summary'],
  accounts: ['accounts'],
  account: (id: string) => ['account', id],
  applications: ['applications'],
  comparison: ['comparison'],
  idle: ['idle'],
  tokens: ['tokens'],
  importers: ['importers'],
  audit: ['audit'],
} as const
