import type { FetchImplementation } from 'jose'
import type { SignOutElsewhere } from '../factor.ts'
import type { ProviderConfig } from './config.ts'
import type { ProviderDeps } from './deps.ts'
import { type Claims, identityOf, nameIn, signInOf } from './identity.ts'
import { reasonOf } from './verdict.ts'

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** Milliseconds: its keys are kept so long, and read anew for an unknown one so often at most. */
const keysKept = 600_000
const keysPause = 30_000

/** Seconds: how old a message may be, and by how much its clock may be off. */
const oldest = 300
const slack = 30

/** Of the sort that it is to be. Some providers leave it out, or say no more than JWT (§2.4, RFC 8725 §3.11). */
const types = [undefined, 'jwt', 'logout+jwt', 'application/logout+jwt']

/** What a message is refused for: the library's own names (jose). Everything else is no answer at all. */
const refusals: ReadonlySet<unknown> = new Set([
  'ERR_JOSE_ALG_NOT_ALLOWED',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWS_INVALID',
  'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  'ERR_JWT_CLAIM_VALIDATION_FAILED',
  'ERR_JWT_EXPIRED',
  'ERR_JWT_INVALID',
])

type Read = (token: string, keys: string) => Promise<SignOutElsewhere | undefined>

/**
 * Reads what a provider tells of sign-outs (OpenID Connect Back-Channel Logout 1.0 §2.6): signed by its own keys, by the
 * algorithm that is configured, for us, just now. Throws where the keys cannot be read.
 */
export function openSignOuts(
  id: string,
  config: ProviderConfig,
  { clock, logger, outbound }: ProviderDeps,
): Read {
  let own:
    | { readonly from: string; readonly keys: ReturnType<typeof import('jose').createRemoteJWKSet> }
    | undefined

  const read: FetchImplementation = (url, { method, headers, signal }) =>
    outbound(url, { method, headers: Object.fromEntries(headers), signal })

  async function keysAt(from: string) {
    if (own?.from === from) return own.keys
    const { createRemoteJWKSet, customFetch } = await import('jose')
    const keys = createRemoteJWKSet(new URL(from), {
      ...{ cacheMaxAge: keysKept, cooldownDuration: keysPause, timeoutDuration: config.timeout },
      [customFetch]: read,
    })
    own = { from, keys }
    return keys
  }

  return async (token, keys) => {
    const { jwtVerify } = await import('jose')
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await keysAt(keys), {
        ...{ issuer: config.issuer, audience: config.clientId, algorithms: [config.algorithm] },
        ...{ requiredClaims: ['iat', 'jti', 'events'], maxTokenAge: oldest, clockTolerance: slack },
        currentDate: new Date(clock.now()),
      })
      if (!types.includes(protectedHeader.typ?.toLowerCase())) return undefined
      return signOutIn(config, payload)
    } catch (error) {
      if (!refusals.has((error as { readonly code?: unknown }).code)) throw error
      logger.info({ provider: id, because: reasonOf(error) }, 'What told of a sign-out was refused.')
      return undefined
    }
  }
}

/** One with a nonce is an ID token, and says the opposite (§2.4). */
function signOutIn(config: ProviderConfig, claims: Claims): SignOutElsewhere | undefined {
  const message = nameIn(claims, 'jti')
  const events = claims.events
  if (message === undefined || 'nonce' in claims) return undefined
  if (typeof events !== 'object' || events === null || !(logoutEvent in events)) return undefined
  const value = nameIn(claims, config.subject)
  const signIn = signInOf(config.issuer, claims)
  if (value === undefined && signIn === undefined) return undefined
  return {
    message: `${config.issuer}|${message}`,
    ...(value === undefined ? {} : { handle: identityOf(config, value) }),
    ...(signIn === undefined ? {} : { signIn }),
  }
}

/** Whether it says so of itself: nobody has looked at its signature yet. */
export function claimsToBeOf({ issuer, algorithm }: ProviderConfig, token: string): boolean {
  const [header, payload] = token.split('.', 2).map(objectIn)
  return header?.alg === algorithm && payload?.iss === issuer
}

function objectIn(part: string): Claims | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString())
    return typeof value === 'object' && value !== null ? (value as Claims) : undefined
  } catch {
    return undefined
  }
}
