import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { OutboundRefusal, openOutbound } from '../../src/delivery/index.ts'
import { oidcSettings } from '../../src/protocols/oidc/settings.ts'
import { tryOutOidc } from '../../src/protocols/oidc/try-out.ts'
import { byCheck, connectTo, openServed, outside, type Served } from './served.fixture.ts'

let served: Served

before(async () => {
  served = await openServed()
})

after(() => served?.close())

const callback = 'http://127.0.0.1:9/callback'

test('what an application reads of us is read, and it is known by its secret', async () => {
  const { look, secret } = await connectTo(served.engine, 'oidc', { redirectUris: [callback] })
  const blind = await look()
  assert.deepEqual(
    ['secret', 'discovery', 'signing-keys', 'credentials', 'last-seen'].map((one) => blind[one]?.outcome),
    ['good', 'good', 'good', 'unknown', 'unknown'],
  )
  assert.equal((await look(secret)).credentials?.outcome, 'good')
  assert.equal((await look(secret))['last-seen']?.outcome, 'unknown', 'a trial is nobody who came by')
  const wrong = (await look('another-secret-of-mine')).credentials
  assert.equal(wrong?.outcome, 'bad')
  assert.match(wrong?.remedy ?? '', /Enter the secret there anew/)
  const tried = await served.engine.audit.search({ event: 'application.tried-out' })
  assert.equal(tried.items.length, 4)
})

test('a secret that goes by the form, and an application without one, are tried as they are set', async () => {
  const form = { redirectUris: [callback], authentication: 'client_secret_post' }
  const posting = await connectTo(served.engine, 'oidc', form)
  assert.equal((await posting.look(posting.secret)).credentials?.outcome, 'good')
  const open = await connectTo(served.engine, 'oidc', { redirectUris: [callback], authentication: 'none' })
  assert.equal((await open.look()).credentials?.outcome, 'good')
})

test('one that proves itself by a certificate is told where it could not', async () => {
  const settings = {
    ...{ redirectUris: [callback], authentication: 'self_signed_tls_client_auth' },
    jwksUri: 'https://wiki.example/keys',
  }
  const { look } = await connectTo(served.engine, 'oidc', settings)
  const { credentials } = await look()
  assert.equal(credentials?.outcome, 'bad')
  assert.match(credentials?.remedy ?? '', /clientCertificates\.port/)
})

test('the last refusal is told in words, with what to do', async () => {
  const { look, application } = await connectTo(served.engine, 'oidc', { redirectUris: [callback] })
  const asked = new URLSearchParams({
    client_id: application.id,
    redirect_uri: `${callback}/`,
    response_type: 'code',
    scope: 'openid',
  })
  await fetch(`${served.url}/oidc/authorize?${asked}`, { redirect: 'manual' })
  const { 'last-seen': seen } = await look()
  assert.equal(seen?.outcome, 'bad')
  assert.match(seen?.says ?? '', /differs from the registered one by a slash at its end/)
  assert.match(seen?.remedy ?? '', /slashes count/)
})

test('a base URL that leads elsewhere is found, and so is one that leads nowhere', async () => {
  const other = createServer((_, response) => response.end('welcome'))
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const host = `localhost:${(other.address() as AddressInfo).port}`
  const at = (baseUrl: string) =>
    tryOutOidc({ ...trialOf({ redirectUris: [callback] }), baseUrl }, openOutbound([host, 'localhost:9']))
  const elsewhere = byCheck(await at(`http://${host}`)).discovery
  assert.match(elsewhere?.says ?? '', /answers, and not with what we publish/)
  assert.match(elsewhere?.remedy ?? '', /baseUrl/)
  assert.match(byCheck(await at('http://localhost:9')).discovery?.says ?? '', /Nothing listens/)
  other.close()
})

test('one that names no address to come back to is told so', async () => {
  const { 'redirect-uri': missing } = await (await connectTo(served.engine, 'oidc', {})).look()
  assert.equal(missing?.outcome, 'bad')
  assert.match(missing?.says ?? '', /names no address where people come back to/)
  const itself = await connectTo(served.engine, 'oidc', { grants: ['client_credentials'] })
  assert.equal((await itself.look())['redirect-uri'], undefined, 'nobody comes back to a program')
})

test('where people come back to is looked at: names, certificates, other names', async () => {
  const reach = outside({
    'good.example': () => new Response(null, { status: 302, headers: { location: '/login' } }),
    'moved.example': () =>
      new Response(null, { status: 301, headers: { location: 'https://www.moved.example/' } }),
    'old.example': () => {
      throw Object.assign(new Error('old'), { code: 'CERT_HAS_EXPIRED' })
    },
    'near.example': () => {
      throw new OutboundRefusal('address', 'near')
    },
    'long.example': () => {
      throw new OutboundRefusal('length', 'long')
    },
  })
  const look = async (redirectUri: string) =>
    byCheck(
      await tryOutOidc(
        trialOf({ redirectUris: [redirectUri], application: 'native', authentication: 'none' }),
        reach,
      ),
    )['redirect-uri']
  assert.equal((await look('https://good.example/cb'))?.outcome, 'good')
  assert.match((await look('https://moved.example/cb'))?.says ?? '', /on to https:\/\/www\.moved\.example/)
  assert.match((await look('https://old.example/cb'))?.remedy ?? '', /Renew it/)
  assert.match((await look('https://nobody.example/cb'))?.says ?? '', /No name server/)
  assert.equal((await look('https://near.example/cb'))?.outcome, 'unknown', 'A-072')
  assert.equal((await look('https://long.example/cb'))?.outcome, 'good', 'it is there')
  assert.equal(await look('com.example.app:/cb'), undefined)
})

function trialOf(settings: object) {
  return {
    baseUrl: 'https://sallyport.example',
    applicationId: '0123456789abcdefghjkmnpqrstvwxyz' as never,
    settings: oidcSettings.parse(settings),
    now: Date.now(),
    secrets: [],
    given: undefined,
    port: undefined,
  }
}
