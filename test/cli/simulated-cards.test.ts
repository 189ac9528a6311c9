import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createSecureContext } from 'node:tls'
import { createOutput } from '../../src/cli/output.ts'
import { workbenchIn } from '../../src/cli/simulator/simulate.ts'
import { smartCardModule } from '../../src/factors/smart-card/index.ts'
import { openOffice } from '../../src/factors/smart-card/simulator/office.ts'
import { webauthnModule } from '../../src/factors/webauthn/index.ts'
import {
  type Certificate,
  emailsOf,
  findPath,
  isListed,
  isListFor,
  listPlacesOf,
  pemBlocks,
  principalNamesOf,
  purposes,
  readCertificate,
  readRevocationList,
  readStatusResponse,
  statusAddressesOf,
  statusRequest,
} from '../../src/x509/index.ts'
import { testHost } from '../factor-conformance.ts'
import { skipWithoutOpenssl } from '../kit/authority.ts'
import { freePort } from '../kit/free-port.ts'
import { type SimulatorRun, serveSimulator, simulatorIn } from './simulator.fixture.ts'

describe('sallyport sim smart-card', () => {
  let home: string
  let folder: string
  let sim: SimulatorRun
  let ana: Issued

  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'sallyport-cards-'))
    folder = join(home, 'things')
    sim = simulatorIn(folder)
    const wish = { upn: 'ana@corp.example', email: 'ana@example.com', policy: '1.2.3.4' }
    ana = await sim<Issued>('smart-card', 'ana', wish)
  })
  after(() => rmSync(home, { recursive: true, force: true }))

  it('issues a card that leads to its root, for signing in, made out to its holder', () => {
    const [card, root] = [certificateIn(ana.certificate), certificateIn(ana.authority)]
    const found = findPath(card, {
      at: Date.now(),
      anchors: [root],
      authorities: [],
      purposes: [purposes.clientAuthentication],
    })
    assert.ok(found.found)
    assert.ok(found.policies.has('1.2.3.4'))
    assert.deepEqual(emailsOf(card), ['ana@example.com'])
    assert.deepEqual(principalNamesOf(card), ['ana@corp.example'])
    const context = { pfx: readFileSync(ana.p12), passphrase: 'sallyport' }
    assert.ok(createSecureContext(context))
    assert.throws(() => createSecureContext({ ...context, passphrase: 'other' }))
  })

  it('takes a card back: by list and by answer, and says nothing of cards that it has not issued', async () => {
    const ben = await sim<Issued>('smart-card', 'ben')
    const [root, revoked, good] = [ana.authority, ben.certificate, ana.certificate].map(certificateIn)
    assert.ok(root && revoked && good)
    assert.equal(answerFor(folder, good, root), 'good')
    assert.equal(answerFor(folder, revoked, root), 'good')
    await sim('smart-card', 'ben', { revoke: true })
    const list = readRevocationList(readFileSync(ana.list))
    assert.ok(isListFor(list, revoked, [root]))
    assert.deepEqual(
      [revoked, good].map(({ serial }) => isListed(list, serial)),
      [true, false],
    )
    assert.equal(answerFor(folder, revoked, root), 'revoked')
    assert.equal(answerFor(folder, good, root), 'good')
    assert.equal(answerFor(folder, { ...good, serial: '4001' }, root), 'not-known')
  })

  it('answers where its cards say: with the list, and with their status', async (context) => {
    const port = String(await freePort())
    const things = join(home, 'served')
    const { certificate, authority } = await simulatorIn(things)<Issued>('smart-card', 'ana', { port })
    const [card, root] = [certificate, authority].map(certificateIn)
    assert.ok(card && root)
    const [list = ''] = listPlacesOf(card).flatMap(({ addresses }) => addresses)
    const [status = ''] = statusAddressesOf(card)
    const office = serveSimulator(context, things, 'smart-card', '--port', port)
    assert.deepEqual(await office.next(), { list, status })
    const fetched = await (await fetch(list)).bytes()
    assert.ok(isListFor(readRevocationList(fetched), card, [root]))
    const question = { certificate: card, issuer: root, nonce: new Uint8Array(32).fill(7) }
    const body = new Uint8Array(statusRequest(question))
    const answer = await (await fetch(status, { method: 'POST', body })).bytes()
    assert.equal(readStatusResponse(answer, question, Date.now()).status, 'good')
    assert.equal(await office.stop(), 0)
  })

  it('OpenSSL believes card, list and file, too', { skip: skipWithoutOpenssl }, () => {
    const openssl = (...words: string[]) =>
      execFileSync('openssl', words, { encoding: 'utf8', stdio: 'pipe' })
    assert.match(openssl('verify', '-x509_strict', '-CAfile', ana.authority, ana.certificate), /: OK/)
    openssl('crl', '-inform', 'DER', '-in', ana.list, '-CAfile', ana.authority, '-noout')
    const opened = openssl('pkcs12', '-in', ana.p12, '-passin', 'pass:sallyport', '-nodes')
    assert.match(opened, /friendlyName: ana/)
    assert.match(opened, /BEGIN PRIVATE KEY/)
  })

  it('R9: its root is refused wherever an authority is configured, and no two folders share one', async () => {
    const other = await simulatorIn(join(home, 'others'))<Issued>('smart-card', 'ana')
    const roots = [ana.authority, other.authority].map(certificateIn)
    assert.notDeepEqual(roots[0]?.keyInfo, roots[1]?.keyInfo)
    for (const { authority } of [ana, other]) {
      const cards = smartCardModule.config.parse({ anchors: [authority] })
      assert.throws(() => smartCardModule.create(cards, testHost()), /is that of a simulator/)
      const between = smartCardModule.config.parse({ intermediates: [authority] })
      assert.throws(() => smartCardModule.create(between, testHost()), /is that of a simulator/)
      const makers = webauthnModule.config.parse({ attestation: { roots: [authority] } })
      assert.throws(() => webauthnModule.create(makers, testHost()), /is that of a simulator/)
    }
  })

  it('says why where it cannot', async () => {
    for (const [argument, options, code] of [
      ['ana', {}, 'simulator.exists'],
      ['nobody', { revoke: true }, 'simulator.not-found'],
      [undefined, { revoke: true }, 'input.invalid'],
      ['ana', { serve: true }, 'input.invalid'],
      ['dora', { email: 'dora' }, 'input.invalid'],
      ['dora', { days: '0' }, 'input.invalid'],
      ['dora', { policy: 'any' }, 'input.invalid'],
      ['../dora', {}, 'input.invalid'],
    ] as const)
      await assert.rejects(sim('smart-card', argument, options), { code })
  })
})

interface Issued {
  readonly p12: string
  readonly certificate: string
  readonly authority: string
  readonly list: string
}

function certificateIn(file: string): Certificate {
  const [der] = pemBlocks(readFileSync(file), 'CERTIFICATE')
  assert.ok(der)
  return readCertificate(der)
}

/** What the office of that folder says of a certificate, as our own judges read it. */
function answerFor(folder: string, certificate: Certificate, issuer: Certificate): string {
  const question = { certificate, issuer, nonce: new Uint8Array(32).fill(7) }
  const office = openOffice(
    workbenchIn(folder, createOutput({ out: process.stdout, error: process.stderr }, true)),
  )
  const read = readStatusResponse(office.status(statusRequest(question)), question, Date.now())
  return read.status === 'unknown' ? read.because : read.status
}
