import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { askForLane, redeemLaneLink } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  deliverAll,
  eachEngine,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  startAt,
  step,
  surroundings,
  tokenOf,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { besiege, giveAddress } from '../kit/siege.ts'

const minute = 60_000
const mailbox = captureTransport('email')
const options = { transports: [mailbox] }
const stranger = { door: 'test', source: '203.0.113.9' } as const

eachEngine(
  'R19, G15: while strangers guess, a mailed link lets its owner try from a new browser, once, and nobody else',
  async (world) => {
    const { engine, clock } = world
    const address = await besieged(world)
    const started = await startAt(engine, 'Ana')
    const shut = prove(engine, started, [passwordProof()])
    assert.equal(await refusal(shut), 'throttled')

    await askForLane(engine, { secret: started.secret, surroundings })
    const link = await linkTo(engine, address)
    const { deviceToken } = await redeemLaneLink(engine, link)
    assert.equal(await refusal(redeemLaneLink(engine, link)), 'lane.link-spent')
    const own = { ...surroundings, device: deviceToken }
    const { progress } = await prove(engine, started, [passwordProof()], { surroundings: own })
    assert.deepEqual(
      [progress.state, progress.proved.map(({ factor }) => factor)],
      ['proving', ['password']],
      'the second door is as shut as before',
    )

    const theirs = await startAt(engine, 'Ana')
    for (const device of [undefined, link])
      assert.equal(
        await refusal(prove(engine, theirs, [passwordProof()], { surroundings: { ...stranger, device } })),
        'throttled',
      )
    clock.advance(11 * minute)
    await askForLane(engine, { secret: (await startAt(engine, 'Ana')).secret, surroundings })
    const late = await linkTo(engine, address)
    assert.notEqual(late, link)
    clock.advance(25 * 60 * minute)
    assert.equal(await refusal(redeemLaneLink(engine, late)), 'lane.link-spent')
  },
  options,
)

eachEngine(
  'G15, A-020: strangers use up the letters of a day in the owner’s name, and the last of them opens a day later',
  async (world) => {
    const { engine, clock } = world
    const address = await besieged(world)
    for (let count = 0; count < 7; count++) {
      await askForLane(engine, { secret: (await startAt(engine, 'Ana')).secret, surroundings: stranger })
      clock.advance(11 * minute)
    }
    assert.equal((await lettersTo(engine, address)).length, 5)
    clock.advance(22 * 60 * minute)
    const { deviceToken } = await redeemLaneLink(engine, await linkTo(engine, address))
    const own = { ...surroundings, device: deviceToken }
    const started = await startAt(engine, 'Ana')
    await prove(engine, started, [passwordProof()], { surroundings: own })
  },
  options,
)

eachEngine(
  'R19, ASVS 6.3.5: a browser that a mailed link let in is new until its owner has signed in there',
  async (world) => {
    const { engine } = world
    const { owner, address } = await besiegedOwner(world)
    const started = await startAt(engine, 'Ana')
    await askForLane(engine, { secret: started.secret, surroundings })
    const { deviceToken } = await redeemLaneLink(engine, await linkTo(engine, address))
    const there = { ...surroundings, device: deviceToken }
    const signInThere = async () => {
      const attempt = await startAt(engine, 'Ana')
      const proofs = [passwordProof(), totpOf(world, owner)]
      const options = { surroundings: there, complete: { rememberDevice: true } }
      const { completed } = await prove(engine, attempt, proofs, options)
      assert.equal(completed?.deviceToken, undefined, 'it has a lane already')
      world.clock.advance(step)
    }
    await signInThere()
    assert.equal((await noticesTo(engine, address)).length, 1, 'whoever reads the mail may have opened it')
    await signInThere()
    assert.equal((await noticesTo(engine, address)).length, 1)
  },
  options,
)

eachEngine(
  'A-028, A-032: who asks learns nothing, fills no mailbox, and nothing goes where nobody confirmed',
  async (world) => {
    const { engine } = world
    const address = await besieged(world)
    const ask = async (name: string) =>
      askForLane(engine, { secret: (await startAt(engine, name)).secret, surroundings })
    for (const name of ['Ana', 'Ana', 'Nobody']) assert.equal(await ask(name), undefined)
    assert.equal((await lettersTo(engine, address)).length, 1)

    const ben = await person(world, 'Ben')
    assert.equal(await ask('Ben'), undefined, 'nobody guesses at it')
    const unconfirmed = `${randomUUID()}@example.com`
    await giveAddress(world, ben, unconfirmed, { confirmed: false })
    await besiege(world, ben)
    await ask('Ben')
    assert.deepEqual(await lettersTo(engine, unconfirmed), [])
    const asked = (await rowsOf(engine, 'audit_events')).filter(({ event }) => event === 'lane.asked')
    assert.equal(asked.at(-1)?.reason, 'letter.no-mailbox')
    assert.equal(await refusal(redeemLaneLink(engine, 'spl_none')), 'lane.link-spent')
    assert.equal(await refusal(redeemLaneLink(engine, 'none')), 'lane.link-spent')
  },
  options,
)

/** Somebody with a confirmed address, at whose password strangers have used up the tries of a year. */
async function besieged(world: World): Promise<string> {
  return (await besiegedOwner(world)).address
}

async function besiegedOwner(world: World) {
  const owner = await person(world, 'Ana')
  const address = `${randomUUID()}@example.com`
  await giveAddress(world, owner, address, { confirmed: true })
  await besiege(world, owner)
  return { owner, address }
}

async function lettersTo(engine: Engine, address: string) {
  await deliverAll(engine)
  return mailbox.messages.filter(({ to, text }) => to === address && text.includes('/lane#'))
}

async function noticesTo(engine: Engine, address: string) {
  await deliverAll(engine)
  return mailbox.messages.filter(({ to, subject }) => to === address && /sign-in|new device/i.test(subject))
}

async function linkTo(engine: Engine, address: string): Promise<string> {
  const letter = (await lettersTo(engine, address)).at(-1)
  const [link = ''] = /http\S+\/lane#\S+/.exec(letter?.text ?? '') ?? []
  return tokenOf(link)
}
