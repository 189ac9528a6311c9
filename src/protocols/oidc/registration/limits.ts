import { z } from 'zod'
import { plainAddress } from '../../browser-address.ts'
import { grants, type OidcSettings, signInScopes } from '../settings.ts'

const host = z
  .string()
  .max(255)
  .toLowerCase()
  .regex(
    /^(\*\.[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])$/,
    'must be a host such as wiki.example.com, or *.example.com for all below it',
  )

const scheme = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+$/, 'must be a scheme such as com.example.app')

/** What an application that registers itself may set at most. */
export const registrationLimits = z.strictObject({
  hosts: z
    .array(host)
    .max(50)
    .default([])
    .describe(
      'Where its addresses may lie: wiki.example.com, or *.example.com for all below it; localhost for programs on the machine of whoever signs in',
    ),
  schemes: z
    .array(scheme)
    .max(20)
    .default([])
    .describe('Schemes of their own that native applications may have: com.example.app'),
  grants: z
    .array(z.enum(grants))
    .min(1)
    .max(grants.length)
    .default(['authorization_code', 'refresh_token'])
    .describe('What it may ask for'),
  scopes: z
    .array(z.enum(signInScopes))
    .min(1)
    .max(signInScopes.length)
    .default(['openid', 'profile', 'email'])
    .describe('What it may learn. Streams of events are not among it: they go to any address'),
})
export type RegistrationLimits = z.infer<typeof registrationLimits>

/** What goes beyond the limits, and how; undefined where nothing does. */
export function beyondLimits(
  settings: OidcSettings,
  limits: RegistrationLimits,
): { readonly setting: keyof OidcSettings; readonly says: string } | undefined {
  for (const setting of ['redirectUris', 'postLogoutRedirectUris'] as const)
    for (const address of settings[setting])
      if (!mayLieAt(address, limits)) return { setting, says: `${address} lies where it may not` }
  for (const setting of ['jwksUri', 'backchannelLogoutUri'] as const) {
    const address = settings[setting]
    if (address !== undefined && !mayLieAt(address, { ...limits, schemes: [] }))
      return { setting, says: `${address} lies where it may not` }
  }
  for (const setting of ['grants', 'scopes'] as const) {
    const allowed: readonly string[] = limits[setting]
    const more = settings[setting].find((one) => !allowed.includes(one))
    if (more !== undefined) return { setting, says: `${more} is not allowed` }
  }
  return undefined
}

function mayLieAt(
  address: string,
  { hosts, schemes }: Pick<RegistrationLimits, 'hosts' | 'schemes'>,
): boolean {
  const url = plainAddress(address)
  if (!url) return false
  if (!/^https?:$/.test(url.protocol)) return schemes.includes(url.protocol.slice(0, -1))
  return hosts.some((host) =>
    host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  )
}
