import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { factorConformance, start, testHost } from '../../../test/factor-conformance.ts'
import {
  authorityFolder,
  clientPurpose,
  type Issued,
  rootAuthority,
  skipWithoutOpenssl as skip,
} from '../../../test/kit/authority.ts'
import type { Id } from '../../kernel/ids.ts'
import { simulatorMark } from '../../kernel/simulator-mark.ts'
import type { Candidate, ClientCertificate, Enrolment, Factor, Verdict } from '../factor.ts'
import { smartCardModule } from './index.ts'
import {
  type CardOffice,
  certificateUrl,
  nonceIn,
  openOffice,
  presented,
  smartCardFixture,
} from './test/holder.ts'

describe('smart cards', { skip }, () => {
  if (skip) return
  factorConformance('smart-card', smartCardFixture())
  const office = openOffice()

  it('is off without an authority, and where nobody asks for certificates', () => {
    assert.equal(factorOf(office, { anchors: [] }).unavailable?.('prove'), 'off')
    const config = smartCardModule.config.parse({ anchors: [office.root.file] })
    assert.equal(smartCardModule.create(config, testHost()).unavailable?.('enrol'), 'off')
    assert.equal(factorOf(office).unavailable?.('prove'), undefined)
  })

  it('says at the start that an authority cannot be read, or is that of a simulator (R9)', () => {
    const folder = authorityFolder()
    const simulator = rootAuthority(folder, { subject: `/O=${simulatorMark}/CN=Root` })
    const empty = join(folder, 'empty.pem')
    writeFileSync(empty, 'nothing')
    for (const anchor of [simulator.file, empty, join(folder, 'missing.pem')])
      assert.throws(() => factorOf(office, { anchors: [anchor] }), { code: 'smart-card.file-unusable' })
  })

  it('R13: takes a certificate for the question that it was presented for, and for no other', async () => {
    const factor = factorOf(office)
    const card = office.issue()
    const candidate = await hold(factor, card)
    const asked = await ask(factor, candidate)
    const other = await ask(factor, candidate)
    const right = presented(card, asked.show)
    assert.ok((await verify(factor, candidate, asked, right)).accepted)
    const stolen = { ...right, nonce: nonceIn(other.show) }
    for (const [why, certificate, nonce] of [
      ['presented for another question', stolen, nonceIn(asked.show)],
      ['answers another question', right, nonceIn(other.show)],
      ['both are of another question', stolen, nonceIn(other.show)],
    ] as const) {
      const verdict = await verify(factor, candidate, asked, certificate, nonce)
      assert.deepEqual(verdict, { accepted: false, reason: 'mismatch' }, why)
    }
  })

  it('tells its owner in time that the certificate on the card ends', async () => {
    const factor = factorOf(office)
    const card = office.issue()
    const candidate = await hold(factor, card)
    const { notAfter } = candidate.data as { notAfter: number }
    const noticesAt = async (at: number) => {
      const asked = await ask(factor, candidate)
      const shown = { ...context, at, clientCertificate: presented(card, asked.show) }
      const proof = { nonce: nonceIn(asked.show) }
      const verdict = await factor.verify({
        candidates: [candidate],
        proof,
        expected: asked.expected,
        context: shown,
      })
      return verdict.accepted && verdict.notices
    }
    const day = new Date(notAfter).toISOString().slice(0, 10)
    assert.deepEqual(await noticesAt(notAfter - 31 * 86_400_000), [])
    assert.deepEqual(await noticesAt(notAfter - 29 * 86_400_000), [{ id: 'ending', values: { day } }])
  })

  it('judges nothing, and counts nothing, where nothing was presented', async () => {
    const factor = factorOf(office)
    const candidate = await hold(factor, office.issue())
    const asked = await ask(factor, candidate)
    await assert.rejects(verify(factor, candidate, asked, undefined), {
      code: 'smart-card.nothing-presented',
    })
  })

  it('A-043: refuses the card of somebody else, however good it is', async () => {
    const factor = factorOf(office)
    const candidate = await hold(factor, office.issue())
    const asked = await ask(factor, candidate)
    const verdict = await verify(factor, candidate, asked, presented(office.issue(), asked.show))
    assert.equal(verdict.accepted, false)
  })

  it('refuses a certificate that does not count, and tells whoever sets it up why', async () => {
    const { root } = office
    const other = rootAuthority(authorityFolder(), { subject: '/O=Harbour Trading/CN=Root 1' })
    const subject = '/CN=Ana'
    const extensions = [clientPurpose]
    const past = new Date('2021-01-01T00:00:00Z')
    const wrong: Readonly<Record<string, Issued>> = {
      untrusted: other.issue({ subject, extensions }),
      expired: root.issue({ subject, extensions, until: past }),
      'not-yet-valid': root.issue({ subject, extensions, from: new Date('2040-01-01T00:00:00Z') }),
      purpose: root.issue({ subject, extensions: ['extendedKeyUsage = emailProtection'] }),
      weak: root.issue({ subject, extensions, key: ['RSA', '-pkeyopt', 'rsa_keygen_bits:1024'] }),
    }
    const factor = factorOf(office)
    for (const [fault, card] of Object.entries(wrong)) assert.equal(await refusedBecause(factor, card), fault)
    const self = rootAuthority(authorityFolder(), { subject })
    assert.equal(await refusedBecause(factor, self), 'untrusted')
    assert.equal(await refusedBecause(factor, { der: new Uint8Array([1, 2, 3]) }), 'unreadable')
  })

  it('asks for a policy where one is configured, and believes in a card by policy only (R20)', async () => {
    const onCard = office.issue('Ana', [clientPurpose, 'certificatePolicies = 1.2.3.4'])
    const plain = office.issue('Ana')
    const asking = factorOf(office, { policies: ['1.2.3.4'] })
    assert.equal(await refusedBecause(asking, plain), 'policy')
    const factor = factorOf(office, { cardPolicies: ['1.2.3.4'] })
    const [strong, weak] = [await enrol(factor, onCard), await enrol(factor, plain)]
    assert.ok(strong.accepted && weak.accepted)
    assert.deepEqual([strong.kinds, strong.amr, strong.attested], [['has', 'knows'], ['sc', 'pin'], true])
    assert.deepEqual(
      [weak.kinds, weak.amr, weak.attested, weak.deviceBound],
      [['has'], ['swk'], false, false],
    )
  })

  it('trusts several authorities, over authorities below them that came along or are configured', async () => {
    const second = openOffice()
    const below = second.root.authority({ subject: '/O=Harbour Trading/CN=Below' })
    const card = below.issue({ subject: '/CN=Bela', extensions: [clientPurpose] })
    const lists = [office.listFile, second.listFile]
    const both = { anchors: [office.root.file, second.root.file], revocation: revocation(lists, 'allow') }
    const factor = factorOf(office, both)
    assert.equal(await refusedBecause(factor, card), 'untrusted')
    assert.equal(await refusedBecause(factor, card, [below.der]), undefined)
    assert.equal(
      await refusedBecause(factorOf(office, { ...both, intermediates: [below.file] }), card),
      undefined,
    )
    assert.equal(await refusedBecause(factor, office.issue()), undefined)
  })

  it('knows a card by its key; a name counts only where that is configured, and under its authority', async () => {
    const upn =
      'subjectAltName = otherName:1.3.6.1.4.1.311.20.2.3;UTF8:ana@harbour.example, email:Ana@harbour.example'
    const [old, renewed] = [
      office.issue('Ana', [clientPurpose, upn]),
      office.issue('Ana', [clientPurpose, upn]),
    ]
    const second = openOffice()
    const forged = second.issue('Ana', [clientPurpose, upn])
    const anchors = [office.root.file, second.root.file]
    const lists = [office.listFile, second.listFile]
    for (const mapping of ['key', 'serial', 'subject', 'upn', 'email'] as const) {
      const factor = factorOf(office, { mapping, anchors, revocation: revocation(lists) })
      const candidate = await hold(factor, old)
      const accepts = async (card: Issued) => {
        const asked = await ask(factor, candidate)
        return (await verify(factor, candidate, asked, presented(card, asked.show))).accepted
      }
      const byName = mapping !== 'key' && mapping !== 'serial'
      assert.deepEqual(
        [await accepts(old), await accepts(renewed), await accepts(forged)],
        [true, byName, false],
        mapping,
      )
      const nameless = office.issue('Ana')
      if (mapping === 'upn' || mapping === 'email')
        assert.equal(await refusedBecause(factor, nameless), 'nameless')
    }
  })

  it('ends with its certificate where the certificate is what it is known by', async () => {
    for (const [mapping, ends] of [
      ['key', true],
      ['subject', false],
    ] as const) {
      const enrolment = await enrol(factorOf(office, { mapping }), office.issue())
      assert.equal(enrolment.accepted && enrolment.expiresAt !== undefined, ends)
    }
  })
})

function factorOf(office: CardOffice, config: object = {}): Factor {
  const whole = { anchors: [office.root.file], revocation: revocation([office.listFile]), ...config }
  return smartCardModule.create(smartCardModule.config.parse(whole), { ...testHost(), certificateUrl })
}

function revocation(lists: readonly string[], whenUnknown = 'deny') {
  return { lists, fetch: false, ask: false, whenUnknown }
}

const context = { at: start, application: { id: 'portal' as Id<'application'>, name: 'Portal' } }
const person = { accountId: 'ana' as Id<'account'>, name: 'ana@example.com', contacts: [] }

async function enrol(factor: Factor, card: Pick<Issued, 'der'>, chain: readonly Uint8Array[] = []) {
  const { show, pending } = await factor.offer({ person, options: undefined, existing: [], context })
  const clientCertificate = { ...presented(card, show), chain }
  const answer = factor.answer.parse({ nonce: nonceIn(show) })
  return factor.confirm({ pending, answer, person, context: { ...context, clientCertificate } })
}

async function refusedBecause(factor: Factor, card: Pick<Issued, 'der'>, chain: readonly Uint8Array[] = []) {
  const enrolment = await enrol(factor, card, chain)
  if (enrolment.accepted) return undefined
  const [notice] = enrolment.notices
  assert.ok(notice && factor.messages[notice.id])
  return notice.id
}

async function hold(factor: Factor, card: Issued): Promise<Candidate<unknown>> {
  const enrolment = await enrol(factor, card)
  assert.ok(enrolment.accepted, 'the card was refused')
  return candidateOf(enrolment)
}

function candidateOf({ data }: Enrolment<unknown>): Candidate<unknown> {
  const id = 'card' as Id<'authenticator'>
  return { id, accountId: person.accountId, label: 'card', counter: undefined, data, lastUsedAt: undefined }
}

async function ask(factor: Factor, candidate: Candidate<unknown>) {
  const challenge = await factor.challenge?.({
    candidates: [candidate],
    context: { ...context, purpose: 'sign-in' },
  })
  assert.ok(challenge)
  return challenge
}

function verify(
  factor: Factor,
  candidate: Candidate<unknown>,
  { show, expected }: Awaited<ReturnType<typeof ask>>,
  clientCertificate: ClientCertificate | undefined,
  nonce = nonceIn(show),
): Promise<Verdict<unknown>> {
  const shown = clientCertificate ? { ...context, clientCertificate } : context
  return factor.verify({ candidates: [candidate], proof: { nonce }, expected, context: shown })
}
