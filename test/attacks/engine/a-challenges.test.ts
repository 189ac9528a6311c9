import assert from 'node:assert/strict'
import { issueChallenge } from '../../../src/authentication/index.ts'
import {
  codeProof,
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  step,
  surroundings,
  tally,
  type World,
} from '../../kit/engine.ts'

/** Alice, who can also be sent a code. */
async function aliceWithEcho(world: World, name = 'Alice') {
  const alice = await person(world, name)
  const { token } = await signIn(world, alice)
  const session = await sessionOf(world.engine, token)
  await enrolMore(world.engine, session, 'echo-code', () => ({ code: world.echo.last(name) }), { to: name })
  return alice
}

function challenge(world: World, secret: string, engine = world.engine) {
  return issueChallenge(engine, { secret, factor: 'echo-code', surroundings })
}

function echoed(code: string) {
  return codeProof(code, 'echo-code')
}

function otherThan(code: string): string {
  return code === '000000' ? '000001' : '000000'
}

eachEngine('G5: a challenge is answered once', async (world) => {
  await aliceWithEcho(world)
  const started = await halfway(world.engine, 'Alice')
  await challenge(world, started.secret)
  const code = world.echo.last()
  await prove(world.engine, started, [echoed(code)])
  assert.equal(await refusal(prove(world.engine, started, [echoed(code)])), 'proof.refused')
})

onTwoNodes('G5: a challenge is answered once, by two nodes at a time', async (world, nodes) => {
  await aliceWithEcho(world)
  for (let round = 0; round < 5; round++) {
    const started = await halfway(world.engine, 'Alice')
    await challenge(world, started.secret)
    const code = world.echo.last()
    const ends = await tally(nodes.map((node) => prove(node, started, [echoed(code)], { complete: {} })))
    assert.equal(ends.done, 1, JSON.stringify(ends))
    world.clock.advance(60_000)
  }
})

eachEngine('G5: three wrong tries burn a challenge; the right code then comes too late', async (world) => {
  await aliceWithEcho(world)
  const started = await halfway(world.engine, 'Alice')
  await challenge(world, started.secret)
  const code = world.echo.last()
  for (let nth = 0; nth < 3; nth++)
    assert.equal(await refusal(prove(world.engine, started, [echoed(otherThan(code))])), 'proof.refused')
  assert.equal(await refusal(prove(world.engine, started, [echoed(code)])), 'proof.refused')
})

eachEngine('G5: an expired challenge is answered by nothing', async (world) => {
  await aliceWithEcho(world)
  const started = await halfway(world.engine, 'Alice')
  const { expiresAt } = await challenge(world, started.secret)
  assert.ok(expiresAt - world.clock.now() <= 600_000)
  world.clock.set(expiresAt)
  assert.equal(await refusal(prove(world.engine, started, [echoed(world.echo.last())])), 'proof.refused')
})

eachEngine('N-16: a new challenge replaces the old one', async (world) => {
  await aliceWithEcho(world)
  const started = await halfway(world.engine, 'Alice')
  await challenge(world, started.secret)
  const first = world.echo.last()
  await challenge(world, started.secret)
  const second = world.echo.last()
  if (first !== second)
    assert.equal(await refusal(prove(world.engine, started, [echoed(first)])), 'proof.refused')
  await prove(world.engine, started, [echoed(second)])
})

eachEngine(
  'A-011: the code of one sign-in serves no other, nor a step-up, nor somebody else',
  async (world) => {
    const alice = await aliceWithEcho(world)
    await aliceWithEcho(world, 'Mallory')
    const asked = await halfway(world.engine, 'Alice')
    await challenge(world, asked.secret)
    const code = world.echo.last('Alice')
    const others = [await halfway(world.engine, 'Alice'), await halfway(world.engine, 'Mallory')]
    for (const other of others)
      assert.equal(await refusal(prove(world.engine, other, [echoed(code)])), 'proof.refused')
    const [, mallorys] = others
    await challenge(world, mallorys?.secret ?? '')
    if (world.echo.last('Mallory') !== code)
      assert.equal(await refusal(prove(world.engine, mallorys ?? asked, [echoed(code)])), 'proof.refused')
    assert.equal(alice.account.name, 'Alice')
    await prove(world.engine, asked, [echoed(code)])
  },
)

eachEngine('A-016: asking for a new code resets no count', async (world) => {
  const alice = await aliceWithEcho(world)
  let judged = 0
  let closed = 0
  for (let nth = 0; nth < 12; nth++) {
    const started = await halfway(world.engine, 'Alice')
    if ((await refusal(challenge(world, started.secret))) === 'throttled') closed++
    const end = await refusal(prove(world.engine, started, [echoed(otherThan(world.echo.last()))]))
    if (end === 'proof.refused') judged++
  }
  assert.equal(judged, 5)
  assert.equal(closed, 7, 'a code was sent although no try was due')
  assert.ok(alice)
})

eachEngine(
  'A-016: a new offer begins no new count of wrong answers, and they hold no sign-in up',
  async (world) => {
    const { engine, clock, echo } = world
    const mallory = await person(world, 'Mallory')
    const session = await sessionOf(engine, mallory.token)
    const to = { to: 'the number of ana' }
    const guess = () =>
      refusal(enrolMore(engine, session, 'echo-code', () => ({ code: otherThan(echo.last()) }), to))
    for (let nth = 0; nth < 20; nth++) assert.equal(await guess(), 'enrolment.refused')
    const sent = echo.sent.length
    assert.equal(await guess(), 'throttled')
    assert.equal(echo.sent.length, sent, 'a code was sent that nobody could answer')
    const refusals = await rowsOf(engine, 'audit_refusals')
    assert.ok(refusals.some(({ reason }) => reason === 'throttled'))
    const { token } = await signIn(world, mallory)
    clock.advance(24 * 3_600_000)
    const later = await sessionOf(engine, (await signIn(world, mallory)).token)
    await enrolMore(engine, later, 'echo-code', () => ({ code: echo.last() }), to)
    assert.ok(token)
  },
)

eachEngine('G15: nobody is sent anything before the first factor', async (world) => {
  await aliceWithEcho(world)
  const sent = world.echo.sent.length
  for (const name of ['Alice', 'Nobody']) {
    const started = await startAt(world.engine, name)
    assert.equal(await refusal(challenge(world, started.secret)), 'proof.first-factor-first')
    const both = [passwordProof('wrong-wrong-wrong'), echoed('123456')]
    assert.equal(await refusal(prove(world.engine, started, both)), 'proof.refused')
  }
  assert.equal(world.echo.sent.length, sent)
})

eachEngine('A-118: however often one asks, one challenge lies there', async (world) => {
  await aliceWithEcho(world)
  const started = await halfway(world.engine, 'Alice')
  for (let nth = 0; nth < 20; nth++) await challenge(world, started.secret)
  assert.equal((await rowsOf(world.engine, 'challenges')).length, 1)
})

eachEngine('A-093: what a challenge expects lies sealed', async (world) => {
  await aliceWithEcho(world)
  const started = await halfway(world.engine, 'Alice')
  await challenge(world, started.secret)
  const [row] = await rowsOf(world.engine, 'challenges')
  const lying = Buffer.from(row?.expected as Uint8Array).toString('latin1')
  assert.ok(!lying.includes(world.echo.last()))
  world.clock.advance(step)
})
