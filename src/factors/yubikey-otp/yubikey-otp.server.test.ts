import assert from 'node:assert/strict'
import { engineWith } from '../../../test/factor-conformance-engine.ts'
import {
  addToPool,
  dumpOf,
  eachEngine,
  halfway,
  onTwoNodes,
  operator,
  type Person,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  surroundings,
  tally,
  tamper,
  type World,
} from '../../../test/kit/engine.ts'
import { bringTokens } from '../../administration/index.ts'
import { verifyOnce } from '../../authentication/index.ts'
import { openCandidate, sealFor } from '../../authenticators/index.ts'
import type { Engine } from '../../engine.ts'
import { beginEnrolment, confirmEnrolment } from '../../enrolment/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { entryOf, newTestKey, otpOf, type TestKey, type Touch, yubikeyFixture } from './test/holder.ts'
import { openValidationServer } from './test/validation-server.ts'

const options = engineWith(yubikeyFixture)
const factor = 'yubikey-otp'

eachEngine(
  'a YubiKey out of the pool becomes the one of whoever touches it first, and leaves the pool',
  async (world) => {
    const { engine } = world
    const key = newTestKey()
    await addToPool(engine, factor, entryOf(key))
    const [alice, mallory] = [await person(world, 'Alice'), await person(world, 'Mallory')]
    await setUp(world, alice, otpOf(key, { powerUp: 1, touch: 1 }))
    const rows = (await rowsOf(engine, 'authenticators')).filter((row) => row.factor === factor)
    assert.deepEqual(
      rows.map((row) => [row.account_id, row.handle, row.status]),
      [[alice.account.id, key.publicId, 'active']],
    )
    const later = () => setUp(world, mallory, otpOf(key, { powerUp: 1, touch: 2 }))
    assert.equal(await refusal(later()), 'factor.unavailable', 'nothing is left in the pool')
    await addToPool(engine, factor, entryOf(newTestKey()))
    assert.equal(await refusal(later()), 'enrolment.refused')
  },
  options,
)

eachEngine(
  'a file of ykman is brought in, and its keys are set up by a touch',
  async (world) => {
    const { engine } = world
    const keys = [newTestKey(), newTestKey()]
    const lines = keys.map((key, index) => {
      const { publicId, privateId } = key
      return `${508_326 + index},${publicId},${privateId},${key.key},,2026-11-02T10:15:00,`
    })
    const file = Buffer.from(lines.join('\n'))
    const brought = await bringTokens(engine, { actor: operator, factor, file, preview: false })
    assert.deepEqual([brought.importer, brought.entries], ['yubico-csv', 2])
    const dump = await dumpOf(engine)
    for (const { key, privateId } of keys) assert.ok(!dump.includes(key) && !dump.includes(privateId))
    const alice = await person(world, 'Alice')
    for (const key of keys) await setUp(world, alice, otpOf(key, { powerUp: 1, touch: 1 }))
    const rows = (await rowsOf(engine, 'authenticators')).filter((row) => row.factor === factor)
    assert.deepEqual(rows.map((row) => row.label).sort(), ['YubiKey 508326', 'YubiKey 508327'])
  },
  options,
)

onTwoNodes(
  'a YubiKey out of the pool goes to one of two who touch it at once',
  async (world, nodes) => {
    const key = newTestKey()
    await addToPool(world.engine, factor, entryOf(key))
    const people = [await person(world, 'Alice'), await person(world, 'Bob')]
    const offers = await Promise.all(people.map((owner) => offerTo(world, owner)))
    const touches = offers.map(({ authority, id }, index) =>
      confirmEnrolment(nodes[index] ?? world.engine, {
        authority,
        authenticatorId: id,
        answer: { otp: otpOf(key, { powerUp: 1, touch: index }) },
        surroundings,
      }),
    )
    assert.equal((await tally(touches)).done, 1)
    const rows = (await rowsOf(world.engine, 'authenticators')).filter((row) => row.handle === key.publicId)
    assert.equal(rows.length, 1)
  },
  options,
)

eachEngine(
  'A-004: one touch is good once, whichever door it comes to first',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const key = await holding(world, alice)
    for (const [powerUp, doors] of [
      [2, [byVerify, byPortal]],
      [3, [byPortal, byVerify]],
    ] as const) {
      const otp = otpOf(key, { powerUp, touch: 1 })
      const ends: boolean[] = []
      for (const door of doors) ends.push(await door(engine, otp))
      assert.deepEqual(ends, [true, false])
    }
  },
  options,
)

eachEngine(
  'a touch is the second factor beside a password, and two YubiKeys are two names for one factor',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const [first, second] = [await holding(world, alice), await holding(world, alice)]
    const started = await halfway(engine, 'Alice')
    const proof = touchOf(second, { powerUp: 5, touch: 1 })
    const { completed } = await prove(engine, started, [proof], { complete: {} })
    assert.equal(completed?.session.assurance, 2)
    const both = await startAt(engine, 'Alice')
    const touches = [touchOf(first, { powerUp: 6, touch: 1 }), touchOf(second, { powerUp: 6, touch: 1 })]
    assert.equal(await refusal(prove(engine, both, touches)), 'proof.first-factor-first')
  },
  options,
)

eachEngine(
  'A-043: the key of one person proves nothing for another, named or not',
  async (world) => {
    const { engine } = world
    const [alice, mallory] = [await person(world, 'Alice'), await person(world, 'Mallory')]
    await holding(world, alice)
    const hers = await holding(world, mallory)
    const started = await halfway(engine, 'Alice')
    const given = touchOf(hers, { powerUp: 2, touch: 1 })
    assert.equal(await refusal(prove(engine, started, [given])), 'proof.refused')
    await prove(engine, await halfway(engine, 'Mallory'), [given])
  },
  options,
)

eachEngine(
  'switched off, a YubiKey is neither offered nor judged, and keeps raising the bar (R1)',
  async (world) => {
    const alice = await person(world, 'Alice')
    const key = await holding(world, alice)
    const off = await world.node({ factors: {} })
    const started = await halfway(off, 'Alice')
    const given = touchOf(key, { powerUp: 2, touch: 1 })
    assert.equal(await refusal(prove(off, started, [given])), 'factor.unavailable')
    await assert.rejects(offerTo({ ...world, engine: off }, alice), { code: 'factor.unavailable' })
    await prove(world.engine, await halfway(world.engine, 'Alice'), [given])
  },
  options,
)

eachEngine(
  'a key that validation servers know has one owner',
  async (world) => {
    const [alice, mallory] = [await person(world, 'Alice'), await person(world, 'Mallory')]
    const key = newTestKey()
    const server = await openValidationServer({ clientId: '1', secret: 'A'.repeat(28), keys: [key] })
    const servers = { urls: [server.url], clientId: '1', secret: 'A'.repeat(28), timeout: 5 }
    const engine = await world.node({ factors: { [factor]: { enabled: true, servers } } })
    const there = { ...world, engine }
    await setUp(there, alice, otpOf(key, { powerUp: 1, touch: 1 }))
    const later = setUp(there, mallory, otpOf(key, { powerUp: 1, touch: 2 }))
    assert.equal(await refusal(later), 'enrolment.refused')
    const { completed } = await prove(
      engine,
      await halfway(engine, 'Alice'),
      [touchOf(key, { powerUp: 2, touch: 1 })],
      { complete: {} },
    )
    assert.equal(completed?.session.assurance, 2)
    await server.close()
  },
  options,
)

eachEngine(
  'nothing is counted against anybody while the validation servers are away',
  async (world) => {
    const alice = await person(world, 'Alice')
    const key = newTestKey()
    const server = await openValidationServer({ clientId: '1', secret: 'A'.repeat(28), keys: [key] })
    const servers = { urls: [server.url], clientId: '1', secret: 'A'.repeat(28), timeout: 1 }
    const engine = await world.node({ factors: { [factor]: { enabled: true, servers } } })
    await setUp({ ...world, engine }, alice, otpOf(key, { powerUp: 1, touch: 1 }))
    await server.close()
    const started = await halfway(engine, 'Alice')
    const before = await rowsOf(engine, 'authenticators')
    const given = touchOf(key, { powerUp: 2, touch: 1 })
    assert.equal(await refusal(prove(engine, started, [given])), 'factor.unavailable')
    assert.deepEqual(await rowsOf(engine, 'authenticators'), before)
  },
  options,
)

eachEngine(
  'R17: after an older backup came back a touch is noted, and the next one believed',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const key = await holding(world, alice)
    await comeBack(world)
    for (const [touch, end] of [
      [1, 'proof.refused'],
      [1, 'proof.refused'],
      [2, 'nothing was refused'],
      [3, 'nothing was refused'],
    ] as const) {
      const given = touchOf(key, { powerUp: 4, touch, ticks: touch * 8 })
      assert.equal(await refusal(prove(engine, await halfway(engine, 'Alice'), [given])), end)
    }
  },
  options,
)

/** As the restore of a backup leaves the rows of this factor. */
async function comeBack({ engine }: World): Promise<void> {
  const made = engine.factors.find(factor)
  const rows = (await rowsOf(engine, 'authenticators')).filter((row) => row.factor === factor)
  for (const { id } of rows) {
    const row = await engine.authenticators.find(id as Id<'authenticator'>)
    const candidate = made && row && openCandidate(engine.box, made, row)
    const renewed = candidate && made?.afterRestore?.(candidate, engine.storage.clock.now())
    assert.ok(row && renewed && renewed !== 'void')
    await tamper(engine, (db) =>
      db
        .updateTable('authenticators')
        .set({ data: sealFor(engine.box, 'data', row, renewed.data) })
        .where('id', '=', row.id),
    )
  }
}

async function byVerify(engine: Engine, code: string): Promise<boolean> {
  const application = await engine.portal()
  const result = await verifyOnce(engine, {
    application,
    account: 'Alice',
    code,
    vouched: true,
    surroundings,
  })
  return result.accepted
}

async function byPortal(engine: Engine, otp: string): Promise<boolean> {
  const end = refusal(prove(engine, await halfway(engine, 'Alice'), [{ factor, proof: { otp } }]))
  return (await end) === 'nothing was refused'
}

function touchOf(key: TestKey, touch: Touch) {
  return { factor, proof: { otp: otpOf(key, touch) } }
}

/** A key that this person was handed and has set up. */
async function holding(world: World, owner: Person): Promise<TestKey> {
  const key = newTestKey()
  await addToPool(world.engine, factor, entryOf(key))
  await setUp(world, owner, otpOf(key, { powerUp: 1, touch: 1 }))
  return key
}

async function setUp(world: World, owner: Person, otp: string) {
  const { authority, id } = await offerTo(world, owner)
  return confirmEnrolment(world.engine, { authority, authenticatorId: id, answer: { otp }, surroundings })
}

async function offerTo(world: World, owner: Person) {
  const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
  const authority = { by: 'session', session } as const
  const begun = await beginEnrolment(world.engine, { authority, factor, surroundings })
  return { authority, id: begun.authenticator.id }
}
