import assert from 'node:assert/strict'
import { createHmac, generateKeyPairSync, hash, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent, request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { connect, type TLSSocket } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import { certificateDoor, ofListedProxies } from '../../src/protocols/index.ts'
import { createCertificatePort } from '../../src/server/certificate-port.ts'
import { createHttp } from '../../src/server/http.ts'
import {
  type Authority,
  authorityFolder,
  clientPurpose,
  type Issued,
  rootAuthority,
  skipWithoutOpenssl as skip,
} from '../kit/authority.ts'
import { eachEngine, openWorld, passwordOnly, refusal, rowsOf, startAt, type World } from '../kit/engine.ts'
import { cookieNames, origin } from '../kit/server.ts'

const certificateUrl = 'https://sallyport.example:8443'
const nonce = 'n'.repeat(43)
const browser = 'spb_the-browser-of-ana'
const presenter = { browser, holder: 'here' }
const secret = Buffer.alloc(32, 's')
const pair = generateKeyPairSync('ed25519')
const publicKey = Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')

let world: World & { close(): Promise<void> }
let root: Authority
let card: Issued
let server: Issued
let port: FastifyInstance
let main: FastifyInstance
let attempt: string

describe('presenting a certificate', { skip }, () => {
  before(async () => {
    root = rootAuthority(authorityFolder())
    card = root.issue({ subject: '/CN=Ana', extensions: [clientPurpose] })
    server = root.issue({ subject: '/CN=localhost', extensions: ['subjectAltName = DNS:localhost'] })
    world = await openWorld(`${authorityFolder()}/sallyport.db`)
    const { engine } = world
    const tls = { cert: server.file, key: server.keyFile }
    port = (await createCertificatePort({ engine, url: certificateUrl, tls })).app
    const read = ofListedProxies([
      { id: 'edge', secret },
      { id: 'gate', publicKey },
    ])
    const doors = [certificateDoor({ origins: [origin, certificateUrl], read })]
    main = (await createHttp({ engine, pages: '/nowhere', trustedProxies: [], doors })).app
    for (const app of [port, main]) await app.listen({ port: 0, host: '127.0.0.1' })
    await passwordOnly(world, 'Ana')
    attempt = (await startAt(engine, 'Ana')).secret
  })

  after(async () => {
    await Promise.all([port.close(), main.close()])
    await world.close()
  })

  it('keeps the certificate of the connection for the browser that showed it, once', async () => {
    const answer = await present({})
    assert.deepEqual([answer.status, answer.headers.connection], [204, 'close'])
    assert.equal(await world.engine.presented.take('spb_somebody-else'), undefined)
    const kept = await world.engine.presented.take(browser)
    assert.deepEqual([kept?.nonce, Buffer.from(kept?.der ?? [])], [nonce, Buffer.from(card.der)])
    assert.equal(await world.engine.presented.take(browser), undefined)
  })

  it('forgets it after a minute, and keeps the newest only', async () => {
    await present({})
    await present({ nonce: 'm'.repeat(43) })
    assert.equal((await world.engine.presented.take(browser))?.nonce, 'm'.repeat(43))
    await present({})
    world.clock.advance(60_000)
    assert.equal(await world.engine.presented.take(browser), undefined)
  })

  it('takes none from whoever shows none', async () => {
    const answer = await present({ card: undefined })
    assert.deepEqual([answer.status, answer.code], [400, 'certificate.missing'])
  })

  it('A-060: takes none that another page made the browser show', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: undefined },
      { origin: 'https://sallyport.example.evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'none' },
    ]) {
      const answer = await present({ headers })
      assert.deepEqual([answer.status, answer.code], [403, 'certificate.refused'], JSON.stringify(headers))
    }
    assert.equal(await world.engine.presented.take(browser), undefined)
  })

  it('takes none from a browser in which nobody signs in', async () => {
    for (const cookies of [
      {},
      { [cookieNames.browser]: browser },
      { [cookieNames.attempt]: attempt },
      { [cookieNames.browser]: browser, [cookieNames.attempt]: 'spa_guessed' },
      { [cookieNames.browser]: 'another', [cookieNames.attempt]: attempt },
    ])
      assert.equal((await present({ cookies })).code, 'certificate.refused')
  })

  it('takes none for a nonce of another form', async () => {
    for (const body of [
      '',
      'nonce=',
      'nonce=short',
      `nonce=${nonce}&nonce=${nonce}`,
      `nonce=${nonce}x`,
      'x'.repeat(2000),
    ]) {
      const answer = await present({ body })
      assert.ok(answer.status === 400 || answer.status === 413, `${answer.status}`)
    }
    assert.equal((await present({ headers: { 'content-type': 'application/json' } })).status, 415)
  })

  it('takes none of a connection that goes on from an older one', async () => {
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const session = await sessionOf(maxVersion)
      const again = session && (await connected(maxVersion, session))
      assert.ok(!again?.isSessionReused(), maxVersion)
      again?.destroy()
    }
  })

  it('lets no other page read anything, and serves nothing else', async () => {
    const preflight = await call(port, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'POST' },
    })
    assert.equal(preflight.status, 404)
    const answer = await present({})
    const allowed = Object.keys({ ...answer.headers, ...preflight.headers }).filter((name) =>
      name.startsWith('access-control'),
    )
    assert.deepEqual(allowed, [])
    assert.equal(answer.headers['cross-origin-resource-policy'], 'same-site')
    for (const path of ['/', '/sign-in', '/api/v1/portal', '/health/live', '/metrics', '/certificate/'])
      assert.equal((await call(port, { method: 'GET', path })).status, 404, path)
    const page = await call(port, { method: 'GET' })
    assert.equal(page.status, 200)
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; script-src 'sha256-/)
  })

  it('V-64: believes no header at the port that asks for certificates itself', async () => {
    const answer = await present({ card: undefined, headers: signedHeaders({}) })
    assert.equal(answer.code, 'certificate.missing')
  })

  describe('passed on by a listed proxy (R13)', () => {
    it('counts as the proxy signed it, with a secret or a key of its own', async () => {
      for (const proxy of ['edge', 'gate']) {
        const answer = await present({ to: main, card: undefined, headers: signedHeaders({ proxy }) })
        assert.equal(answer.status, 204, answer.code)
        const kept = await world.engine.presented.take(browser)
        assert.deepEqual(Buffer.from(kept?.der ?? []), Buffer.from(card.der))
        assert.equal(kept?.chain.length, 1)
      }
    })

    it('A-118: is refused where it is larger than certificates are', async () => {
      const der = new Uint8Array(16 * 1024 + 1)
      const read = () => ({ der, chain: [] })
      const doors = [certificateDoor({ origins: [origin], read })]
      const { app } = await createHttp({ engine: world.engine, pages: '/nowhere', trustedProxies: [], doors })
      await app.listen({ port: 0, host: '127.0.0.1' })
      const answer = await present({ to: app, card: undefined })
      await app.close()
      assert.deepEqual([answer.status, answer.code], [400, 'certificate.too-large'])
    })

    const forged: Readonly<Record<string, () => Record<string, string | readonly string[] | undefined>>> = {
      'without a signature': () => ({ ...signedHeaders({}), 'sallyport-proxy-signature': undefined }),
      'of a proxy that is not listed': () => signedHeaders({ proxy: 'other' }),
      'signed by another proxy': () => ({ ...signedHeaders({ proxy: 'gate' }), 'sallyport-proxy': 'edge' }),
      'for another nonce': () => signedHeaders({ nonce: 'o'.repeat(43) }),
      'two minutes old': () => signedHeaders({ at: world.clock.now() - 120_000 }),
      'of two minutes hence': () => signedHeaders({ at: world.clock.now() + 120_000 }),
      'with another certificate': () => ({ ...signedHeaders({}), 'client-cert': sequence(server.der) }),
      'with another chain': () => ({ ...signedHeaders({}), 'client-cert-chain': sequence(card.der) }),
      'without its chain': () => ({ ...signedHeaders({}), 'client-cert-chain': undefined }),
      'with a status that was not signed': () => ({
        ...signedHeaders({}),
        'client-cert-status': sequence(card.der),
      }),
      'with the certificate twice': () => ({
        ...signedHeaders({}),
        'client-cert': [sequence(card.der), sequence(server.der)],
      }),
      'with a signature that is none': () => ({
        ...signedHeaders({}),
        'sallyport-proxy-signature': ':AAAA:',
      }),
      'with a time that is none': () => ({ ...signedHeaders({}), 'sallyport-proxy-time': '1e9' }),
    }
    for (const [how, headers] of Object.entries(forged)) {
      it(`A-022: is refused ${how}`, async () => {
        const answer = await present({ to: main, card: undefined, headers: headers() })
        assert.deepEqual([answer.status, answer.code], [403, 'certificate.proxy-refused'])
        assert.equal(await world.engine.presented.take(browser), undefined)
      })
    }

    it('A-022: is not seen under another spelling of the headers', async () => {
      const spelled = Object.fromEntries(
        Object.entries(signedHeaders({})).map(([name, value]) => [name.replaceAll('-', '_'), value]),
      )
      assert.equal(
        (await present({ to: main, card: undefined, headers: spelled })).code,
        'certificate.missing',
      )
    })
  })
})

eachEngine(
  'A-118: browsers that are made up replace each other within one attempt, and one network presents so much and no more',
  async ({ engine, clock }) => {
    const certificate = { der: Buffer.from('the certificate of mallory'), chain: [], nonce }
    const from = (nth: number, source: string, holder = 'the attempt of mallory') =>
      engine.presented.keep({ browser: `spb_made-up-${nth}`, holder, source }, certificate)
    for (let nth = 0; nth < 120; nth++) await from(nth, '198.51.100.1')
    assert.equal((await rowsOf(engine, 'presented_certificates')).length, 1)
    assert.equal(await refusal(from(120, '198.51.100.1', 'another attempt')), 'throttled')
    assert.equal(await from(121, '198.51.100.2', 'the attempt of ana'), 'kept')
    clock.advance(60_000)
    assert.equal(await from(122, '198.51.100.1'), 'kept')
  },
)

eachEngine(
  'a presented certificate lies sealed, for one browser, and two who take it share it not',
  async (world) => {
    const { engine } = world
    const certificate = { der: Buffer.from('the certificate of ana'), chain: [], nonce }
    await engine.presented.keep(presenter, certificate)
    const taken = await Promise.all([1, 2, 3].map(() => engine.presented.take(browser)))
    assert.equal(taken.filter(Boolean).length, 1)
    await engine.presented.keep(presenter, certificate)
    world.clock.advance(61_000)
    await engine.storage.book({ statements: [engine.presented.sweep(world.clock.now())], locks: [] })
    assert.equal(await engine.presented.take(browser), undefined)
  },
)

interface Presented {
  readonly to?: FastifyInstance
  readonly card?: Issued | undefined
  readonly nonce?: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly cookies?: Readonly<Record<string, string>>
}

/** What our page makes the browser of Ana send, with whatever a test changes. */
function present(presented: Presented) {
  const cookies = presented.cookies ?? { [cookieNames.browser]: browser, [cookieNames.attempt]: attempt }
  const shown = 'card' in presented ? presented.card : card
  return call(presented.to ?? port, {
    method: 'POST',
    card: shown,
    body: presented.body ?? `nonce=${presented.nonce ?? nonce}`,
    headers: {
      origin,
      'sec-fetch-site': 'same-site',
      'content-type': 'application/x-www-form-urlencoded',
      cookie: Object.entries(cookies)
        .map((pairOf) => pairOf.join('='))
        .join('; '),
      ...presented.headers,
    },
  })
}

interface Called {
  readonly method: string
  readonly path?: string
  readonly card?: Issued | undefined
  readonly body?: string
  readonly headers?: Presented['headers']
}

function call(
  app: FastifyInstance,
  { method, path = '/certificate', card: shown, body, headers = {} }: Called,
) {
  const options = {
    host: '127.0.0.1',
    port: portOf(app),
    method,
    path,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([, value]) => value !== undefined),
    ) as IncomingHttpHeaders,
  }
  const secure = {
    ...options,
    servername: 'localhost',
    ca: readFileSync(root.file),
    agent: new Agent(),
    ...(shown ? { cert: readFileSync(shown.file), key: readFileSync(shown.keyFile) } : {}),
  }
  return new Promise<{ status: number; headers: IncomingHttpHeaders; code: string }>((resolve, reject) => {
    const outgoing = app === port ? httpsRequest(secure) : httpRequest(options)
    outgoing.on('error', reject)
    outgoing.on('response', async (incoming) => {
      const text = (await incoming.toArray()).join('')
      const code = text.startsWith('{') ? String(JSON.parse(text).code) : ''
      resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, code })
    })
    outgoing.end(body)
  })
}

function portOf(app: FastifyInstance): number {
  return (app.server.address() as AddressInfo).port
}

function connected(maxVersion: 'TLSv1.2' | 'TLSv1.3', session?: Buffer): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      {
        ...{
          host: '127.0.0.1',
          port: portOf(port),
          servername: 'localhost',
          ca: readFileSync(root.file),
          maxVersion,
        },
        ...{
          cert: readFileSync(card.file),
          key: readFileSync(card.keyFile),
          ...(session ? { session } : {}),
        },
      },
      () => resolve(socket),
    )
    socket.on('error', reject)
  })
}

/** What a client would go on with; undefined where the server gives it nothing. */
async function sessionOf(maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<Buffer | undefined> {
  const socket = await connected(maxVersion)
  const later = new Promise<Buffer | undefined>((resolve) => {
    socket.once('session', resolve)
    setTimeout(() => resolve(undefined), 200)
  })
  socket.write('GET /certificate HTTP/1.1\r\nhost: localhost\r\n\r\n')
  const session = (await later) ?? socket.getSession()
  socket.destroy()
  return session
}

interface Signing {
  readonly proxy?: string
  readonly nonce?: string
  readonly at?: number
}

/** What a proxy sends, signed as the documentation says and not as our reader expects it. */
function signedHeaders(signing: Signing): Record<string, string> {
  const { proxy = 'edge', at = world.clock.now() } = signing
  const time = String(Math.floor(at / 1000))
  const sha256 = (bytes: Uint8Array) => hash('sha256', bytes, 'hex')
  const text = [
    'sallyport-client-certificate-1',
    proxy,
    time,
    signing.nonce ?? nonce,
    sha256(card.der),
    sha256(root.der),
    '',
  ].join('\n')
  const signature =
    proxy === 'gate'
      ? sign(null, Buffer.from(text), pair.privateKey)
      : createHmac('sha256', secret).update(text).digest()
  return {
    'client-cert': sequence(card.der),
    'client-cert-chain': sequence(root.der),
    'sallyport-proxy': proxy,
    'sallyport-proxy-time': time,
    'sallyport-proxy-signature': sequence(signature),
  }
}

function sequence(bytes: Uint8Array): string {
  return `:${Buffer.from(bytes).toString('base64')}:`
}
