import assert from 'node:assert/strict'
import {
  begin,
  codeProof,
  deliverAll,
  halfway,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  startAt,
  surroundings,
} from '../../../test/kit/engine.ts'
import { smsRules } from '../../delivery/index.ts'
import { beginEnrolment } from '../../enrolment/index.ts'
import { aliceWithPhone, askForCode, beginNumber, confirmNumber, eachHouse, signedIn } from './test/house.ts'

const minute = 60_000
const rules = (more: object) => smsRules.parse({ countries: ['DE'], ...more })

eachHouse('A-032: whoever has proved nothing can have nothing sent', async (world, handsets) => {
  const before = handsets.messages.length
  await passwordOnly(world, 'Alice')
  for (let nth = 0; nth < 20; nth++) {
    const started = await startAt(world.engine, nth % 2 ? 'Alice' : `Nobody ${nth}`)
    const authority = { by: 'attempt', secret: started.secret } as const
    const options = { number: '+491701234567' }
    const asked = beginEnrolment(world.engine, { authority, factor: 'sms-code', options, surroundings })
    assert.equal(await refusal(asked), 'enrolment.not-allowed')
    assert.equal(await refusal(askForCode(world.engine, started.secret)), 'proof.first-factor-first')
  }
  await deliverAll(world.engine)
  assert.equal(handsets.messages.length, before)
})

eachHouse(
  'A-032: premium, foreign and +1 numbers get nothing, however they are written',
  async (world, handsets) => {
    const before = handsets.messages.length
    const alice = await person(world, 'Alice')
    const authority = await signedIn(world, alice)
    const wanted = [
      ['+49 900 1234567'],
      ['0900 1234567', 'DE'],
      ['0049 900 1234567', 'DE'],
      ['+1 900 555 0123'],
      ['+1 876 555 1234'],
      ['1 809 201 2345', 'US'],
      ['+88216 1234 56789'],
      ['+49 180 5123456'],
      ['+43 664 1234567'],
    ] as const
    for (const [number, country] of wanted) {
      const end = await refusal(beginNumber(world.engine, authority, number, country))
      assert.ok(['delivery.destination', 'number.unknown'].includes(end), `${number}: ${end}`)
    }
    await deliverAll(world.engine)
    assert.equal(handsets.messages.length, before)
    const pending = await rowsOf(world.engine, 'authenticators')
    assert.equal(pending.filter(({ factor }) => factor === 'sms-code').length, 0)
  },
)

eachHouse(
  'A-032: enrolling and cancelling again and again, with number after number, is stopped',
  async (world, handsets) => {
    const before = handsets.messages.length
    const alice = await person(world, 'Alice')
    const authority = await signedIn(world, alice)
    const ends: string[] = []
    for (let nth = 0; nth < 30; nth++) {
      ends.push(await refusal(beginNumber(world.engine, authority, `+4917012${String(10_000 + nth)}`)))
    }
    assert.equal(ends.filter((end) => end === 'nothing was refused').length, 10)
    assert.ok(ends.slice(10).every((end) => end === 'delivery.budget'))
    await deliverAll(world.engine)
    assert.equal(handsets.messages.length - before, 10)
  },
  rules({}),
)

eachHouse(
  'A-032: many accounts that bother one number are stopped at that number',
  async (world, handsets) => {
    const before = handsets.messages.length
    const ends: string[] = []
    for (let nth = 0; nth < 6; nth++) {
      const owner = await person(world, `Account ${nth}`)
      const authority = await signedIn(world, owner)
      ends.push(await refusal(beginNumber(world.engine, authority, '+491701234567')))
    }
    assert.equal(ends.filter((end) => end === 'nothing was refused').length, 4)
    await deliverAll(world.engine)
    assert.equal(handsets.messages.length - before, 4)
  },
  rules({ budgets: { number: 4 } }),
)

eachHouse(
  'A-032: asking anew in a loop is stopped at the account, whatever the code is used for',
  async (world, handsets) => {
    await aliceWithPhone(world, handsets)
    const before = handsets.messages.length
    const ends: string[] = []
    for (let nth = 0; nth < 12; nth++) {
      const started = await halfway(world.engine, 'Alice')
      ends.push(await refusal(askForCode(world.engine, started.secret)))
      world.clock.advance(minute / 2)
    }
    assert.equal(ends.filter((end) => end === 'nothing was refused').length, 9, ends.join())
    await deliverAll(world.engine)
    assert.equal(handsets.messages.length - before, 9)
  },
  rules({}),
)

const asked: string[] = []

eachHouse(
  'A-032: the network is asked last whether a SIM card was changed: not where nothing would be sent',
  async (world, handsets) => {
    asked.length = 0
    const { alice } = await aliceWithPhone(world, handsets)
    assert.equal(asked.length, 1, 'at the set-up')
    const authority = await signedIn(world, alice)
    assert.equal(
      await refusal(beginNumber(world.engine, authority, '+43 664 1234567')),
      'delivery.destination',
    )
    const again = async () => {
      world.clock.advance(2 * minute)
      return refusal(askForCode(world.engine, (await halfway(world.engine, 'Alice')).secret))
    }
    assert.equal(await again(), 'nothing was refused')
    assert.equal(asked.length, 2)
    assert.equal(await again(), 'delivery.budget')
    assert.equal(asked.length, 2, 'neither for the other country nor beyond the budget')
  },
  rules({ budgets: { account: 2 } }),
  {
    factors: { 'sms-code': { simSwap: { url: 'https://network.example/check' } } },
    fetch: async (_, init) => {
      asked.push(String(init?.body))
      return Response.json({ swapped: false })
    },
  },
)

eachHouse(
  'A-032: codes that are used count as used, at sign-in and at enrolment; those that are not close their block',
  async (world, handsets) => {
    const { alice } = await aliceWithPhone(world, handsets)
    const started = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, started.secret)
    await prove(world.engine, started, [codeProof(await handsets.nextCode(), 'sms-code')])
    const used = await rowsOf(world.engine, 'sms_messages')
    assert.deepEqual(
      used.map(({ used_at }) => used_at !== null),
      [true, true],
    )
    world.clock.advance(minute)
    for (let nth = 0; nth < 5; nth++) {
      const owner = await person(world, `Fraud ${nth}`)
      const authority = await signedIn(world, owner)
      await beginNumber(world.engine, authority, `+491609876${500 + nth}1`)
    }
    await deliverAll(world.engine)
    world.clock.advance(3 * minute)
    const authority = await signedIn(world, alice)
    const closed = beginNumber(world.engine, authority, '+4916098765999')
    assert.equal(await refusal(closed), 'delivery.closed')
    const again = await halfway(world.engine, 'Alice')
    await askForCode(world.engine, again.secret)
    const [closure] = await world.engine.delivery.listClosures()
    assert.equal(closure?.scope, 'block +491609876')
  },
  rules({ pumping: { sample: 5, used: 0.3 } }),
)

eachHouse(
  'F-19, F-20: while every gateway is out the code waits, and goes out once one is back',
  async (world, handsets) => {
    const { alice } = await aliceWithPhone(world, handsets)
    const started = await halfway(world.engine, alice.account.name)
    const transport = handsets.options.transports[0]
    assert.ok(transport)
    const { send } = transport
    try {
      transport.send = async () => ({ sent: false, failure: 'deferred', detail: 'down' })
      await askForCode(world.engine, started.secret)
      while ((await world.engine.delivery.listTroubled(10)).length === 0)
        await new Promise((resolve) => setTimeout(resolve, 5))
      const [troubled] = await world.engine.delivery.listTroubled(10)
      assert.deepEqual([troubled?.channel, troubled?.reason], ['sms', 'deferred down'])
    } finally {
      transport.send = send
    }
    world.clock.advance(10_000)
    await world.engine.delivery.deliverDue({ limit: 10 })
    await prove(world.engine, started, [codeProof(await handsets.nextCode(), 'sms-code')])
  },
)

eachHouse('F-20: a code that came too late is never sent', async (world, handsets) => {
  await aliceWithPhone(world, handsets)
  const before = handsets.messages.length
  const started = await halfway(world.engine, 'Alice')
  const transport = handsets.options.transports[0]
  assert.ok(transport)
  const { send } = transport
  try {
    transport.send = async () => ({ sent: false, failure: 'deferred', detail: 'down' })
    await askForCode(world.engine, started.secret)
    while ((await world.engine.delivery.listTroubled(10)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
  } finally {
    transport.send = send
  }
  world.clock.advance(5 * minute)
  await world.engine.delivery.deliverDue({ limit: 10 })
  assert.equal(handsets.messages.length, before)
  const [troubled] = await world.engine.delivery.listTroubled(10)
  assert.equal(troubled?.status, 'abandoned')
  assert.ok((await rowsOf(world.engine, 'audit_events')).some(({ event }) => event === 'message.abandoned'))
})

eachHouse(
  'the first second factor may be a phone, inside the sign-in that demands one',
  async (world, handsets) => {
    await passwordOnly(world, 'Ben')
    const started = await startAt(world.engine, 'Ben')
    await prove(world.engine, started, [passwordProof()])
    const begun = await begin(world.engine, started.secret, 'sms-code', {
      number: '0170 1234567',
      country: 'DE',
    })
    assert.deepEqual([begun.show.to, begun.show.digits], ['+49 170 1234567', 6])
    assert.equal(begun.authenticator.label, '+49 … 67')
    const authority = { by: 'attempt', secret: started.secret } as const
    const code = await handsets.nextCode()
    for (let nth = 0; nth < 3; nth++) {
      const wrong = code === '000000' ? '000001' : '000000'
      const refused = confirmNumber(world.engine, authority, begun.authenticator.id, wrong)
      assert.equal(await refusal(refused), 'enrolment.refused')
    }
    const late = confirmNumber(world.engine, authority, begun.authenticator.id, code)
    assert.equal(await refusal(late), 'enrolment.expired', 'three tries, and it is void')
    world.clock.advance(minute)
    const anew = await begin(world.engine, started.secret, 'sms-code', { number: '+491701234567' })
    await confirmNumber(world.engine, authority, anew.authenticator.id, await handsets.nextCode())
  },
)
