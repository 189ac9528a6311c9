import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Shown } from '../../../test/factor-conformance.ts'
import type { Check } from './errors.ts'
import { newKeyPair } from './simulator/key-pair.ts'
import {
  type Attest,
  attestBySelf,
  base64url,
  type Forgery,
  join,
  type SoftwareKeyOptions,
  softwareKey,
} from './simulator/software-key.ts'
import { confirm, creationOptions, openScene, register, type Scene } from './test/holder.ts'
import { ask, type Held, hold, judge, refusedAt, signIn } from './test/sign-in.ts'

interface Mutation {
  readonly what: string
  readonly rule: string
  readonly at: Check
  readonly forged: Forgery
  readonly config?: object
  readonly key?: SoftwareKeyOptions
}

const userPresent = 0x01
const userVerified = 0x04
const backupEligible = 0x08
const backedUp = 0x10
const reservedAlgorithm = (cose: Uint8Array) => replaced(cose, '0326', '0328')
const required = { userVerification: 'required' }

/** What a registration and an authentication share. */
const shared: readonly Mutation[] = [
  {
    what: 'another challenge',
    rule: 'R-41',
    at: 'challenge',
    forged: { challenge: base64url(Buffer.alloc(32)) },
  },
  {
    what: 'the challenge in another spelling',
    rule: 'R-41',
    at: 'challenge',
    forged: { clientData: paddedChallenge },
  },
  {
    what: 'an origin that ours begins',
    rule: 'R-42',
    at: 'origin',
    forged: { origin: 'http://localhost:8080.evil.example' },
  },
  {
    what: 'an origin that ours ends',
    rule: 'R-42',
    at: 'origin',
    forged: { origin: 'http://evil-localhost:8080' },
  },
  { what: 'another scheme', rule: 'R-42', at: 'origin', forged: { origin: 'https://localhost:8080' } },
  { what: 'another port', rule: 'R-42', at: 'origin', forged: { origin: 'http://localhost:8081' } },
  { what: 'no port', rule: 'R-42', at: 'origin', forged: { origin: 'http://localhost' } },
  {
    what: 'a path behind the origin',
    rule: 'R-42',
    at: 'origin',
    forged: { origin: 'http://localhost:8080/' },
  },
  { what: 'an origin in capitals', rule: 'R-42', at: 'origin', forged: { origin: 'http://LOCALHOST:8080' } },
  { what: 'an origin that is a list', rule: 'R-42', at: 'origin', forged: { clientData: originAsList } },
  {
    what: 'a page in a frame',
    rule: 'R-43',
    at: 'cross-origin',
    forged: { clientData: withMember('"crossOrigin":true', true) },
  },
  {
    what: 'a page in a frame that names the outer one',
    rule: 'R-43',
    at: 'cross-origin',
    forged: { clientData: withMember('"topOrigin":"https://evil.example"') },
  },
  {
    what: 'a frame told by something else than true',
    rule: 'R-43',
    at: 'cross-origin',
    forged: { clientData: withMember('"crossOrigin":"yes"', true) },
  },
  { what: 'another domain', rule: 'R-44', at: 'rp-id', forged: { rpId: 'example.com' } },
  { what: 'a domain below ours', rule: 'R-44', at: 'rp-id', forged: { rpId: 'sub.localhost' } },
  { what: 'nobody there', rule: 'R-45', at: 'user-present', forged: { flags: (set) => set & ~userPresent } },
  {
    what: 'nobody verified',
    rule: 'R-46',
    at: 'user-verified',
    forged: { flags: (set) => set & ~userVerified },
    config: required,
  },
  {
    what: 'copied though it cannot be',
    rule: 'R-47',
    at: 'backup',
    forged: { flags: (set) => set | backedUp },
  },
  {
    what: 'a byte after the authenticator data',
    rule: 'R-55',
    at: 'form',
    forged: { trailing: Uint8Array.of(0) },
  },
  {
    what: 'extensions announced that are not there',
    rule: 'R-55',
    at: 'form',
    forged: { flags: (set) => set | 0x80 },
  },
  {
    what: 'extensions that are no map',
    rule: 'R-55',
    at: 'form',
    forged: { flags: (set) => set | 0x80, trailing: Uint8Array.of(0x80) },
  },
  {
    what: 'extensions of indefinite length',
    rule: 'R-55',
    at: 'form',
    forged: { flags: (set) => set | 0x80, trailing: Uint8Array.of(0xbf, 0xff) },
  },
  {
    what: 'an extension twice',
    rule: 'R-55',
    at: 'form',
    forged: { flags: (set) => set | 0x80, trailing: Uint8Array.of(0xa2, 0x61, 0x61, 0xf5, 0x61, 0x61, 0xf4) },
  },
  {
    what: 'an extension of a size that nobody has',
    rule: 'R-55',
    at: 'form',
    forged: {
      flags: (set) => set | 0x80,
      trailing: Uint8Array.of(0xa1, 0x61, 0x61, 0x5b, 0, 0, 0, 1, 0, 0, 0, 0),
    },
  },
  {
    what: 'a text that ends too early',
    rule: 'R-55',
    at: 'form',
    forged: { flags: (set) => set | 0x80, trailing: Uint8Array.of(0xa1, 0x7a, 0xff, 0xff, 0xff, 0xff) },
  },
  {
    what: 'client data that say the origin twice',
    rule: 'R-55',
    at: 'form',
    forged: { clientData: withMember('"origin":"http://localhost:8080"') },
  },
  {
    what: 'client data that say the type twice, once in disguise',
    rule: 'R-55',
    at: 'form',
    forged: { clientData: withMember('"\\u0074ype":"webauthn.create"') },
  },
  {
    what: 'client data that are no object',
    rule: 'R-55',
    at: 'form',
    forged: { clientData: (json) => `[${json}]` },
  },
  {
    what: 'client data whose members stand on lines of their own, one of them of a strange name',
    rule: 'R-55',
    at: 'form',
    forged: { clientData: (json) => json.replace(/}$/, ',"a":"b",\n":c":1,"type":"webauthn.get"}') },
  },
  {
    what: 'client data with more behind',
    rule: 'R-55',
    at: 'form',
    forged: { clientData: (json) => `${json}{}` },
  },
]

const registrations: readonly Mutation[] = [
  ...shared,
  { what: 'the type of a sign-in', rule: 'R-40', at: 'type', forged: { type: 'webauthn.get' } },
  { what: 'the type in capitals', rule: 'R-40', at: 'type', forged: { type: 'WEBAUTHN.CREATE' } },
  {
    what: 'an algorithm that was not offered',
    rule: 'R-48',
    at: 'algorithm',
    forged: { publicKey: reservedAlgorithm },
  },
  {
    what: 'a point that is not on the curve',
    rule: 'R-48',
    at: 'public-key',
    forged: { publicKey: offTheCurve },
  },
  {
    what: 'a key on another curve',
    rule: 'R-48',
    at: 'public-key',
    forged: { publicKey: (cose) => replaced(cose, '2001', '2002') },
  },
  {
    what: 'a key of another kind',
    rule: 'R-48',
    at: 'public-key',
    forged: { publicKey: (cose) => replaced(cose, '0102', '0103') },
  },
  {
    what: 'a key with an entry twice',
    rule: 'R-55',
    at: 'form',
    forged: { publicKey: (cose) => replaced(cose, '0326', '0102') },
  },
  {
    what: 'a format in capitals',
    rule: 'R-49',
    at: 'attestation',
    forged: { attestationObject: (bytes) => renamed(bytes, 'none', 'None') },
  },
  {
    what: 'a format that is a property of every object',
    rule: 'R-49',
    at: 'attestation',
    forged: { attestationObject: (bytes) => renamed(bytes, 'none', 'constructor') },
  },
  {
    what: 'a statement where there is none',
    rule: 'R-49',
    at: 'attestation',
    forged: {
      attestationObject: (bytes) => replaced(bytes, '6174745374' + '6d74a0', '6174745374' + '6d74a16161f5'),
    },
  },
  { what: 'no key', rule: 'R-55', at: 'form', forged: { flags: (set) => set & ~0x40 } },
  {
    what: 'bytes after the attestation object',
    rule: 'R-55',
    at: 'form',
    forged: { attestationObject: (bytes) => join(bytes, Uint8Array.of(0)) },
  },
  {
    what: 'a fourth field in the attestation object',
    rule: 'R-55',
    at: 'form',
    forged: {
      attestationObject: (bytes) =>
        join(Uint8Array.of(0xa4), bytes.subarray(1), Uint8Array.of(0x61, 0x61, 0xf5)),
    },
  },
  {
    what: 'a length that is not the shortest',
    rule: 'R-55',
    at: 'form',
    forged: { attestationObject: (bytes) => replaced(bytes, '63666d74', '7803666d74') },
  },
]

const authentications: readonly Mutation[] = [
  ...shared,
  { what: 'the type of a registration', rule: 'R-40', at: 'type', forged: { type: 'webauthn.create' } },
  {
    what: 'an owner who is somebody else',
    rule: 'R-51',
    at: 'user-handle',
    forged: { userHandle: base64url(Buffer.alloc(32, 5)) },
  },
  {
    what: 'a key that can be copied of late',
    rule: 'R-47',
    at: 'backup',
    forged: { flags: (set) => set | backupEligible },
  },
  {
    what: 'a key that cannot be copied of late',
    rule: 'R-47',
    at: 'backup',
    forged: { flags: (set) => set & ~(backupEligible | backedUp) },
    key: { synced: true },
  },
  {
    what: 'a bit of the signature turned',
    rule: 'R-52',
    at: 'signature',
    forged: { signature: (bytes) => turned(bytes) },
  },
  {
    what: 'a signature in BER',
    rule: 'R-52',
    at: 'signature',
    forged: { signature: (bytes) => join(Uint8Array.of(0x30, 0x81), bytes.subarray(1)) },
  },
  {
    what: 'bytes after the signature',
    rule: 'R-52',
    at: 'signature',
    forged: { signature: (bytes) => join(bytes, Uint8Array.of(0, 1)) },
  },
  {
    what: 'a signature with a zero too many',
    rule: 'R-52',
    at: 'signature',
    forged: { signature: zeroBefore },
  },
  {
    what: 'r and s of zero',
    rule: 'R-52',
    at: 'signature',
    forged: { signature: () => Uint8Array.of(0x30, 6, 2, 1, 0, 2, 1, 0) },
  },
  {
    what: 'r and s side by side',
    rule: 'R-52',
    at: 'signature',
    forged: { signature: () => new Uint8Array(64).fill(1) },
  },
  { what: 'a count that stands still', rule: 'R-53', at: 'sign-count', forged: { signCount: 1 } },
  { what: 'a count that is lost', rule: 'R-53', at: 'sign-count', forged: { signCount: 0 } },
  {
    what: 'a new key brought along',
    rule: 'R-55',
    at: 'form',
    forged: { flags: (set) => set | 0x40, trailing: someCredential() },
  },
]

describe('each step of a registration, broken singly, is refused (A-124)', () => {
  for (const { what, rule, at, forged, config, key } of registrations) {
    it(`${rule}: ${what}`, async () => {
      const scene = openScene(config)
      const verdict = await register(scene, softwareKey(key), forged)
      assert.equal(verdict.accepted, false)
      assert.equal(refusedAt(scene), at)
    })
  }

  it('R-50: the id outside is that of another key', async () => {
    const scene = openScene()
    const { factor, person, context, origin } = scene
    const { show, pending } = await factor.offer({ person, options: undefined, existing: [], context })
    const credential = await softwareKey().create(creationOptions(show), origin)
    const other = base64url(Buffer.alloc(32, 1))
    const answer = factor.answer.parse({ credential: { ...credential, id: other, rawId: other } })
    assert.equal((await factor.confirm({ pending, answer, person, context })).accepted, false)
    assert.equal(refusedAt(scene), 'credential')
  })

  it('R-50: an id that is longer than 1023 bytes, or none', async () => {
    const scene = openScene()
    const { show } = await scene.factor.offer({ ...scene, options: undefined, existing: [] })
    for (const length of [0, 1024]) {
      const credentialId = new Uint8Array(length)
      const credential = await softwareKey().create(creationOptions(show), scene.origin, { credentialId })
      assert.equal(scene.factor.answer.safeParse({ credential }).success, false)
      const named = { ...credential, id: 'AAAA', rawId: 'AAAA' }
      assert.equal((await confirm(scene, pendingOf(scene, show), named)).accepted, false)
      assert.equal(refusedAt(scene), 'form')
    }
  })

  it('R-49: a self attestation by another key, with another algorithm, over something else, or with more to say', async () => {
    for (const bent of bentSelfAttestations) {
      const scene = openScene()
      const attest: Attest = async (made) => ({ format: 'packed', statement: bent(made) })
      assert.equal((await register(scene, softwareKey({ attest }))).accepted, false)
      assert.equal(refusedAt(scene), 'attestation')
    }
  })

  it('and one that nobody broke is taken', async () => {
    for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const)
      for (const attest of [undefined, attestBySelf]) {
        const key = softwareKey({ algorithm, ...(attest ? { attest } : {}) })
        assert.equal((await register(openScene(required), key)).accepted, true)
      }
  })
})

describe('each step of a sign-in, broken singly, is refused (A-124)', () => {
  for (const { what, rule, at, forged, config, key } of authentications) {
    it(`${rule}: ${what}`, async () => {
      const held = await heldIn(openScene(config), key)
      const verdict = await signIn(held, forged)
      assert.equal(verdict.accepted, false)
      assert.equal(refusedAt(held.scene), at)
    })
  }

  it('R-51: nobody was named, and the key does not say whose it is', async () => {
    const held = await heldIn(openScene())
    assert.equal((await signIn(held, { userHandle: undefined }, true)).accepted, false)
    assert.equal(refusedAt(held.scene), 'user-handle')
  })

  it('R-46: nobody was named, and the key did not check its owner', async () => {
    const held = await heldIn(openScene({ userVerification: 'discouraged' }))
    assert.equal((await signIn(held, { flags: (set) => set & ~userVerified }, true)).accepted, false)
    assert.equal(refusedAt(held.scene), 'user-verified')
  })

  it('R-51: the key of somebody else (A-043)', async () => {
    const scene = openScene()
    const [hers, mallorys] = [await heldIn(scene), await heldIn(scene)]
    const asked = await ask(hers)
    const { show } = await ask(mallorys)
    const answer = mallorys.key.get({ ...show, challenge: asked.show.challenge }, scene.origin)
    assert.equal((await judge(hers, asked, answer)).accepted, false)
    assert.equal(refusedAt(scene), 'credential')
  })

  it('R-51: the id of her key over the signature of another', async () => {
    const scene = openScene()
    const [hers, mallorys] = [await heldIn(scene), await heldIn(scene)]
    const asked = await ask(hers)
    const { show } = await ask(mallorys)
    const [allowed] = asked.show.allowCredentials ?? []
    const credentialId = new Uint8Array(Buffer.from(allowed?.id ?? '', 'base64url'))
    const forged = { credentialId, userHandle: undefined }
    const answer = mallorys.key.get({ ...show, challenge: asked.show.challenge }, scene.origin, forged)
    assert.equal((await judge(hers, asked, answer)).accepted, false)
    assert.equal(refusedAt(scene), 'signature')
  })

  it('R-41: an answer to a challenge that is over, to the next one (A-013b)', async () => {
    const held = await heldIn(openScene())
    const first = await ask(held)
    const answer = held.key.get(first.show, held.scene.origin)
    assert.equal((await judge(held, first, answer)).accepted, true)
    assert.equal((await judge(held, await ask(held), answer)).accepted, false)
    assert.equal(refusedAt(held.scene), 'challenge')
  })

  it('R-41: no challenge at all', async () => {
    const held = await heldIn(openScene())
    const { show } = await ask(held)
    const answer = held.key.get(show, held.scene.origin)
    assert.equal((await judge(held, { show, expected: undefined }, answer)).accepted, false)
  })

  it('R-54: extensions that nobody asked for are looked over and dropped', async () => {
    const held = await heldIn(openScene())
    const extensions = { flags: (set: number) => set | 0x80, trailing: Uint8Array.of(0xa1, 0x61, 0x61, 0xf5) }
    assert.equal((await signIn(held, extensions)).accepted, true)
  })

  it('and one that nobody broke is taken, a byte order mark before it or not', async () => {
    const held = await heldIn(openScene(required))
    assert.equal((await signIn(held)).accepted, true)
    assert.equal((await signIn(held, { clientData: (json) => `\ufeff${json}` })).accepted, true)
  })
})

type Statement = Awaited<ReturnType<Attest>>['statement']

const bentSelfAttestations: readonly ((made: Parameters<Attest>[0]) => Statement)[] = [
  ({ authenticatorData, clientDataHash }) =>
    selfSigned(-7, newKeyPair().sign(join(authenticatorData, clientDataHash))),
  ({ keyPair, authenticatorData, clientDataHash }) =>
    selfSigned(-8, keyPair.sign(join(authenticatorData, clientDataHash))),
  ({ keyPair, authenticatorData, clientDataHash }) =>
    selfSigned(-65_535, keyPair.sign(join(authenticatorData, clientDataHash))),
  ({ keyPair, authenticatorData }) => selfSigned(-7, keyPair.sign(authenticatorData)),
  ({ keyPair, authenticatorData, clientDataHash }) =>
    new Map([
      ...selfSigned(-7, keyPair.sign(join(authenticatorData, clientDataHash))),
      ['ecdaaKeyId', Uint8Array.of(1)],
    ]),
  () => new Map([['alg', -7]]),
]

function selfSigned(alg: number, sig: Uint8Array) {
  return new Map<string, number | Uint8Array>([
    ['alg', alg],
    ['sig', sig],
  ])
}

/** The offer whose challenge was shown. */
function pendingOf({ factor }: Scene, shown: Shown): unknown {
  const { challenge, rp, user } = creationOptions(shown)
  return factor.pending.parse({ challenge, rpId: rp.id, userHandle: user.id })
}

async function heldIn(scene: Scene, options: SoftwareKeyOptions = {}): Promise<Held> {
  return hold(scene, softwareKey(options), `key ${Math.random()}`)
}

function replaced(bytes: Uint8Array, hex: string, by: string): Uint8Array {
  const text = Buffer.from(bytes).toString('hex')
  assert.ok(text.includes(hex), `${hex} is not there`)
  return new Uint8Array(Buffer.from(text.replace(hex, by), 'hex'))
}

function renamed(object: Uint8Array, from: string, to: string): Uint8Array {
  const text = (name: string) =>
    Buffer.concat([Buffer.of(0x60 | name.length), Buffer.from(name)]).toString('hex')
  return replaced(object, text(from), text(to))
}

function turned(bytes: Uint8Array): Uint8Array {
  const other = Uint8Array.from(bytes)
  const last = other.length - 1
  other[last] = (other[last] ?? 0) ^ 1
  return other
}

function offTheCurve(cose: Uint8Array): Uint8Array {
  return turned(cose)
}

/** The first number of an ECDSA signature, with a zero before it that DER does not want. */
function zeroBefore(signature: Uint8Array): Uint8Array {
  const [sequence = 0, length = 0, integer = 0, size = 0] = signature
  return join(Uint8Array.of(sequence, length + 1, integer, size + 1, 0), signature.subarray(4))
}

function withMember(member: string, instead = false): (json: string) => string {
  return (json) =>
    json.replace(
      instead ? '"crossOrigin":false' : '"crossOrigin":false}',
      instead ? member : `"crossOrigin":false,${member}}`,
    )
}

function paddedChallenge(json: string): string {
  return json.replace(/("challenge":"[^"]*)"/, '$1="')
}

function originAsList(json: string): string {
  return json.replace(/"origin":("[^"]*")/, '"origin":[$1,"https://evil.example"]')
}

function someCredential(): Uint8Array {
  return join(new Uint8Array(16), Uint8Array.of(0, 1, 7), Uint8Array.of(0xa1, 0x01, 0x02))
}
