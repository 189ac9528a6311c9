import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { simulatorMark } from '../../kernel/simulator-mark.ts'
import type { Enrolment } from '../factor.ts'
import { type Attest, attestBySelf, type SoftwareKeyOptions, softwareKey } from './simulator/software-key.ts'
import { type Certified, extension, newAuthority } from './test/authority.ts'
import { octets } from './test/der-writer.ts'
import { openScene, register, type Scene } from './test/holder.ts'
import {
  attestAndroid,
  attestApple,
  attestPacked,
  attestsOthers,
  attestTpm,
  attestU2f,
  type Bent,
  chipName,
  encryptingKey,
  forEveryApplication,
  generatedHere,
  importedKey,
  signingKey,
} from './test/makers.ts'
import { refusedAt } from './test/sign-in.ts'

const aaguid = '0b1e5d6c-1111-4222-8333-444455556666'
const folder = mkdtempSync(joinPath(tmpdir(), 'sallyport-makers-'))
const direct = { conveyance: 'direct' } as const
/** The root of the maker may speak for this model. */
const rootsFor = [{ models: [aaguid], roots: ['maker.pem'] }]
let maker: Certified
let stranger: Certified

before(async () => {
  ;[maker, stranger] = [await newAuthority(), await newAuthority()]
  writeFileSync(joinPath(folder, 'maker.pem'), maker.pem)
  writeFileSync(joinPath(folder, 'stranger.pem'), stranger.pem)
})
after(() => rmSync(folder, { recursive: true }))

type Format = (authority: Certified, bent?: Bent) => Attest

const formats: Readonly<Record<string, Format>> = {
  packed: attestPacked,
  'fido-u2f': attestU2f,
  apple: attestApple,
  'android-key': attestAndroid,
  tpm: attestTpm,
}

describe('a make that a configured root proves', () => {
  for (const [format, attest] of Object.entries(formats)) {
    it(`${format}: is proven by its maker's root, and by no other (R20)`, async () => {
      assert.equal((await enrolled(attest(maker))).attested, true)
      assert.equal((await enrolled(attest(stranger))).attested, false)
      assert.equal(await becauseOf(attest(stranger), { required: true }), 'make-unproven')
      assert.equal((await enrolled(attest(maker), { required: true })).attested, true)
    })

    it(`${format}: is proven through certificates in between, each of which may issue`, async () => {
      const between = await maker.issue({ authority: true, subject: 'C=SE, O=Between, CN=Between' })
      const harmless = await maker.issue({ subject: 'C=SE, O=Harmless, CN=Harmless' })
      if (format !== 'fido-u2f') {
        assert.equal((await enrolled(attest(between, { chain: [between.der] }))).attested, true)
        assert.equal((await enrolled(attest(harmless, { chain: [harmless.der] }))).attested, false)
      }
      assert.equal((await enrolled(attest(between))).attested, false)
    })

    it(`${format}: is not proven by certificates that are over, or not yet`, async () => {
      const over = { notAfter: new Date('2026-12-31') }
      const early = { notBefore: new Date('2027-12-31') }
      for (const certificate of [over, early])
        assert.equal(
          (await enrolled(attest(maker, { certificate: { ...usual(format), ...certificate } }))).attested,
          false,
        )
    })

    it(`${format}: a signature over something else, and fields too many or too few, are refused`, async () => {
      const bents: readonly Bent[] = [
        { signed: (bytes) => bytes.toReversed() },
        { statement: (fields) => void fields.set('more', 1) },
        { statement: (fields) => void fields.delete('x5c') },
        { statement: (fields) => void fields.set('x5c', []) },
        { statement: (fields) => void fields.set('x5c', [Uint8Array.of(0x30, 0)]) },
        { statement: (fields) => void fields.set('x5c', 'text') },
        ...(format === 'apple'
          ? []
          : [{ statement: (fields: Map<string, unknown>) => void fields.set('sig', Uint8Array.of(1)) }]),
        ...(['apple', 'fido-u2f'].includes(format)
          ? []
          : [{ statement: (fields: Map<string, unknown>) => void fields.set('alg', -65_535) }]),
      ]
      for (const bent of bents) assert.equal(await stepOf(attest(maker, bent)), 'attestation')
    })
  }

  it('is never attested of a key that may be copied (R20)', async () => {
    const synced = await enrolled(attestPacked(maker), {}, { synced: true })
    assert.deepEqual([synced.attested, synced.deviceBound], [false, false])
  })

  it('is not proven by self attestation, nor where none was given', async () => {
    for (const attest of [attestBySelf, undefined]) {
      assert.equal((await enrolled(attest)).attested, false)
      assert.equal(await becauseOf(attest, { required: true }), 'make-unproven')
    }
  })

  it('counts towards lists of models only when it is proven (R20)', async () => {
    for (const lists of [{ allow: [aaguid] }, { deny: ['11111111-1111-4111-8111-111111111111'] }]) {
      const list = { ...lists, rootsFor }
      assert.equal((await enrolled(attestPacked(maker), list)).attested, true)
      assert.equal(await becauseOf(attestPacked(stranger), list), 'make-unproven')
      assert.equal(await becauseOf(undefined, list), 'make-unproven')
    }
    assert.equal(await becauseOf(attestPacked(maker), { deny: [aaguid], rootsFor }), 'make-refused')
    const other = '11111111-1111-4111-8111-111111111111'
    const both = [{ models: [aaguid, other], roots: ['maker.pem'] }]
    assert.equal(await becauseOf(attestPacked(maker), { allow: [other], rootsFor: both }), 'make-refused')
  })

  for (const [format, attest] of Object.entries(formats)) {
    it(`${format}: of its model only roots say something that may speak for it; another maker’s does not (R20)`, async () => {
      const other = '11111111-1111-4111-8111-111111111111'
      const apart = [
        { models: [aaguid], roots: ['stranger.pem'] },
        { models: [other], roots: ['maker.pem'] },
      ]
      const bare = { roots: ['maker.pem', 'stranger.pem'] }
      assert.equal(
        await becauseOf(attest(maker), { ...bare, rootsFor: apart, allow: [aaguid] }),
        'make-unproven',
      )
      assert.equal(
        await becauseOf(attest(maker), { ...bare, rootsFor: apart, deny: [other] }),
        'make-unproven',
      )
      const isNamed = format !== 'fido-u2f'
      const lied = await enrolled(attest(maker), { ...bare, rootsFor: apart })
      assert.equal(lied.attested, !isNamed, 'the roots of that model are known')
      const right = { rootsFor: [{ models: [aaguid], roots: ['maker.pem'] }], roots: [] }
      assert.equal(
        await becauseOf(attest(maker), { ...right, allow: [aaguid] }),
        isNamed ? 'taken' : 'make-unproven',
      )
    })
  }

  it('is not believed of a simulator, whoever configures its root (R9)', async () => {
    const simulated = await newAuthority({ subject: `O=${simulatorMark}, CN=Root` })
    writeFileSync(joinPath(folder, 'simulated.pem'), simulated.pem)
    assert.throws(() => sceneWith({ roots: ['simulated.pem'] }), /is that of a simulator/)
  })

  it('a root that cannot be read stops the start, and says which', () => {
    writeFileSync(joinPath(folder, 'broken.pem'), 'nothing')
    assert.throws(() => sceneWith({ roots: ['broken.pem'] }), /broken\.pem holds no PEM certificate/)
    assert.throws(() => sceneWith({ roots: ['missing.pem'] }), /missing\.pem cannot be read/)
  })
})

describe('packed (WebAuthn L3 §8.2.1)', () => {
  const wishes = {
    'an organizational unit for something else': { subject: 'C=SE, O=Made-up, OU=Other, CN=Key' },
    'no country': { subject: 'O=Made-up, OU=Authenticator Attestation, CN=Key' },
    'a country of three letters': { subject: 'C=SWE, O=Made-up, OU=Authenticator Attestation, CN=Key' },
    'no organization': { subject: 'C=SE, OU=Authenticator Attestation, CN=Key' },
    'no common name': { subject: 'C=SE, O=Made-up, OU=Authenticator Attestation' },
    'the right to issue': { authority: true },
  }
  for (const [what, certificate] of Object.entries(wishes)) {
    it(`refuses a certificate with ${what}`, async () => {
      assert.equal(await stepOf(attestPacked(maker, { certificate })), 'attestation')
    })
  }

  it('refuses a certificate for another model, and one that marks its model as critical', async () => {
    assert.equal(await stepOf(attestPacked(maker, { model: new Uint8Array(16) })), 'attestation')
    const critical = extension(
      '1.3.6.1.4.1.45724.1.1.4',
      octets(Buffer.from(aaguid.replaceAll('-', ''), 'hex')),
      true,
    )
    assert.equal(
      await stepOf(attestPacked(maker, { certificate: { extensions: [critical] } })),
      'attestation',
    )
  })

  it('takes a certificate that names no model', async () => {
    assert.equal((await enrolled(attestPacked(maker, { certificate: { extensions: [] } }))).attested, true)
  })

  it('takes a certificate into which its maker has written what is no DER, as Yubico does', async () => {
    const own = extension('1.3.6.1.4.1.41482.2', Buffer.from('1.3.6.1.4.1.41482.1.7', 'latin1'))
    const certificate = { extensions: [own] }
    assert.equal((await enrolled(attestPacked(maker, { certificate }))).attested, true)
    assert.equal((await enrolled(attestU2f(maker, { certificate }))).attested, true)
  })

  it('refuses a certificate whose model cannot be read, and does not believe one whose rights cannot', async () => {
    const model = extension('1.3.6.1.4.1.45724.1.1.4', Buffer.from('no DER', 'latin1'))
    assert.equal(await stepOf(attestPacked(maker, { certificate: { extensions: [model] } })), 'attestation')
    const usage = extension('2.5.29.15', Buffer.from('no DER', 'latin1'))
    const vague = attestU2f(maker, { certificate: { extensions: [usage] } })
    assert.equal((await enrolled(vague)).attested, false)
  })

  it('does not believe a certificate with a critical extension that nobody here understands', async () => {
    const strange = extension('1.2.3.4', octets(new Uint8Array()), true)
    assert.equal(
      (await enrolled(attestPacked(maker, { certificate: { extensions: [strange] } }))).attested,
      false,
    )
  })

  it('does not believe a path that is longer than its root allows', async () => {
    const root = await newAuthority({ pathLength: 0 })
    writeFileSync(joinPath(folder, 'short.pem'), root.pem)
    const between = await root.issue({ authority: true, subject: 'CN=Between' })
    const config = { roots: ['short.pem'] }
    assert.equal((await enrolled(attestPacked(root), config)).attested, true)
    assert.equal((await enrolled(attestPacked(between, { chain: [between.der] }), config)).attested, false)
  })
})

describe('enterprise attestation (WebAuthn L3 §8.2.2)', () => {
  const asked = { conveyance: 'enterprise' }
  const serial = Buffer.from('0123456789abcdef', 'hex')
  const made = (authority: Certified, value: Uint8Array = octets(serial), critical = false) =>
    attestPacked(authority, {
      certificate: { extensions: [extension('1.3.6.1.4.1.45724.1.1.2', value, critical)] },
    })
  const told = async (attest: Attest, config: object = asked) => {
    const { factor } = sceneWith(config)
    return factor.describe?.((await enrolled(attest, config)).data)?.serialNumber
  }

  it('keeps the serial number that a proven maker has signed, for whoever helps its owner', async () => {
    assert.equal(await told(made(maker)), '0123456789abcdef')
  })

  it('keeps none that nobody proves, and none where we did not ask (R20)', async () => {
    assert.equal(await told(made(stranger)), undefined)
    assert.equal(await told(made(maker), direct), undefined)
    assert.equal(await told(attestPacked(maker)), undefined)
  })

  it('keeps none that cannot be read, is marked as critical, or has no end', async () => {
    assert.equal(await told(made(maker, Buffer.from('no DER', 'latin1'))), undefined)
    assert.equal(await told(made(maker, octets(serial), true)), undefined)
    assert.equal(await told(made(maker, octets(new Uint8Array(65)))), undefined)
    assert.equal(await told(made(maker, octets(new Uint8Array()))), undefined)
  })
})

describe('fido-u2f (WebAuthn L3 §8.6)', () => {
  it('names no model: an AAGUID beside it is on no list, for nobody signed it (R20)', async () => {
    const config = { required: true, allow: [aaguid], rootsFor }
    assert.equal(await becauseOf(attestU2f(maker), config), 'make-unproven')
  })

  it('refuses more than one certificate, and one on another curve', async () => {
    assert.equal(await stepOf(attestU2f(maker, { chain: [maker.der] })), 'attestation')
    assert.equal(await stepOf(attestU2f(maker, { certificate: { curve: 'P-384' } })), 'attestation')
  })
})

describe('apple (WebAuthn L3 §8.8)', () => {
  it('refuses a certificate for another key, and one without nonce', async () => {
    assert.equal(await stepOf(attestApple(maker, { certificate: { extensions: [] } })), 'attestation')
    const { certificate } = await maker.issue()
    assert.equal(
      await stepOf(attestApple(maker, { certificate: { publicKey: certificate.publicKey } })),
      'attestation',
    )
  })
})

describe('android-key (WebAuthn L3 §8.4)', () => {
  const bents: Readonly<Record<string, Bent>> = {
    'another challenge': { challenge: new Uint8Array(32) },
    'a key for every application': {
      android: { hardware: [signingKey, generatedHere, forEveryApplication] },
    },
    'a key for every application, says the system': { android: { software: [forEveryApplication] } },
    'a key that was brought along': { android: { hardware: [signingKey, importedKey] } },
    'a key that was made here and brought along': { android: { software: [importedKey] } },
    'a key that encrypts, too': { android: { hardware: [encryptingKey, generatedHere] } },
    'no description': { certificate: { extensions: [] } },
  }
  for (const [what, bent] of Object.entries(bents)) {
    it(`refuses ${what}`, async () => assert.equal(await stepOf(attestAndroid(maker, bent)), 'attestation'))
  }

  it('attests no key that only the system vouches for, or that says nothing', async () => {
    const weak: readonly Bent['android'][] = [
      { level: 0 },
      { hardware: [], software: [signingKey, generatedHere] },
      { hardware: [] },
    ]
    for (const android of weak)
      assert.equal(
        (await enrolled(attestAndroid(maker, { ...(android ? { android } : {}) }))).attested,
        false,
      )
  })
})

describe('tpm (WebAuthn L3 §8.3)', () => {
  const bents: Readonly<Record<string, Bent>> = {
    'another version': { statement: (fields) => void fields.set('ver', '1.2') },
    'a subject': { certificate: { subject: 'CN=Chip', extensions: [chipName(), attestsOthers] } },
    'no name of the chip': { certificate: { subject: '', extensions: [attestsOthers] } },
    'no maker of the chip': {
      certificate: { subject: '', extensions: [chipName('2.23.133.2.1'), attestsOthers] },
    },
    'no model of the chip': {
      certificate: { subject: '', extensions: [chipName('2.23.133.2.2'), attestsOthers] },
    },
    'no version of the chip': {
      certificate: { subject: '', extensions: [chipName('2.23.133.2.3'), attestsOthers] },
    },
    'a key that may not attest': { certificate: { subject: '', extensions: [chipName()] } },
    'the right to issue': {
      certificate: { subject: '', extensions: [chipName(), attestsOthers], authority: true },
    },
    'something that no TPM made': { tpm: { certInfo: (bytes) => patched(bytes, 0, 0xfe) } },
    'something else certified': { tpm: { certInfo: (bytes) => patched(bytes, 5, 0x14) } },
    'another ceremony': { tpm: { extraData: new Uint8Array(32) } },
    'bytes left over': { tpm: { certInfo: (bytes) => Buffer.concat([bytes, Buffer.of(0)]) } },
    'an end that comes too early': { tpm: { certInfo: (bytes) => bytes.subarray(0, -1) } },
    'another key described': { tpm: { pubArea: (bytes) => patched(bytes, bytes.length - 1, 0) } },
    'another curve': { tpm: { pubArea: (bytes) => patched(bytes, 15, 4) } },
    'a key that encrypts': { tpm: { pubArea: (bytes) => patched(bytes, 11, 6) } },
    'a key named by SHA-1': { tpm: { pubArea: (bytes) => patched(bytes, 3, 4) } },
    'a key of another kind': { tpm: { pubArea: (bytes) => patched(bytes, 1, 8) } },
    'the name of another key': { tpm: { certInfo: (bytes) => patched(bytes, 80, 0) } },
  }
  for (const [what, bent] of Object.entries(bents)) {
    it(`refuses ${what}`, async () => assert.equal(await stepOf(attestTpm(maker, bent)), 'attestation'))
  }

  it('attests no key that may leave its chip', async () => {
    assert.equal((await enrolled(attestTpm(maker, { tpm: { attributes: 0x00040060 } }))).attested, false)
  })
})

it('nothing is fetched for the sake of a certificate, whatever it says where to ask (A-072)', async () => {
  const point = Buffer.from('http://169.254.169.254/latest', 'latin1')
  const list = extension(
    '2.5.29.31',
    Buffer.concat([
      Buffer.of(
        0x30,
        point.length + 8,
        0x30,
        point.length + 6,
        0xa0,
        point.length + 4,
        0xa0,
        point.length + 2,
        0x86,
        point.length,
      ),
      point,
    ]),
  )
  const asked: string[] = []
  const fetching = async (address: unknown) => {
    asked.push(String(address))
    return new Response('')
  }
  const scene = openScene(
    { attestation: { ...direct, roots: ['maker.pem'] } },
    { dataFolder: folder, fetch: fetching as typeof fetch },
  )
  for (const attest of Object.values(formats))
    await register(
      scene,
      softwareKey({ aaguid, attest: attest(maker, { certificate: { extensions: [list] } }) }),
    )
  assert.deepEqual(asked, [])
})

function usual(format: string) {
  return format === 'tpm' ? { subject: '', extensions: [chipName(), attestsOthers] } : {}
}

function patched(bytes: Buffer, index: number, by: number): Buffer {
  const other = Buffer.from(bytes)
  other[index] = other[index] === by ? by ^ 1 : by
  return other
}

function sceneWith(attestation: object = {}): Scene {
  return openScene(
    { attestation: { ...direct, roots: ['maker.pem'], ...attestation } },
    { dataFolder: folder },
  )
}

function keyWith(attest: Attest | undefined, more: SoftwareKeyOptions = {}) {
  return softwareKey({ aaguid, ...(attest ? { attest } : {}), ...more })
}

async function enrolled(
  attest: Attest | undefined,
  config: object = {},
  more: SoftwareKeyOptions = {},
): Promise<Enrolment<unknown>> {
  const scene = sceneWith(config)
  const verdict = await register(scene, keyWith(attest, more))
  assert.ok(verdict.accepted, `refused at ${refusedAt(scene)}`)
  return verdict
}

/** Why a key of that make was not taken. */
async function becauseOf(attest: Attest | undefined, config: object): Promise<string | undefined> {
  const verdict = await register(sceneWith(config), keyWith(attest))
  return verdict.accepted ? 'taken' : verdict.notices[0]?.id
}

/** At which step a registration with such a statement failed. */
async function stepOf(attest: Attest): Promise<unknown> {
  const scene = sceneWith()
  const verdict = await register(scene, keyWith(attest))
  return verdict.accepted ? 'taken' : refusedAt(scene)
}
