import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Authority,
  authorityFolder,
  clientPurpose,
  type Issued,
  rootAuthority,
  skipWithoutOpenssl as skip,
} from '../../test/kit/authority.ts'
import { readCertificate, readStatusResponse, type StatusQuestion, statusRequest } from './index.ts'

const folder = skip ? '' : authorityFolder()
const nonce = new Uint8Array(32).fill(7)
const responderExtensions = ['extendedKeyUsage = OCSPSigning', 'noCheck = ignored']

describe('the answer of a responder (OCSP, by OpenSSL)', { skip }, () => {
  it('is good, revoked or not known, as the register of the authority says', async () => {
    const [authority, card] = made()
    assert.equal((await ask(authority, card)).status, 'good')
    authority.revoke(card)
    assert.equal((await ask(authority, card)).status, 'revoked')
    const other = rootAuthority(folder).issue({ subject: '/CN=Unregistered', extensions: [clientPurpose] })
    assert.deepEqual(await ask(authority, other), { status: 'unknown', because: 'not-known' })
  })

  it('counts when somebody signs it whom the issuer has certified for that and nothing else', async () => {
    const [authority, card] = made()
    const request = { subject: '/CN=Responder', extensions: responderExtensions }
    assert.equal((await ask(authority, card, authority.issue(request))).status, 'good')
    for (const [why, signer] of [
      ['without the purpose', authority.issue({ ...request, extensions: ['noCheck = ignored'] })],
      [
        'for another purpose',
        authority.issue({ ...request, extensions: [clientPurpose, 'noCheck = ignored'] }),
      ],
      [
        'without a word that nobody need ask about it',
        authority.issue({ ...request, extensions: responderExtensions.slice(0, 1) }),
      ],
      ['expired', authority.issue({ ...request, until: new Date('2021-01-01T00:00:00Z') })],
      ['of another authority', rootAuthority(folder).issue(request)],
      ['the card itself', card],
    ] as const)
      assert.deepEqual(
        await ask(authority, card, signer),
        { status: 'unknown', because: 'wrong-signer' },
        why,
      )
  })

  it('counts for this question only: another nonce, another card, another authority', async () => {
    const [authority, card] = made()
    const bytes = await answerOf(authority, questionOf(authority, card))
    const read = (change: Partial<StatusQuestion>) =>
      readStatusResponse(bytes, { ...questionOf(authority, card), ...change }, Date.now())
    assert.equal(read({}).status, 'good')
    assert.equal(read({ nonce: undefined }).status, 'good')
    assert.deepEqual(read({ nonce: new Uint8Array(32) }), { status: 'unknown', because: 'wrong-nonce' })
    const sibling = readCertificate(authority.issue({ subject: '/CN=Bela', extensions: [clientPurpose] }).der)
    assert.deepEqual(read({ certificate: sibling }), { status: 'unknown', because: 'other-certificate' })
    const issuer = readCertificate(rootAuthority(folder).der)
    assert.equal(read({ issuer }).status, 'unknown')
  })

  it('counts without a nonce where the responder knows none', async () => {
    const [authority, card] = made()
    const question = questionOf(authority, card)
    const bytes = await answerOf(authority, { ...question, nonce: undefined })
    assert.equal(readStatusResponse(bytes, question, Date.now()).status, 'good')
  })

  it('counts for nothing with any byte changed', async () => {
    const [authority, card] = made()
    const question = questionOf(authority, card)
    const bytes = await answerOf(authority, question)
    for (let place = 0; place < bytes.length; place++) {
      const changed = Uint8Array.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 0x01
      const { status } = readStatusResponse(changed, question, Date.now())
      // What stands behind the signature are certificates that nobody needs here.
      if (status !== 'unknown')
        assert.ok(place > bytes.length - certificateLength(authority), `byte ${place}`)
    }
  })
})

function made(): readonly [Authority, Issued] {
  const authority = rootAuthority(folder)
  return [authority, authority.issue({ subject: '/CN=Ana', extensions: [clientPurpose] })]
}

function questionOf(authority: Authority, card: Issued): StatusQuestion {
  return { certificate: readCertificate(card.der), issuer: readCertificate(authority.der), nonce }
}

async function ask(authority: Authority, card: Issued, signer?: Issued) {
  const question = questionOf(authority, card)
  return readStatusResponse(await answerOf(authority, question, signer), question, Date.now())
}

async function answerOf(
  authority: Authority,
  question: StatusQuestion,
  signer?: Issued,
): Promise<Uint8Array> {
  const responder = await authority.respond(signer ? { signer } : {})
  const headers = { 'content-type': 'application/ocsp-request' }
  const response = await fetch(responder.url, { method: 'POST', headers, body: statusRequest(question) })
  const bytes = new Uint8Array(await response.arrayBuffer())
  responder.close()
  return bytes
}

function certificateLength({ der }: Authority): number {
  return der.length + 16
}
