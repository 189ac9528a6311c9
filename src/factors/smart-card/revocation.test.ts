import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { after, describe, it } from 'node:test'
import { testHost } from '../../../test/factor-conformance.ts'
import {
  clientPurpose,
  type Issued,
  listening,
  skipWithoutOpenssl as skip,
} from '../../../test/kit/authority.ts'
import { readCertificate, statusRequest } from '../../x509/index.ts'
import type { FactorHost } from '../factor.ts'
import { type RevocationConfig, smartCardConfig } from './config.ts'
import { openRevocation } from './revocation/index.ts'
import { type CardOffice, openOffice } from './test/holder.ts'

const hour = 3_600_000
const now = Date.now()
const servers: { close(): unknown }[] = []

describe('whether a card was revoked', { skip }, () => {
  after(() => servers.forEach((server) => void server.close()))

  it('is said by a list that lies here, which is read anew when it is written anew', async () => {
    const office = openOffice()
    const card = office.issue()
    const ask = asker(office, { lists: [office.listFile], fetch: false })
    assert.equal(await ask(card), 'good')
    office.root.revoke(card)
    office.publish()
    assert.equal(await ask(card), 'revoked')
    assert.equal(await ask(office.issue()), 'good')
  })

  it('is not known, and that denies, where nobody says anything; it may be configured otherwise', async () => {
    const office = openOffice()
    const card = office.issue()
    assert.equal(await asker(office, {})(card), 'unknown')
    assert.equal(await asker(office, { lists: ['missing.crl'] })(card), 'unknown')
    assert.equal(await asker(office, { whenUnknown: 'allow' })(card), 'good')
    assert.equal(await asker(openOffice(), { lists: [office.listFile] })(card), 'unknown')
  })

  it('is not said by a list that has run out or is of tomorrow, save whom it names', async () => {
    const office = openOffice()
    const [card, lost] = [office.issue(), office.issue()]
    office.root.revoke(lost)
    for (const [from, until] of [
      [now - 2 * hour, now - hour],
      [now + hour, now + 2 * hour],
    ] as const) {
      office.publish(new Date(from), new Date(until))
      const ask = asker(office, { lists: [office.listFile] })
      assert.deepEqual([await ask(card), await ask(lost)], ['unknown', 'revoked'])
    }
  })

  it('is fetched from where the certificate says, once for all who ask, and again after an hour', async () => {
    const office = openOffice()
    const site = await serve(() => office.root.list())
    const cards = [1, 2, 3].map((nth) => office.issue(`Ana ${nth}`, [clientPurpose, pointTo(site.url)]))
    const ask = asker(office, { ask: false })
    assert.deepEqual(await Promise.all(cards.map((card) => ask(card))), ['good', 'good', 'good'])
    assert.equal(site.asked(), 1)
    for (const card of cards) office.root.revoke(card)
    assert.equal(await ask(cards[0] as Issued), 'good')
    assert.equal(await ask(cards[0] as Issued, now + hour), 'revoked')
    assert.equal(site.asked(), 2)
  })

  it('F-07: is asked for once a minute, and not by everyone, where the list cannot be had', async () => {
    const office = openOffice()
    const site = await serve(() => undefined)
    const card = office.issue('Ana', [clientPurpose, pointTo(site.url)])
    const ask = asker(office, { ask: false })
    assert.deepEqual([await ask(card), await ask(card, now + 1000)], ['unknown', 'unknown'])
    assert.equal(site.asked(), 1)
    await ask(card, now + 60_000)
    assert.equal(site.asked(), 2)
  })

  it('is not believed from a list of somebody else, nor from one that is none', async () => {
    const [office, other] = [openOffice(), openOffice()]
    for (const bytes of [other.root.list(), Buffer.from('<html>')]) {
      const site = await serve(() => bytes)
      const card = office.issue('Ana', [clientPurpose, pointTo(site.url)])
      assert.equal(await asker(office, { ask: false })(card), 'unknown')
    }
  })

  it('is asked of the responder that the certificate names (OCSP, by OpenSSL)', async () => {
    const office = openOffice()
    const responder = await office.root.respond()
    servers.push(responder)
    const card = office.issue('Ana', [clientPurpose, `authorityInfoAccess = OCSP;URI:${responder.url}`])
    const ask = asker(office, {})
    assert.equal(await ask(card), 'good')
    assert.equal(await asker(office, { ask: false })(card), 'unknown')
    office.root.revoke(card)
    assert.equal(await ask(card), 'revoked')
  })

  it('falls back to the list where the responder is silent or answers for somebody else', async () => {
    const office = openOffice()
    const stranger = openOffice()
    const wrong = await office.root.respond({ signer: stranger.root })
    const silent = await serve(() => undefined)
    const list = await serve(() => office.root.list())
    servers.push(wrong)
    for (const { url } of [wrong, silent]) {
      const extensions = [clientPurpose, `authorityInfoAccess = OCSP;URI:${url}`]
      assert.equal(await asker(office, {})(office.issue('Ana', extensions)), 'unknown')
      const both = office.issue('Ana', [...extensions, pointTo(list.url)])
      assert.equal(await asker(office, {})(both), 'good')
    }
  })

  it('is said by an answer that came along, while it is fresh and about this card', async () => {
    const office = openOffice()
    const [card, other] = [office.issue(), office.issue()]
    const responder = await office.root.respond({ more: ['-nmin', '30'] })
    servers.push(responder)
    const question = {
      certificate: readCertificate(card.der),
      issuer: readCertificate(office.root.der),
      nonce: undefined,
    }
    const body = new Uint8Array(statusRequest(question))
    const stapled = new Uint8Array(await (await fetch(responder.url, { method: 'POST', body })).arrayBuffer())
    const ask = asker(office, {})
    assert.equal(await ask(card, now, stapled), 'good')
    assert.equal(await ask(card, now + hour, stapled), 'unknown')
    assert.equal(await ask(other, now, stapled), 'unknown')
  })

  it('is asked of every authority on the path, too', async () => {
    const office = openOffice()
    const below = office.root.authority({ subject: '/CN=Below' })
    const card = below.issue({ subject: '/CN=Bela', extensions: [clientPurpose] })
    const list = await serve(() => below.list())
    const pointed = below.issue({ subject: '/CN=Bela', extensions: [clientPurpose, pointTo(list.url)] })
    const path = (leaf: Issued) => [leaf, below, office.root].map(({ der }) => readCertificate(der))
    const { standingOf } = opened({ lists: [office.listFile], ask: false })
    assert.equal(await standingOf(path(card), undefined, now), 'unknown')
    assert.equal(await standingOf(path(pointed), undefined, now), 'good')
    office.root.revoke(below)
    office.publish()
    assert.equal(await standingOf(path(pointed), undefined, now), 'revoked')
  })
})

function opened(config: Partial<RevocationConfig>) {
  const { revocation } = smartCardConfig.parse({ revocation: config })
  const host: FactorHost = { ...testHost(), fetch }
  return openRevocation(revocation, host)
}

/** What is known of a card right below its root. */
function asker({ root }: CardOffice, config: Partial<RevocationConfig>) {
  const { standingOf } = opened(config)
  return (card: Issued, at = now, stapled?: Uint8Array) =>
    standingOf(
      [card, root].map(({ der }) => readCertificate(der)),
      stapled,
      at,
    )
}

function pointTo(url: string): string {
  return `crlDistributionPoints = URI:${url}`
}

/** A site with one thing on it; `undefined` is a site that has none. */
async function serve(content: () => Uint8Array | undefined) {
  let asked = 0
  const server: Server = createServer((_, response) => {
    asked++
    const bytes = content()
    if (bytes) response.end(bytes)
    else response.writeHead(503).end()
  })
  servers.push(server)
  return { url: await listening(server), asked: () => asked }
}
