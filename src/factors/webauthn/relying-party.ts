import { isIP } from 'node:net'
import type { FactorHost } from '../factor.ts'
import type { WebauthnConfig } from './config.ts'

/** Who we are to browsers and keys. */
export interface RelyingParty {
  /** The domain that keys are bound to. */
  readonly id: string
  readonly name: string
  /** The pages that may ask: our own first, then the related ones. */
  readonly origins: readonly string[]
  /** Why no browser would use keys here, as the id of a message. */
  readonly unavailable?: 'ip-address' | 'insecure'
}

/** Keys are bound to the host of the base URL, or to the domain that the configuration names. */
export function relyingPartyOf(
  config: Pick<WebauthnConfig, 'rpId' | 'relatedOrigins'>,
  host: Pick<FactorHost, 'baseUrl' | 'name'>,
): RelyingParty {
  const url = new URL(host.baseUrl)
  const unavailable = reason(url)
  return {
    id: config.rpId ?? url.hostname,
    name: host.name,
    origins: [url.origin, ...config.relatedOrigins],
    ...(unavailable ? { unavailable } : {}),
  }
}

/** WebAuthn L3 §5.1.3: the effective domain must be a domain, and the context secure; localhost is. */
function reason({ hostname, protocol }: URL): RelyingParty['unavailable'] {
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return 'ip-address'
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  return protocol === 'https:' || isLocal ? undefined : 'insecure'
}

/** Whether browsers must ask at another host whether our pages may use its keys (WebAuthn L3 §5.11). */
export function isElsewhere({ id, origins }: RelyingParty): boolean {
  const { hostname } = new URL(origins[0] ?? '')
  return hostname !== id && !hostname.endsWith(`.${id}`)
}

/** The document at `/.well-known/webauthn` by which browsers let related pages use our keys (WebAuthn L3 §5.11). */
export function relatedOriginsDocument({ origins }: RelyingParty) {
  return { origins }
}
