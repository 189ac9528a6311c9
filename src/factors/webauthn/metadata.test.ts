import assert from 'node:assert/strict'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { rootCertificates } from 'node:tls'
import { start } from '../../../test/factor-conformance.ts'
import { fingerprintOf } from '../../x509/index.ts'
import { parseRoots, readRoots } from './attestation/roots.ts'
import { webauthnConfig } from './config.ts'
import { fidoRoots, openMetadata } from './metadata/index.ts'
import { type Attest, softwareKey } from './simulator/software-key.ts'
import { type Certified, newAuthority } from './test/authority.ts'
import { openScene, register, type Scene } from './test/holder.ts'
import { attestAndroid, attestPacked, attestTpm, attestU2f } from './test/makers.ts'
import { entry, listAddress, type MetadataService, newMetadataService } from './test/metadata-service.ts'
import { ask, type Held, hold, signIn } from './test/sign-in.ts'

const aaguid = '0b1e5d6c-1111-4222-8333-444455556666'
const day = 86_400_000
const url = 'https://mds.example/'
const compromised = [
  'REVOKED',
  'USER_VERIFICATION_BYPASS',
  'ATTESTATION_KEY_COMPROMISE',
  'USER_KEY_REMOTE_COMPROMISE',
  'USER_KEY_PHYSICAL_COMPROMISE',
]

let folder: string
let service: MetadataService
let maker: Certified

/** At the root they would run around each test of every file in the process. */
function anewForEach(): void {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-metadata-'))
    ;[service, maker] = [await newMetadataService(), await newAuthority()]
    writeFileSync(join(folder, 'fido.pem'), service.root.pem)
    put(service.blob({ entries: [entry(aaguid, { roots: [maker] })] }))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
}

describe('the make of a key, by what FIDO publishes', () => {
  anewForEach()

  it('is proven under the roots of its model, and under no other', async () => {
    const scene = sceneWith({ attestation: { required: true } })
    assert.equal((await add(scene, attestPacked(maker))).attested, true)
    assert.equal(await becauseOf(scene, attestPacked(await newAuthority())), 'make-unproven')
    const other = '11111111-1111-4111-8111-111111111111'
    assert.equal(await becauseOf(scene, attestPacked(maker), other), 'make-unproven')
  })

  it('of a model that FIDO knows another maker’s root says nothing, configured or not (R20)', async () => {
    const stranger = await newAuthority()
    writeFileSync(join(folder, 'stranger.pem'), stranger.pem)
    const roots = ['stranger.pem']
    for (const attest of [attestTpm, attestAndroid, attestPacked]) {
      assert.equal((await add(sceneWith({ attestation: { roots } }), attest(stranger))).attested, false)
      const listed = sceneWith({ attestation: { roots, allow: [aaguid] } })
      assert.equal(await becauseOf(listed, attest(stranger)), 'make-unproven')
      assert.equal((await add(listed, attest(maker))).attested, true)
    }
  })

  it('is not attested where the model keeps its keys in software', async () => {
    put(service.blob({ no: 2, entries: [entry(aaguid, { roots: [maker], keyProtection: ['software'] })] }))
    assert.equal((await add(sceneWith(), attestPacked(maker))).attested, false)
  })

  it('gives a new key its name', async () => {
    assert.equal((await add(sceneWith(), attestPacked(maker))).label, 'Made-up Key 5')
  })

  it('is found by the key of its certificate, where it is from before FIDO2', async () => {
    const leaf = await maker.issue()
    const key = leaf.certificate.publicKey.export({ format: 'der', type: 'spki' }).subarray(26)
    const keyIdentifiers = [createHash('sha1').update(key).digest('hex')]
    const reports = [{ status: 'REVOKED', effectiveDate: '2026-01-01' }]
    put(service.blob({ no: 2, entries: [entry(undefined, { keyIdentifiers, roots: [maker], reports })] }))
    const attest = attestU2f(maker, { certificate: { publicKey: leaf.certificate.publicKey } })
    const statement: Attest = async (made) => {
      const { format } = await attest(made)
      const point = pointOf(made)
      const data = Buffer.concat([Buffer.of(0), made.rpIdHash, made.clientDataHash, made.credentialId, point])
      return {
        format,
        statement: new Map<string, Uint8Array | Uint8Array[]>([
          ['sig', leaf.sign(data)],
          ['x5c', [leaf.der]],
        ]),
      }
    }
    assert.equal(
      await becauseOf(sceneWith(), statement, '00000000-0000-0000-0000-000000000000'),
      'model-compromised',
    )
  })
})

describe('reports on a model (R-56)', () => {
  anewForEach()

  for (const status of compromised) {
    it(`${status}: no key of it is added, and none that is there is taken`, async () => {
      const scene = sceneWith()
      const held = await hold(scene, keyOf(attestPacked(maker)))
      assert.equal((await signIn(held)).accepted, true)
      put(
        service.blob({
          no: 2,
          entries: [entry(aaguid, { roots: [maker], reports: [{ status, effectiveDate: '2027-01-02' }] })],
        }),
      )
      const later = aMinuteLater(held)
      assert.equal(await becauseOf(later.scene, attestPacked(maker)), 'model-compromised')
      const { show, expected } = await ask(later, true)
      const proof = scene.factor.proof.parse({ credential: later.key.get(show, scene.origin) })
      const verdict = await scene.factor.verify({
        candidates: [later.candidate],
        proof,
        expected,
        context: later.scene.context,
      })
      assert.ok(!verdict.accepted)
      assert.equal(verdict.reason, 'expired')
      await assert.rejects(ask(later), { code: 'webauthn.model-compromised' })
    })
  }

  it('count from their day on, and are not undone by a better one', async () => {
    const reports = [
      { status: 'REVOKED', effectiveDate: '2027-01-15' },
      { status: 'FIDO_CERTIFIED_L2', effectiveDate: '2027-01-16' },
    ]
    put(service.blob({ no: 2, entries: [entry(aaguid, { roots: [maker], reports })] }))
    const scene = sceneWith()
    const eve = { ...scene, context: { ...scene.context, at: Date.parse('2027-01-14T23:59:00Z') } }
    assert.equal((await add(eve, attestPacked(maker))).attested, true)
    const after = { ...scene, context: { ...scene.context, at: Date.parse('2027-01-17') } }
    assert.equal(await becauseOf(after, attestPacked(maker)), 'model-compromised')
  })

  it('may be left to the administrator to choose', async () => {
    const reports = [{ status: 'USER_KEY_PHYSICAL_COMPROMISE', effectiveDate: '2026-01-01' }]
    put(service.blob({ no: 2, entries: [entry(aaguid, { roots: [maker], reports })] }))
    const scene = sceneWith({ metadata: { refuse: ['REVOKED'] } })
    assert.equal((await add(scene, attestPacked(maker))).attested, true)
  })
})

describe('a blob that is overdue (R-56, F-19)', () => {
  anewForEach()

  const overdue = { nextUpdate: '2026-12-01' }

  it('refuses only where proof is demanded', async () => {
    put(service.blob({ no: 2, entries: [entry(aaguid, { roots: [maker] })], ...overdue }))
    assert.equal((await add(sceneWith(), attestPacked(maker))).attested, true)
    const strict = sceneWith({ attestation: { required: true } })
    assert.equal(await becauseOf(strict, attestPacked(maker)), 'metadata-overdue')
    const patient = sceneWith({ attestation: { required: true }, metadata: { grace: 60 } })
    assert.equal((await add(patient, attestPacked(maker))).attested, true)
  })

  it('and then judges no sign-in either, at nobody’s expense', async () => {
    const strict = sceneWith({ attestation: { required: true } })
    const held = await hold(strict, keyOf(attestPacked(maker)))
    const at = Date.parse('2027-03-15')
    const late: Held = { ...held, scene: { ...strict, context: { ...strict.context, at } } }
    const verdict = await signIn(late)
    assert.ok(!verdict.accepted)
    assert.equal(verdict.reason, 'unavailable')
  })

  it('where there is none at all, it is the same', async () => {
    rmSync(join(folder, 'blob.jwt'))
    assert.equal((await add(sceneWith(), attestPacked(maker))).attested, false)
    const strict = sceneWith({ attestation: { required: true } })
    assert.equal(await becauseOf(strict, attestPacked(maker)), 'metadata-overdue')
  })
})

describe('a blob is believed', () => {
  anewForEach()

  it('only as it was signed, under a root that we know, by the one whose name we know', async () => {
    const stranger = await newMetadataService()
    const impostor = await service.root.issue({ subject: 'C=US, O=Made-up, CN=shop.example' })
    const over = await service.root.issue({
      subject: 'C=US, CN=mds.fidoalliance.org',
      notAfter: new Date('2026-12-31'),
    })
    const x5c = (...chain: readonly Certified[]) =>
      chain.map(({ der }) => Buffer.from(der).toString('base64'))
    const right = service.blob({})
    const blobs: Readonly<Record<string, string>> = {
      'under another root': stranger.blob({}),
      'by another name under the same root': service.blob({
        header: { x5c: x5c(impostor) },
        signedBy: impostor,
      }),
      'by a certificate that is over': service.blob({ header: { x5c: x5c(over) }, signedBy: over }),
      'by another key than that of the certificate': service.blob({ signedBy: impostor }),
      'without algorithm': service.blob({ header: { alg: 'none' } }),
      'with an algorithm for secrets': service.blob({ header: { alg: 'HS256' } }),
      'with an algorithm for another kind of key': service.blob({ header: { alg: 'RS256' } }),
      'with certificates elsewhere': service.blob({
        header: { x5c: undefined, x5u: 'https://evil.example' },
      }),
      'with no certificate': service.blob({ header: { x5c: [] } }),
      'with the first bit of its signature turned': right.replace(/\.[^.]{4}([^.]+)$/, '.AAAA$1'),
      'without signature': right.replace(/[^.]+$/, ''),
      'with another payload': [
        right.split('.')[0],
        service.blob({ no: 9 }).split('.')[1],
        right.split('.')[2],
      ].join('.'),
      'with something behind': `${right}.AAAA`,
      'of another form': service.blob({ entries: [{ aaguid, statusReports: 'none' }] }),
      'not a blob': 'hello',
    }
    for (const [what, jwt] of Object.entries(blobs)) {
      put(jwt)
      assert.equal(await metadata().current(start), undefined, what)
    }
    put(right)
    assert.equal((await metadata().current(start))?.no, 1)
  })

  it('not when its signer was revoked, by a list that its issuer signed', async () => {
    const lists = {
      'revoked.crl': await service.root.revoke(service.signer),
      'none.crl': await service.root.revoke(),
      'stranger.crl': await (await newAuthority()).revoke(service.signer),
    }
    for (const [name, list] of Object.entries(lists)) writeFileSync(join(folder, name), list)
    const believed = async (name: string) =>
      (await metadata({ revocations: [name] }).current(start)) !== undefined
    assert.equal(await believed('revoked.crl'), false)
    assert.equal(await believed('none.crl'), true)
    assert.equal(await believed('stranger.crl'), true)
  })

  it('not when it is older than the one before, and neither after a restart', async () => {
    const first = metadata()
    put(service.blob({ no: 5 }))
    assert.equal((await first.current(start))?.no, 5)
    put(service.blob({ no: 4 }))
    assert.equal((await first.current(start + day))?.no, 5)
    assert.equal((await metadata().current(start + day))?.no, 5)
    put(service.blob({ no: 6 }))
    assert.equal((await first.current(start + 2 * day))?.no, 6)
  })

  it('under the roots that FIDO names, unless told', () => {
    const built = parseRoots(fidoRoots).map(fingerprintOf)
    const known = rootCertificates
      .map((pem) => new X509Certificate(pem))
      .filter(({ subject }) => /GlobalSign Root (CA - R3|R46)/.test(subject))
      .map(({ fingerprint256 }) => fingerprint256.replaceAll(':', '').toLowerCase())
    assert.deepEqual(built.toSorted(), known.toSorted())
    assert.equal(built.length, 2)
  })
})

describe('the blob is fetched', () => {
  anewForEach()

  it('where an address is configured and a newer one is due; it is kept for the next start', async () => {
    rmSync(join(folder, 'blob.jwt'))
    const world = outside({ [url]: () => service.blob({ no: 7, nextUpdate: '2027-02-01' }) })
    const fetched = metadata({ url, file: undefined }, world.fetch)
    assert.equal(await fetched.current(start), undefined)
    await fetched.refresh()
    assert.equal((await fetched.current(start + day))?.no, 7)
    await fetched.refresh()
    assert.deepEqual(
      world.asked.filter((address) => address === url),
      [url],
    )
    const [kept = ''] = readdirSync(join(folder, 'fido-metadata'))
    assert.equal(statSync(join(folder, 'fido-metadata', kept)).mode & 0o777, 0o600)
    const offline = metadata({ url, file: undefined }, () => Promise.reject(new Error('offline')))
    assert.equal((await offline.current(start))?.no, 7)
  })

  it('with the list of revoked certificates that its signer names; what is there is asked no more', async () => {
    rmSync(join(folder, 'blob.jwt'))
    const list = await service.root.revoke(service.signer)
    const world = outside({ [url]: () => service.blob({ no: 7 }), [listAddress]: () => list })
    const fetched = metadata({ url, file: undefined }, world.fetch)
    await fetched.refresh()
    assert.deepEqual(world.asked, [url, listAddress])
    assert.equal(await fetched.current(start + day), undefined)
  })

  it('and the old one stays where that fails, or where what comes is not believed', async () => {
    const stranger = await newMetadataService()
    const answers = [
      () => stranger.blob({ no: 9 }),
      () => 'nonsense',
      () => new Response('', { status: 500 }),
    ]
    for (const answer of answers) {
      put(service.blob({ no: 2, nextUpdate: '2026-12-01' }))
      const world = outside({ [url]: answer })
      const fetched = metadata({ url }, world.fetch)
      await fetched.refresh()
      assert.deepEqual(world.asked, [url])
      assert.equal((await fetched.current(start))?.no, 2)
    }
  })

  it('at most once an hour, and never unless an address is configured', async () => {
    const failing = outside({})
    const fetched = metadata({ url, file: undefined }, failing.fetch)
    await fetched.refresh()
    await fetched.refresh()
    assert.deepEqual(failing.asked, [url])
    const quiet = outside({})
    await metadata({}, quiet.fetch).refresh()
    assert.deepEqual(quiet.asked, [])
  })

  it('by another node of the same folder, it is found here within a minute', async () => {
    const here = metadata()
    assert.equal((await here.current(start))?.no, 1)
    put(service.blob({ no: 3 }))
    assert.equal((await here.current(start + 1000))?.no, 1)
    assert.equal((await here.current(start + 61_000))?.no, 3)
  })
})

let writes = 0

/** Puts a blob where the administrator puts it; each later than the one before. */
function put(jwt: string): void {
  const file = join(folder, 'blob.jwt')
  writeFileSync(file, jwt)
  writes += 1
  utimesSync(file, start / 1000 + writes, start / 1000 + writes)
}

function metadata(config: object = {}, fetching: typeof fetch = () => Promise.reject(new Error('offline'))) {
  const parsed = webauthnConfig.parse({ metadata: { file: 'blob.jwt', ...config } })
  const { host } = hostOf(fetching)
  return openMetadata(parsed.metadata, readRoots(['fido.pem'], folder), host)
}

function hostOf(fetching: typeof fetch) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const clock = { now: () => start, monotonic: () => 0 }
  return { host: { clock, dataFolder: folder, fetch: fetching, logger: silent } }
}

function sceneWith(config: { readonly attestation?: object; readonly metadata?: object } = {}): Scene {
  const attestation = { conveyance: 'direct', ...config.attestation }
  const own = { file: 'blob.jwt', roots: ['fido.pem'], ...config.metadata }
  return openScene({ attestation, metadata: own }, { dataFolder: folder })
}

function aMinuteLater(held: Held): Held {
  const { scene } = held
  return { ...held, scene: { ...scene, context: { ...scene.context, at: scene.context.at + 61_000 } } }
}

function keyOf(attest: Attest, model = aaguid) {
  return softwareKey({ aaguid: model, attest })
}

async function add(scene: Scene, attest: Attest) {
  const verdict = await register(scene, keyOf(attest))
  assert.ok(verdict.accepted, 'the key was refused')
  return verdict
}

async function becauseOf(scene: Scene, attest: Attest, model = aaguid): Promise<string | undefined> {
  const verdict = await register(scene, keyOf(attest, model))
  return verdict.accepted ? 'taken' : verdict.notices[0]?.id
}

function pointOf({ keyPair }: Parameters<Attest>[0]): Uint8Array {
  const { x = '', y = '' } = keyPair.publicKey.export({ format: 'jwk' })
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
}

/** The outside world, as far as somebody wrote it down. */
function outside(answers: Readonly<Record<string, () => string | Uint8Array | Response>>) {
  const asked: string[] = []
  const fetching = async (address: unknown) => {
    asked.push(String(address))
    const answer = answers[String(address)]?.()
    if (answer === undefined) throw new Error('nobody there')
    return answer instanceof Response
      ? answer
      : new Response(typeof answer === 'string' ? answer : Buffer.from(answer))
  }
  return { asked, fetch: fetching as typeof fetch }
}
