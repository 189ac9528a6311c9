import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { DoorPort } from '../../src/applications/index.ts'
import { verifyOnce } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { selfSigned } from '../../src/protocols/certificate.ts'
import { listenForLdap } from '../../src/protocols/ldap/server.ts'
import { goodPassword, person } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'
import { connectTo, openServed, type Served } from './served.fixture.ts'

let served: Served
let folder: string

before(async () => {
  served = await openServed()
  folder = mkdtempSync(join(tmpdir(), 'sallyport-ldap-'))
})

after(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

const day = 24 * 3_600_000
const here = { networks: ['127.0.0.1'] }

/** The engine as it is where LDAP listens at a port. */
function listeningAt(port: DoorPort): Engine {
  return Object.create(served.engine, { doorPorts: { value: { ldap: port } } }) as Engine
}

test('where nothing listens it is said, and whether that is for the configuration or for the server', async () => {
  const off = await (await connectTo(served.engine, 'ldap', here)).look()
  assert.match(off.port?.says ?? '', /not in the configuration/)
  const port = { host: '127.0.0.1', port: await freePort() }
  const closed = await (await connectTo(listeningAt(port), 'ldap', here)).look()
  assert.match(closed.port?.says ?? '', /does not answer by LDAP/)
})

test('the port is asked as the system would ask it, and its secret opens the names below its base', async () => {
  const port = { host: '127.0.0.1', port: await freePort() }
  const { look, secret } = await connectTo(listeningAt(port), 'ldap', here)
  const listening = await listenForLdap(served.engine, port)
  try {
    const found = await look()
    assert.deepEqual(
      [found.port?.outcome, found.certificate, found.secret?.outcome],
      ['good', undefined, 'good'],
    )
    assert.match((await look(secret)).secret?.says ?? '', /cn=reader.* is let in/)
    assert.match((await look('not-the-secret-of-it')).secret?.says ?? '', /no secret of the system/)
    const far = await connectTo(listeningAt(port), 'ldap', { networks: ['192.0.2.7'] })
    const elsewhere = await far.look(far.secret)
    assert.equal(elsewhere.secret?.outcome, 'unknown')
    assert.match(elsewhere.networks?.says ?? '', /listens on 127\.0\.0\.1 alone/)
  } finally {
    await listening.close()
  }
})

test('a certificate that is over is found before the systems find it', async () => {
  for (const [until, outcome] of [
    [Date.now() + 90 * day, 'good'],
    [Date.now() - day, 'bad'],
  ] as const) {
    const port = { host: '127.0.0.1', port: await freePort(), secure: true }
    const { look } = await connectTo(listeningAt(port), 'ldap', here)
    const listening = await listenForLdap(served.engine, { ...port, tls: filesOf(until) })
    try {
      const { certificate } = await look()
      assert.equal(certificate?.outcome, outcome)
    } finally {
      await listening.close()
    }
  }
})

function filesOf(until: number): { readonly cert: string; readonly key: string } {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const made = selfSigned({
    ...{ ...pair, name: 'localhost', from: until - 365 * day, until },
    serial: randomBytes(15),
  })
  const [cert, key] = [join(folder, `${until}.pem`), join(folder, `${until}.key`)]
  writeFileSync(cert, `-----BEGIN CERTIFICATE-----\n${made}\n-----END CERTIFICATE-----\n`)
  writeFileSync(key, pair.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { cert, key }
}

test('what somebody typed wrong is told in words, and not held against the connection', async () => {
  const { look, application } = await connectTo(served.engine, 'ldap', here)
  const ana = await person(served.world, 'ana')
  const given = { account: ana.account.name, password: goodPassword, code: '000000' }
  await verifyOnce(served.engine, { application, ...given, surroundings: { door: 'ldap' } }).catch(() => {})
  served.world.clock.advance(2 * 60_000)
  const { 'last-seen': seen } = await look()
  assert.equal(seen?.outcome, 'unknown')
  assert.match(seen?.says ?? '', /^Somebody was refused \d+ minutes? ago\. .*wrong/)
})
