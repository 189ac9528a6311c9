import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** What a provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>

/** Where it does not do as it should. */
export interface Lie {
  /** Another discovery document. */
  readonly says?: (document: Claims) => Claims
  /** Other claims in its ID token. */
  readonly claims?: (claims: Claims) => Claims
  /** Another token altogether. */
  readonly token?: (claims: Claims, publicKey: Claims) => Promise<string> | string
  /** Another address that the browser brings back. */
  readonly brings?: (parameters: URLSearchParams) => void
  /** Takes a code again and again. */
  readonly takesAgain?: true
  /** Milliseconds until it shows its keys. */
  readonly keysAfter?: number
  /** In place of each of its answers. */
  readonly answers?: (response: ServerResponse) => void
}

/** An identity provider that can be made to lie. It asks nobody for a password. */
export interface TestProvider {
  readonly issuer: string
  /** How it is configured. */
  readonly config: Claims
  /** What was asked of it: paths, in their order. */
  readonly asked: readonly string[]
  lie(lie: Lie): void
  /** Somebody signs in at an address of it: what their browser comes back with. */
  visit(address: unknown, who?: Claims): string
  /** What it would tell of a sign-out; claims that are undefined are left out. */
  tell(claims?: Claims, header?: Claims): Promise<string>
  close(): void
}

interface Grant {
  readonly parameters: URLSearchParams
  readonly who: Claims
}

export const clientId = 'sallyport'
export const clientSecret = 'a-secret-between-the-two-houses'

export async function openProvider(): Promise<TestProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const grants = new Map<string, Grant>()
  const asked: string[] = []
  let lie: Lie = {}

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    asked.push(request.url ?? '')
    if (lie.answers) return lie.answers(response)
    const [status, body] = await contentOf(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }

  async function contentOf(request: IncomingMessage): Promise<readonly [number, unknown]> {
    if (request.url === '/.well-known/openid-configuration') return [200, lie.says?.(document) ?? document]
    if (request.url === '/keys') {
      await wait(lie.keysAfter ?? 0)
      return [200, { keys: [key] }]
    }
    const grant = redeemed(new URLSearchParams(await text(request)), request.headers.authorization)
    if (!grant) return [400, { error: 'invalid_grant' }]
    return [200, { access_token: 'a', token_type: 'Bearer', id_token: await tokenFor(grant) }]
  }

  function redeemed(body: URLSearchParams, authorization: string | undefined): Grant | undefined {
    const code = body.get('code') ?? ''
    const grant = grants.get(code)
    if (!lie.takesAgain) grants.delete(code)
    const [, shown = ''] = (authorization ?? '').split(' ')
    const [id, secret] = Buffer.from(shown, 'base64').toString().split(':').map(decodeURIComponent)
    const verifier = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    const right =
      id === clientId &&
      secret === clientSecret &&
      verifier === grant?.parameters.get('code_challenge') &&
      body.get('redirect_uri') === grant.parameters.get('redirect_uri')
    return right ? grant : undefined
  }

  async function tokenFor({ parameters, who }: Grant): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const nonce = parameters.get('nonce')
    const claims = { iss: issuer, aud: clientId, iat: now, exp: now + 300, nonce, ...who }
    const told = lie.claims?.(claims) ?? claims
    if (lie.token) return lie.token(told, key)
    return new SignJWT(told).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(privateKey)
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const document = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
    authorization_response_iss_parameter_supported: true,
    backchannel_logout_supported: true,
  }

  return {
    issuer,
    config: { name: 'Harbour ID', issuer, clientId, clientSecret, timeout: 20_000 },
    asked,
    lie(next) {
      lie = next
    },
    visit(address, who = { sub: 'ana' }) {
      const { searchParams } = new URL(String(address))
      const code = randomUUID()
      grants.set(code, { parameters: searchParams, who })
      const back = new URLSearchParams({ code, state: searchParams.get('state') ?? '', iss: issuer })
      lie.brings?.(back)
      return `${new URL(searchParams.get('redirect_uri') ?? '').pathname}?${back}`
    },
    tell(claims = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000)
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      const usual = { iss: issuer, aud: clientId, iat: now, exp: now + 120, jti: randomUUID(), events }
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'logout+jwt', ...header })
        .sign(privateKey)
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
