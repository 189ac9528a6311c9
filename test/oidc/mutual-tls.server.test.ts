import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Agent, type RequestOptions, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe } from 'node:test'
import * as openid from 'openid-client'
import { certificateDoor, ofConnection } from '../../src/protocols/index.ts'
import { oidc } from '../../src/protocols/oidc/index.ts'
import { oidcSettings } from '../../src/protocols/oidc/settings.ts'
import { createCertificatePort } from '../../src/server/certificate-port.ts'
import type { ServedRoute } from '../../src/server/registry.ts'
import { attack, type Scene } from '../kit/attack.ts'
import {
  type Authority,
  authorityFolder,
  clientPurpose,
  type Issued,
  rootAuthority,
  skipWithoutOpenssl as skip,
} from '../kit/authority.ts'
import {
  type Connected,
  callback,
  connect,
  discover,
  fetchAt,
  issuer,
  reconnect,
  refusedWith,
  signInBy,
} from './relying-party.fixture.ts'

const mutualTlsUrl = 'https://sallyport.example:8443'
const options = { world: { mutualTlsUrl } }
const machine = { grants: ['client_credentials'], redirectUris: [] }

interface Port {
  /** The way of a client: to this port with its certificate, or to the usual one without. */
  fetchAs(shown: Issued | undefined, agent?: Agent): openid.CustomFetch
}

/** A scene with the port that asks for certificates. */
function withPort(
  name: string,
  run: (
    scene: Scene & { readonly port: Port; readonly root: Authority; readonly served: readonly ServedRoute[] },
  ) => Promise<void>,
  more: Parameters<typeof attack>[2] = {},
): void {
  attack(
    name,
    async (scene) => {
      const root = rootAuthority(authorityFolder())
      const own = root.issue({ subject: '/CN=localhost', extensions: ['subjectAltName = DNS:localhost'] })
      const tls = { cert: own.file, key: own.keyFile }
      const { app, served } = await createCertificatePort({ engine: scene.engine, url: mutualTlsUrl, tls })
      await app.listen({ host: '127.0.0.1', port: 0 })
      const { port } = app.server.address() as AddressInfo
      try {
        await run({ ...scene, root, served, port: portOf(scene, root, port) })
      } finally {
        await app.close()
      }
    },
    { ...options, ...more },
  )
}

function portOf({ server }: Pick<Scene, 'server'>, root: Authority, port: number): Port {
  return {
    fetchAs(shown, agent = new Agent()) {
      const usual = fetchAt(server)
      return async (url, init) => {
        if (new URL(url).origin !== mutualTlsUrl) return usual(url, init)
        const { pathname, search } = new URL(url)
        return send(
          {
            ...{ host: '127.0.0.1', port, servername: 'localhost', ca: readFileSync(root.file), agent },
            ...{ method: init.method, path: `${pathname}${search}`, headers: { ...init.headers } },
            ...(shown ? { cert: readFileSync(shown.file), key: readFileSync(shown.keyFile) } : {}),
          },
          init.body === undefined || init.body === null ? undefined : String(init.body),
        )
      }
    },
  }
}

function send(options: RequestOptions, body: string | undefined): Promise<Response> {
  return new Promise((resolve, reject) => {
    const outgoing = request(options, async (incoming) => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ])
      resolve(new Response(Buffer.concat(chunks), { status: incoming.statusCode ?? 0, headers }))
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function clientOf(
  scene: Pick<Scene, 'server'> & { readonly port: Port },
  connected: Connected,
  shown: Issued | undefined,
  authentication: openid.ClientAuth = openid.TlsClientAuth(),
): Promise<openid.Configuration> {
  const metadata = { use_mtls_endpoint_aliases: true }
  return openid.discovery(new URL(issuer), connected.application.id, metadata, authentication, {
    [openid.customFetch]: scene.port.fetchAs(shown),
  })
}

function pemOf({ file }: Issued): string {
  const [pem = ''] =
    /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.exec(readFileSync(file, 'utf8')) ?? []
  return pem
}

function token(configuration: openid.Configuration) {
  return openid.clientCredentialsGrant(configuration)
}

describe('RFC 8705', { skip }, () => {
  withPort(
    'tls_client_auth: a client is known by a name of its certificate, from its own authorities',
    async (scene) => {
      const { root } = scene
      const subject = '/C=HR/O=Harbour, Trading/CN=billing'
      const good = root.issue({
        subject,
        extensions: [
          clientPurpose,
          'subjectAltName = DNS:billing.example, URI:spiffe://harbour/billing, IP:192.0.2.7, IP:2001:db8::7, email:billing@example.com',
        ],
      })
      const names = [
        { subject: 'CN=billing,O=Harbour\\, Trading,C=HR' },
        { subject: 'cn = Billing , o=harbour\\2c  trading, c=hr' },
        { dns: 'BILLING.example' },
        { uri: 'spiffe://harbour/billing' },
        { ip: '192.0.2.7' },
        { ip: '2001:db8:0::7' },
        { email: 'billing@example.com' },
      ]
      const settings = { ...machine, authentication: 'tls_client_auth', anchors: [pemOf(root)] }
      const wiki = await connect(scene, { ...settings, certificate: { dns: 'billing.example' } })
      for (const certificate of names) {
        await reconnect(scene, wiki, { ...settings, certificate })
        const granted = await token(await clientOf(scene, wiki, good))
        assert.ok(granted.access_token, JSON.stringify(certificate))
      }
      for (const certificate of [
        { subject: 'C=HR,O=Harbour\\, Trading,CN=billing' },
        { subject: 'CN=billing,O=Harbour\\, Trading' },
        { subject: 'CN=billing+O=Harbour\\, Trading,C=HR' },
        { dns: 'example' },
        { dns: '*.example' },
        { uri: 'spiffe://harbour/billing/' },
        { ip: '192.0.2.8' },
        { ip: '::ffff:192.0.2.7' },
        { email: 'BILLING@example.com' },
      ]) {
        await reconnect(scene, wiki, { ...settings, certificate })
        await refusedWith('invalid_client', token(await clientOf(scene, wiki, good)))
      }
    },
    { audited: ['oidc.invalid_client'] },
  )

  withPort(
    'what leads to no authority of this application, is over, or is for something else is refused',
    async (scene) => {
      const { root, clock } = scene
      const other = rootAuthority(authorityFolder())
      const subject = '/CN=billing'
      const extensions = [clientPurpose]
      const settings = {
        ...machine,
        authentication: 'tls_client_auth',
        certificate: { subject: 'CN=billing' },
        anchors: [pemOf(root)],
      }
      const wiki = await connect(scene, settings)
      const refuses = async (shown: Issued | undefined) =>
        refusedWith('invalid_client', token(await clientOf(scene, wiki, shown)))
      await refuses(undefined)
      await refuses(other.issue({ subject, extensions }))
      await refuses(root.issue({ subject, extensions: ['extendedKeyUsage = serverAuth'] }))
      await refuses(root.issue({ subject: '/CN=billing/O=Evil', extensions }))
      const day = 24 * 3_600_000
      const over = { from: new Date(clock.now() - 2 * day), until: new Date(clock.now() - day) }
      await refuses(root.issue({ subject, extensions, ...over }))
      const good = root.issue({ subject, extensions })
      assert.ok((await token(await clientOf(scene, wiki, good))).access_token)
      await reconnect(scene, wiki, { ...settings, anchors: [pemOf(other)] })
      await refuses(good)
    },
  )

  withPort('self_signed_tls_client_auth: a client is known by the very certificate', async (scene) => {
    const [own, next, foreign] = ['own', 'next', 'own'].map((name) =>
      rootAuthority(authorityFolder(), { subject: `/CN=${name}`, extensions: [clientPurpose] }),
    )
    if (!own || !next || !foreign) assert.fail('none was made')
    const settings = { ...machine, authentication: 'self_signed_tls_client_auth' }
    const wiki = await connect(scene, { ...settings, certificates: [pemOf(own)] })
    assert.ok((await token(await clientOf(scene, wiki, own))).access_token)
    for (const shown of [undefined, next, foreign])
      await refusedWith('invalid_client', token(await clientOf(scene, wiki, shown)))
    await reconnect(scene, wiki, { ...settings, certificates: [pemOf(own), pemOf(next)] })
    assert.ok((await token(await clientOf(scene, wiki, next))).access_token)
  })

  withPort(
    'tokens are bound to the certificate, and of no use to whoever copies them',
    async (scene) => {
      const own = scene.root.issue({ subject: '/CN=own', extensions: [clientPurpose] })
      const thief = scene.root.issue({ subject: '/CN=thief', extensions: [clientPurpose] })
      const wiki = await connect(scene, { requireCertificate: true, authentication: 'none' })
      const configuration = await clientOf(scene, wiki, own, openid.None())
      const browser = await scene.server.browser()
      const tokens = await signInBy(scene, configuration, { browser, owner: scene.alice })
      const sub = scene.alice.account.id
      const learn = (asking: openid.Configuration) => openid.fetchUserInfo(asking, tokens.access_token, sub)
      assert.equal((await learn(configuration)).sub, sub)

      const stolen = await clientOf(scene, wiki, thief, openid.None())
      const bare = await clientOf(scene, wiki, undefined, openid.None())
      for (const asking of [stolen, bare, await discover(scene, wiki, { authentication: openid.None() })])
        await refusedWith('invalid_token', learn(asking))
      const refresh = tokens.refresh_token ?? assert.fail('none')
      for (const asking of [stolen, bare])
        await refusedWith('invalid_grant', openid.refreshTokenGrant(asking, refresh))
      const fresh = await openid.refreshTokenGrant(configuration, refresh)
      assert.ok(fresh.access_token)

      const system = await connect(scene)
      const asks = await discover(scene, system)
      const told = await openid.tokenIntrospection(asks, fresh.access_token)
      assert.equal(told.active, true)
      assert.equal(typeof told.cnf?.['x5t#S256'], 'string')
      const withoutOne = await connect(scene, { ...machine, requireCertificate: true })
      const never = await discover(scene, withoutOne)
      await assert.rejects(token(never), 'a token that would be bound to nothing')
    },
    { on: 'each' },
  )

  withPort('A-022: a header says nothing of a certificate, at either port', async (scene) => {
    const { root, port } = scene
    const good = root.issue({ subject: '/CN=billing', extensions: [clientPurpose] })
    const wiki = await connect(scene, {
      ...machine,
      ...{
        authentication: 'tls_client_auth',
        certificate: { subject: 'CN=billing' },
        anchors: [pemOf(root)],
      },
    })
    const der = `:${Buffer.from(good.der).toString('base64')}:`
    const forged = {
      'client-cert': der,
      'x-ssl-client-cert': encodeURIComponent(pemOf(good)),
      'x-client-certificate': der,
      'x-forwarded-client-cert': `Cert="${encodeURIComponent(pemOf(good))}"`,
      'ssl-client-verify': 'SUCCESS',
    }
    for (const at of [issuer, `${mutualTlsUrl}/oidc`]) {
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: wiki.application.id })
      const answer = await port.fetchAs(undefined)(`${at}/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...forged },
        body,
        redirect: 'manual',
      })
      assert.equal(((await answer.json()) as { readonly error: string }).error, 'invalid_client', at)
    }
  })

  withPort(
    'G12: nothing is served there that is not declared, and nothing that browsers open',
    async (scene) => {
      const { root, port, server, served } = scene
      const declared = [
        ...certificateDoor({ origins: [], read: ofConnection }).routes,
        ...(oidc.atCertificates?.routes ?? []),
      ]
      const name = ({ method, path }: ServedRoute) => `${method} ${path}`
      const heads = new Set(['HEAD /certificate'])
      assert.deepEqual(
        served
          .map(name)
          .filter((one) => !heads.has(one))
          .sort(),
        declared.map(name).sort(),
      )
      const good = root.issue({ subject: '/CN=billing', extensions: [clientPurpose] })
      const ask = port.fetchAs(good)
      for (const path of [
        '/oidc/authorize',
        '/oidc/logout',
        '/oidc/register',
        '/oidc/jwks',
        '/sign-in',
        '/api/v1/session',
      ]) {
        const sent = { method: 'GET', headers: {}, body: undefined, redirect: 'manual' } as const
        assert.equal((await ask(`${mutualTlsUrl}${path}`, sent)).status, 404, path)
      }
      const { body } = await server
        .stranger()
        .send({ method: 'GET', path: '/oidc/.well-known/openid-configuration' })
      assert.equal(body.mtls_endpoint_aliases.token_endpoint, `${mutualTlsUrl}/oidc/token`)
      assert.equal(body.tls_client_certificate_bound_access_tokens, true)
      assert.ok(body.token_endpoint_auth_methods_supported.includes('tls_client_auth'))
    },
  )
})

attack('without a port that asks for certificates nothing is said of them', async ({ server }) => {
  const { body } = await server
    .stranger()
    .send({ method: 'GET', path: '/oidc/.well-known/openid-configuration' })
  assert.equal(body.mtls_endpoint_aliases, undefined)
  assert.equal(body.token_endpoint_auth_methods_supported.includes('tls_client_auth'), false)
})

attack(
  'G6: where no port asks for certificates, nothing is issued that should be bound to one',
  async (scene) => {
    const wanted = await connect(scene, { grants: ['client_credentials'], requireCertificate: true })
    const configuration = await discover(scene, wanted)
    await refusedWith('invalid_client', openid.clientCredentialsGrant(configuration))
  },
)

describe('what is set of certificates', { skip }, () => {
  const root = skip ? undefined : rootAuthority(authorityFolder())
  const pem = root ? pemOf(root) : ''
  const usual = { redirectUris: [callback] }
  const judged = (settings: object) => oidcSettings.safeParse({ ...usual, ...settings }).success

  attack('is complete, or refused', async () => {
    const name = { subject: 'CN=billing' }
    const tls = { authentication: 'tls_client_auth', certificate: name, anchors: [pem] }
    assert.ok(judged(tls))
    assert.ok(judged({ authentication: 'self_signed_tls_client_auth', certificates: [pem] }))
    for (const wrong of [
      { ...tls, anchors: [] },
      { ...tls, anchors: ['not one'] },
      { ...tls, anchors: [pem + pem] },
      { ...tls, certificate: undefined },
      { ...tls, certificate: {} },
      { ...tls, certificate: { ...name, dns: 'billing.example' } },
      { ...tls, certificate: { subject: 'billing' } },
      { ...tls, certificate: { subject: 'XY=billing' } },
      { ...tls, certificate: { subject: 'CN="billing"' } },
      { ...tls, certificate: { ip: 'billing' } },
      { authentication: 'self_signed_tls_client_auth' },
      { requireCertificate: true, requireDpop: true },
    ])
      assert.equal(judged(wrong), false, JSON.stringify(wrong).slice(0, 120))
  })
})
