import type { Configuration } from 'oidc-provider'

const minute = 60
const day = 24 * 60 * minute

/** Seconds. What is shown to us is decided upon anew each time, so these only bound what lies about. */
export const lifetimes: Configuration['ttl'] = {
  AccessToken: 10 * minute,
  AuthorizationCode: minute,
  ClientCredentials: 10 * minute,
  DeviceCode: 10 * minute,
  IdToken: 10 * minute,
  Interaction: 30 * minute,
  // From the sign-in on: rotation does not prolong it (ASVS 10.4.8).
  RefreshToken: ({ oidc }) => oidc.entities.RotatedRefreshToken?.remainingTTL ?? 30 * day,
  /** What a browser leaves of which nobody has signed in is soon gone. */
  Session: (_, { accountId }) => (accountId ? 30 * day : 30 * minute),
}
