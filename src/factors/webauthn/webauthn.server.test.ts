import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import {
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  type Person,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  startAt,
  surroundings,
  tally,
  testFactors,
  type World,
} from '../../../test/kit/engine.ts'
import { openTestServer } from '../../../test/kit/server.ts'
import { issueChallenge, type Started, startAttempt } from '../../authentication/index.ts'
import type { Engine } from '../../engine.ts'
import { asModule } from '../factor.ts'
import { webauthnModule } from './index.ts'
import {
  type Forgery,
  type SoftwareKey,
  type SoftwareKeyOptions,
  softwareKey,
} from './simulator/software-key.ts'
import { newAuthority } from './test/authority.ts'
import { creationOptions, originOf, requestOptions } from './test/holder.ts'
import { attestPacked } from './test/makers.ts'

const options = { factorModules: [...testFactors(), asModule(webauthnModule)] }

interface Holder {
  readonly owner: Person
  readonly key: SoftwareKey
}

eachEngine(
  'a key opens a sign-in by itself: nobody types a name or a password, and it is two factors',
  async (world) => {
    const { engine } = world
    const { owner, key } = await holder(world, 'Alice')
    const started = await startNameless(engine)
    const answer = await answerOf(engine, started, key)
    const { completed } = await prove(engine, started, [answer], { complete: {} })
    assert.equal(completed?.session.accountId, owner.account.id)
    assert.equal(completed?.session.assurance, 2)
    const [row] = (await rowsOf(engine, 'authenticators')).filter(({ factor }) => factor === 'webauthn')
    assert.equal(row?.label, 'Security key')
  },
  options,
)

eachEngine(
  'a key without PIN opens none, and is a second factor after the password',
  async (world) => {
    const { engine } = world
    const { owner, key } = await holder(world, 'Alice', { verifiesUser: false })
    const nameless = await startNameless(engine)
    const early = await answerOf(engine, nameless, key)
    assert.equal(await refusal(prove(engine, nameless, [early])), 'proof.refused')
    const started = await halfway(engine, 'Alice')
    const { completed } = await prove(engine, started, [await answerOf(engine, started, key)], {
      complete: {},
    })
    assert.equal(completed?.session.accountId, owner.account.id)
    assert.equal(completed?.session.assurance, 2)
  },
  options,
)

eachEngine(
  'A-013b webauthn-replay: an answer is good for one question, once',
  async (world) => {
    const { engine } = world
    const { key } = await holder(world, 'Alice')
    const started = await halfway(engine, 'Alice')
    const answer = await answerOf(engine, started, key)
    await prove(engine, started, [answer])
    const again = await halfway(engine, 'Alice')
    assert.equal(await refusal(prove(engine, again, [answer])), 'proof.refused')
    await issueChallenge(engine, { secret: again.secret, factor: 'webauthn', surroundings })
    assert.equal(await refusal(prove(engine, again, [answer])), 'proof.refused')
  },
  options,
)

for (const [what, made] of Object.entries({ 'a counting key': {}, 'a passkey': { synced: true } }))
  onTwoNodes(
    `A-013b webauthn-replay: of two posts at once of one answer of ${what}, one is accepted`,
    async (world, nodes) => {
      const { key } = await holder(world, 'Alice', made)
      const started = await halfway(world.engine, 'Alice')
      const answer = await answerOf(world.engine, started, key)
      const ends = await tally(nodes.map((node) => prove(node, started, [answer], { complete: {} })))
      assert.equal(ends.done, 1, JSON.stringify(ends))
    },
    options,
  )

eachEngine(
  'A-043 own-factor-for-victim: the key of Mallory opens nothing of Alice, named or not, early or late',
  async (world) => {
    const { engine } = world
    await holder(world, 'Alice')
    const mallory = await holder(world, 'Mallory')
    for (const started of [await startAt(engine, 'Alice'), await halfway(engine, 'Alice')]) {
      const answer = await answerOf(engine, started, mallory.key, { anyKey: true })
      assert.equal(await refusal(prove(engine, started, [answer], { complete: {} })), 'proof.refused')
    }
  },
  options,
)

eachEngine(
  'R-50: a key that is set up already cannot be set up for another account',
  async (world) => {
    const { engine } = world
    const { key } = await holder(world, 'Alice')
    const mallory = await person(world, 'Mallory')
    const session = await sessionOf(engine, mallory.token)
    const stolen = await answerOf(engine, await startNameless(engine), key)
    const credentialId = new Uint8Array(Buffer.from(stolen.proof.credential.id, 'base64url'))
    const copied = enrolMore(engine, session, 'webauthn', async (shown) => ({
      credential: await softwareKey().create(creationOptions(shown), origin(shown), { credentialId }),
    }))
    assert.equal(await refusal(copied), 'enrolment.refused')
  },
  options,
)

eachEngine(
  'A-028, A-029: before anything is proved, a name that has keys is asked what a name that nobody has is asked',
  async (world) => {
    const { engine } = world
    await holder(world, 'Alice')
    const shapes = await Promise.all(
      ['Alice', 'Nobody'].map(async (name) => {
        const { secret } = await startAt(engine, name)
        const { show } = await issueChallenge(engine, { secret, factor: 'webauthn', surroundings })
        return { ...requestOptions(show), challenge: '' }
      }),
    )
    assert.deepEqual(shapes[0], shapes[1])
    assert.deepEqual(shapes[0]?.allowCredentials, [])
  },
  options,
)

const folder = mkdtempSync(join(tmpdir(), 'sallyport-hardware-'))
const [maker, stranger] = [await newAuthority(), await newAuthority()]
writeFileSync(join(folder, 'maker.pem'), maker.pem)
after(() => rmSync(folder, { recursive: true }))

eachEngine(
  'a key whose make is proven and that cannot be copied is the third level of assurance, by itself (R20)',
  async (world) => {
    const levels: unknown[] = []
    for (const attest of [attestPacked(maker), attestPacked(stranger)]) {
      const { key } = await holder(world, `Person ${levels.length}`, { attest })
      const started = await startNameless(world.engine)
      const answer = await answerOf(world.engine, started, key)
      const { completed } = await prove(world.engine, started, [answer], { complete: {} })
      levels.push(completed?.session.assurance)
    }
    assert.deepEqual(levels, [3, 2])
  },
  {
    ...options,
    dataFolder: folder,
    factors: { webauthn: { attestation: { conveyance: 'direct', roots: ['maker.pem'] } } },
  },
)

eachEngine(
  'the document that browsers look up names our pages and the related ones, and nothing else is there',
  async (world) => {
    const server = await openTestServer(world.engine)
    try {
      const stranger = server.stranger()
      const found = await stranger.send({ method: 'GET', path: '/.well-known/webauthn' })
      assert.equal(found.status, 200)
      assert.match(String(found.headers['content-type']), /^application\/json/)
      assert.deepEqual(found.body, { origins: ['https://sallyport.example', 'https://shop.example'] })
      for (const name of ['other', '__proto__', 'constructor', '..%2fwebauthn'])
        assert.notEqual((await stranger.send({ method: 'GET', path: `/.well-known/${name}` })).status, 200)
    } finally {
      await server.close()
    }
  },
  { ...options, factors: { webauthn: { relatedOrigins: ['https://shop.example'] } } },
)

eachEngine(
  'at an IP address nobody is offered a key, and whoever asks is told why not',
  async (world) => {
    const { engine } = world
    const { token } = await person(world, 'Alice')
    const session = await sessionOf(engine, token)
    const begun = enrolMore(engine, session, 'webauthn', () => ({}))
    assert.match(await refusal(begun), /unavailable|not-allowed/)
  },
  { ...options, baseUrl: 'https://192.0.2.7' },
)

async function holder(world: World, name: string, made: SoftwareKeyOptions = {}): Promise<Holder> {
  const owner = await person(world, name)
  const key = softwareKey(made)
  const session = await sessionOf(world.engine, owner.token)
  await enrolMore(world.engine, session, 'webauthn', async (shown) => ({
    credential: await key.create(creationOptions(shown), origin(shown)),
  }))
  return { owner, key }
}

async function startNameless(engine: Engine): Promise<Started> {
  const { id } = await engine.portal()
  return startAttempt(engine, { applicationId: id, surroundings })
}

/** Asks, and has the key answer; with any of its credentials where those that are asked are somebody else's. */
async function answerOf(
  engine: Engine,
  { secret }: Pick<Started, 'secret'>,
  key: SoftwareKey,
  { anyKey = false, ...forged }: Forgery & { readonly anyKey?: boolean } = {},
) {
  const { show } = await issueChallenge(engine, { secret, factor: 'webauthn', surroundings })
  const request = requestOptions(show)
  const asked = anyKey ? { ...request, allowCredentials: [] } : request
  return { factor: 'webauthn', proof: { credential: key.get(asked, originOf(request.rpId), forged) } }
}

function origin(shown: Readonly<Record<string, unknown>>): string {
  return originOf(creationOptions(shown).rp.id)
}
