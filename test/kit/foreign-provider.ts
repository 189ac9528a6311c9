import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Provider } from 'oidc-provider'

/** Somebody else's identity provider, at an origin of its own, with a page on which people type a name. */
export interface ForeignProvider {
  readonly issuer: string
  /** How we are configured for it. */
  readonly config: Readonly<Record<string, unknown>>
  /** A browser that nobody is signed in with there. */
  browser(): ForeignBrowser
  close(): void
}

export interface ForeignBrowser {
  /** Goes to an address of it and signs in where it asks: where it comes back to us, and with what. */
  visit(address: unknown, name?: string): Promise<string>
  /** Signs out there; whoever signed in with this browser is told. */
  signOut(): Promise<void>
}

const client = { id: 'sallyport', secret: 'between-the-two-houses-4711' }

/** `signOuts`: where it tells us of those. */
export async function openForeignProvider(returnTo: string, signOuts?: string): Promise<ForeignProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: client.id, client_secret: client.secret, redirect_uris: [returnTo] },
        ...(signOuts === undefined
          ? {}
          : { backchannel_logout_uri: signOuts, backchannel_logout_session_required: true }),
      },
    ],
    cookies: { keys: ['of the test'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, email: `${id}@example.com`, email_verified: true }),
    }),
    claims: { profile: ['preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    // By itself it tells nobody on this machine.
    fetch: (url, { method = 'GET', headers, body }: RequestInit = {}) =>
      fetch(url, { method, headers: headers ?? {}, body: body ?? null }),
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    if (request.method === 'POST') return void signIn(request, response)
    response.setHeader('content-type', 'text/html').end(page)
  })

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = new URLSearchParams(await text(request)).get('name') ?? ''
    const result = name ? { login: { accountId: name } } : { error: 'access_denied' }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  }

  return {
    issuer,
    config: { name: 'Harbour ID', issuer, clientId: client.id, clientSecret: client.secret, timeout: 20_000 },
    browser: () => openBrowser(issuer, returnTo),
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

const page = `<!doctype html><html lang="en"><title>Harbour ID</title><h1>Sign in at Harbour ID</h1>
<form method="post"><label>Name there <input name="name"></label><button>Go on</button></form></html>`

function openBrowser(issuer: string, returnTo: string): ForeignBrowser {
  const cookies = new Map<string, string>()

  async function ask(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }

  return {
    async visit(address, name = '') {
      let url = new URL(String(address))
      for (let hop = 0; hop < 12; hop++) {
        if (url.href.startsWith(`${returnTo}?`)) return `${url.pathname}${url.search}`
        const asks = url.pathname.startsWith('/interaction/')
        const answer = await ask(url, asks ? { method: 'POST', body: new URLSearchParams({ name }) } : {})
        url = new URL(answer.headers.get('location') ?? assert.fail(await answer.text()), issuer)
      }
      return assert.fail('sent round and round')
    },
    async signOut() {
      const asked = await (await ask(new URL('/session/end', issuer))).text()
      const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(asked) ?? assert.fail(asked)
      const body = new URLSearchParams({ xsrf, logout: 'yes' })
      await ask(new URL('/session/end/confirm', issuer), { method: 'POST', body })
    },
  }
}
