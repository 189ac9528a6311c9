import type { Configuration } from 'openid-client'
import type { ProviderConfig } from './config.ts'
import type { ProviderDeps } from './deps.ts'

/** The library, loaded when a provider is first asked, and what it knows of this one. */
export interface Discovered {
  readonly openid: typeof import('openid-client')
  readonly configuration: Configuration
}

/** Milliseconds after which its addresses are read anew; its keys are, whenever a token names another one. */
const lifetime = 3_600_000

/** Reads what a provider says of itself when it is first needed, and keeps it for an hour. What failed is not kept. */
export function openDiscovery(config: ProviderConfig, deps: ProviderDeps): () => Promise<Discovered> {
  let kept: { readonly until: number; readonly read: Promise<Discovered> } | undefined

  return async () => {
    const now = deps.clock.monotonic()
    if (kept && kept.until > now) return kept.read
    const read = discover(config, deps)
    const mine = { until: now + lifetime, read }
    kept = mine
    try {
      return await read
    } catch (error) {
      if (kept === mine) kept = undefined
      throw error
    }
  }
}

/** Signatures are checked although tokens come by TLS: the keys are those of the issuer, fetched from where it says. */
async function discover(config: ProviderConfig, { secret, outbound }: ProviderDeps): Promise<Discovered> {
  const openid = await import('openid-client')
  const { issuer, clientId, algorithm, timeout } = config
  const configuration = await openid.discovery(
    new URL(issuer),
    clientId,
    { id_token_signed_response_alg: algorithm },
    authenticationBy(openid, config, secret),
    {
      [openid.customFetch]: (url, { method, headers, body, signal }) =>
        outbound(url, {
          method,
          headers,
          ...(body ? { body: String(body) } : {}),
          ...(signal ? { signal } : {}),
        }),
      // Half of it for each request, so that the whole is never cut off before its parts.
      timeout: timeout / 2 / 1000,
      execute: [
        openid.enableNonRepudiationChecks,
        ...(issuer.startsWith('http:') ? [openid.allowInsecureRequests] : []),
      ],
    },
  )
  // The library forgives one that speaks for many tenants; then anybody's tenant could say who somebody is (R18).
  if (configuration.serverMetadata().issuer !== issuer) throw new Error('It calls itself by another issuer.')
  return { openid, configuration }
}

function authenticationBy(
  openid: Discovered['openid'],
  { authentication }: Pick<ProviderConfig, 'authentication'>,
  secret: string | undefined,
) {
  if (secret === undefined) return openid.None()
  return authentication === 'post' ? openid.ClientSecretPost(secret) : openid.ClientSecretBasic(secret)
}
