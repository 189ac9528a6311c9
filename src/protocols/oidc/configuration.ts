import { type Configuration, errors, type KoaContextWithOIDC } from 'oidc-provider'
import { understoodAcrs } from '../acr.ts'
import { findAccount } from './account.ts'
import { adapterOf } from './adapter.ts'
import { mutualTlsMetadata } from './certificates/aliases.ts'
import { claimsByScope } from './claim-names.ts'
import type { Made, OidcDeps } from './deps.ts'
import { featuresOf } from './features.ts'
import { interactionsOf } from './interactions.ts'
import { lifetimes } from './lifetimes.ts'
import { errorPage } from './pages.ts'
import { registrationPath } from './registration/routes.ts'
import { paths } from './routes.ts'
import { proofAlgorithms, scopes } from './settings.ts'

/** What clients sign with: nothing that rests on a shared secret, for we only know hashes of them. */
const signatures = ['RS256', 'PS256', 'ES256', 'Ed25519', 'EdDSA'] as const

export function configurationOf(deps: OidcDeps, { keys, ownClaims }: Made): Configuration {
  return {
    adapter: (kind: string) => adapterOf(kind, deps),
    jwks: { keys: [...keys] },
    fetch: (url, options) => deps.outbound(url as string, options as RequestInit),

    findAccount: (context, accountId, shown) => findAccount(deps, context, accountId, shown),
    interactions: interactionsOf(deps),
    loadExistingGrant: async () => undefined,
    expiresWithSession: async () => false,
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    // FAPI 2.0 §5.3.2.1: what is bound to a key and a client is not made anew.
    rotateRefreshToken: ({ oidc }) => oidc.client?.fapi2 !== true,
    ttl: lifetimes,

    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: clientAuthMethods(deps),
    assertJwtClientAuthClaimsAndHeader: async ({ oidc }, claims, _, client) => {
      if (client.fapi2 === true) requireForUsAlone(claims, oidc.issuer)
      requireSoonOver(claims)
    },
    extraClientMetadata: { properties: ['pkce', 'fapi2', 'anchors'] },
    pkce: { required: (_, client) => client.pkce !== 'optional' },
    allowOmittingSingleRegisteredRedirectUri: false,
    enabledJWA: {
      clientAuthSigningAlgValues: [...signatures],
      requestObjectSigningAlgValues: [...signatures],
      dPoPSigningAlgValues: [...proofAlgorithms],
    },

    discovery: {
      registration_endpoint: `${deps.engine.baseUrl}${registrationPath}`,
      ...mutualTlsMetadata(deps.engine),
    },
    acrValues: [...understoodAcrs],
    scopes: [...scopes],
    claims: {
      ...claimsByScope,
      openid: [...claimsByScope.openid, ...ownClaims],
      iss: null,
      sid: null,
    } as unknown as NonNullable<Configuration['claims']>,
    extraTokenClaims: (context) => howAuthenticated(context),

    clientBasedCORS: (_, origin, client) =>
      client.clientAuthMethod === 'none' &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    cookies: cookiesOf(deps.engine.baseUrl),
    routes: paths,
    renderError: (context, out) => errorPage(context, out),
    features: featuresOf(deps),
  }
}

function clientAuthMethods({ engine }: OidcDeps): NonNullable<Configuration['clientAuthMethods']> {
  const always = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const
  if (engine.mutualTlsUrl === undefined) return [...always]
  return [...always, 'tls_client_auth', 'self_signed_tls_client_auth']
}

/** Seconds for which an assertion of a client is good at most: until then it is remembered (RFC 7523 §3, A-118). */
const longestAssertion = 24 * 60 * 60

/** By the clock by which the library judges the rest of it. */
function requireSoonOver({ exp }: Claims): void {
  if (Number(exp) > Date.now() / 1000 + longestAssertion)
    throw new errors.InvalidClientAuth('the assertion is good for longer than a day')
}

/** FAPI 2.0 Security Profile §5.3.2.1: for the issuer, and nobody besides. */
function requireForUsAlone({ aud }: Claims, issuer: string): void {
  if (aud !== issuer) throw new errors.InvalidClientAuth('the assertion is not for this issuer alone')
}

type Claims = Readonly<Record<string, unknown>>

/** For resource servers that ask what a token is worth (RFC 9470 §6.2). */
function howAuthenticated({ oidc }: KoaContextWithOIDC) {
  const { AuthorizationCode: code, DeviceCode: device, RefreshToken: refresh } = oidc.entities
  const source = refresh ?? code ?? device
  if (!source?.acr) return undefined
  return { acr: source.acr, ...(source.authTime === undefined ? {} : { auth_time: source.authTime }) }
}

/** Only a page on this very machine may do without TLS, and then browsers keep no secure cookies for it everywhere. */
function cookiesOf(baseUrl: string): NonNullable<Configuration['cookies']> {
  const secure = baseUrl.startsWith('https:')
  const shared = { httpOnly: true, sameSite: 'lax', secure } as const
  return {
    names: {
      session: secure ? '__Host-sallyport_oidc' : 'sallyport_oidc',
      interaction: secure ? '__Secure-sallyport_oidc_way' : 'sallyport_oidc_way',
      resume: secure ? '__Secure-sallyport_oidc_back' : 'sallyport_oidc_back',
    },
    long: { ...shared, path: '/' },
    short: shared,
  }
}
