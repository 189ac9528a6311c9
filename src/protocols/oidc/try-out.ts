import { z } from 'zod'
import type { Finding, Trial } from '../../applications/index.ts'
import type { Outbound } from '../../delivery/index.ts'
import { reached } from '../reach.ts'
import { returnAddressFound } from '../return-address.ts'
import { issuerOf } from './routes.ts'
import type { OidcSettings } from './settings.ts'

/** Said where a port asks for certificates (RFC 8705 §5). */
const certificatePort = { mtls_endpoint_aliases: z.unknown().optional() }
const discovery = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  revocation_endpoint: z.url(),
  ...certificatePort,
})
type Discovery = z.infer<typeof discovery>

const keySet = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) })
const refusal = z.object({ error: z.string() })

/** Addresses that are looked at; more are of one application and rarely differ in what is wrong. */
const mostAddresses = 5

const proxyRemedy =
  'People and applications come by this address: set `baseUrl` to the one that they reach, and have the proxy before us hand on all of /oidc/.'

/** Asks as an application would: for what it reads of us, with what it proves itself, and where people come back to. */
export async function tryOutOidc(trial: Trial<OidcSettings>, reach: Outbound): Promise<readonly Finding[]> {
  const { found, finding } = await discover(trial, reach)
  const ours = found ? [keysOf(found, reach), credentialsOf(trial, found, reach)] : []
  const theirs = trial.settings.redirectUris
    .slice(0, mostAddresses)
    .map((uri) => returnAddressFound('redirect-uri', uri, reach))
  const others = await Promise.all([...ours, ...theirs])
  return [finding, ...nowhereToGo(trial), ...others.filter((one) => one !== undefined)]
}

/** As it is right after it was made, where its addresses are only known later. */
function nowhereToGo({ settings: { grants, redirectUris } }: Trial<OidcSettings>): readonly Finding[] {
  if (redirectUris.length > 0 || !grants.includes('authorization_code')) return []
  const says = 'It names no address where people come back to, so nobody can sign in to it.'
  return [bad('redirect-uri', says, 'Set *Redirect URIs*: what it calls redirect or callback URL.')]
}

async function discover({ baseUrl }: Trial<OidcSettings>, reach: Outbound) {
  const check = 'discovery'
  const issuer = issuerOf(baseUrl)
  const { response, fault } = await reached(reach, `${issuer}/.well-known/openid-configuration`)
  if (!response) return { finding: bad(check, fault.says, fault.remedy ?? proxyRemedy) }
  const read = discovery.safeParse(await jsonOf(response))
  if (!read.success)
    return { finding: bad(check, `${issuer} answers, and not with what we publish there.`, proxyRemedy) }
  if (read.data.issuer !== issuer)
    return { finding: bad(check, `${issuer} calls itself ${read.data.issuer}.`, proxyRemedy) }
  return { found: read.data, finding: good(check, `${issuer} can be discovered.`) }
}

async function keysOf({ jwks_uri: uri }: Discovery, reach: Outbound): Promise<Finding> {
  const check = 'signing-keys'
  const { response, fault } = await reached(reach, uri)
  if (!response) return bad(check, fault.says, fault.remedy ?? proxyRemedy)
  return keySet.safeParse(await jsonOf(response)).success
    ? good(check, 'The keys that sign tokens can be fetched.')
    : bad(check, `${uri} answers, and not with our keys.`, proxyRemedy)
}

/**
 * A token that never was: whoever proves itself hears that it is gone, and everybody else hears of themselves. A code
 * that never was would stand in the trail as refused, and in the next trial as the last that was seen.
 */
async function credentialsOf(
  { applicationId, settings, given }: Trial<OidcSettings>,
  found: Discovery,
  reach: Outbound,
): Promise<Finding> {
  const check = 'credentials'
  const { authentication, requireCertificate } = settings
  const isBound = requireCertificate && found.mtls_endpoint_aliases === undefined
  if (isBound || authentication.endsWith('tls_client_auth')) return certificatesOf(found)
  const proof = proofOf(authentication, applicationId, given)
  if (!proof)
    return {
      check,
      outcome: 'unknown',
      says: 'Whether it proves itself rightly is only known when it does: its secret is kept here as a hash alone.',
      remedy: 'Sign in to it once, or test it from the command line with `--secret-file`.',
    }
  const { response, fault } = await reached(reach, found.revocation_endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...proof.headers },
    body: new URLSearchParams({ token: 'none', ...proof.form }).toString(),
  })
  if (!response) return bad(check, fault.says, fault.remedy ?? proxyRemedy)
  if (response.ok) return good(check, 'It is known by what it proves itself with.')
  const { data } = refusal.safeParse(await jsonOf(response))
  if (data?.error === 'invalid_client')
    return bad(check, 'It is not known by this secret.', 'Enter the secret there anew, or rotate it.')
  return bad(check, `Its credentials were answered by ${data?.error ?? response.status}.`, proxyRemedy)
}

/** Its key is its own: whether it shows the right certificate is only known when it does. */
function certificatesOf({ mtls_endpoint_aliases: aliases }: Discovery): Finding {
  const check = 'credentials'
  if (aliases === undefined)
    return bad(
      check,
      'It needs a certificate, and no port of ours asks for any.',
      'Set `clientCertificates.port`, and open that port.',
    )
  return {
    check,
    outcome: 'unknown',
    says: 'Whether it shows the right certificate is only known when it does.',
    remedy: 'Let it ask for a token once; it has to heed `mtls_endpoint_aliases`.',
  }
}

function proofOf(
  authentication: OidcSettings['authentication'],
  id: string,
  secret: string | undefined,
): { readonly headers?: Record<string, string>; readonly form?: Record<string, string> } | undefined {
  if (authentication === 'none') return { form: { client_id: id } }
  if (secret === undefined) return undefined
  if (authentication === 'client_secret_post') return { form: { client_id: id, client_secret: secret } }
  if (authentication !== 'client_secret_basic') return undefined
  const pair = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`
  return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
}

async function jsonOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}

function good(check: string, says: string): Finding {
  return { check, outcome: 'good', says }
}

function bad(check: string, says: string, remedy: string): Finding {
  return { check, outcome: 'bad', says, remedy }
}
