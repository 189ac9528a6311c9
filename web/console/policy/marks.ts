/** What accounts can be marked with. */
export const marks = ['compromised', 'weak', 'default', 'shared', 'dormant', 'privileged', 'reset'] as const
