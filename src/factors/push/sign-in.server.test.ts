import assert from 'node:assert/strict'
import {
  deliverAll,
  halfway,
  halfways,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  startAt,
  surroundings,
  tally,
} from '../../../test/kit/engine.ts'
import { emailAddress } from '../../accounts/index.ts'
import { disableAccount } from '../../administration/index.ts'
import {
  currentProgress,
  issueChallenge,
  lookElsewhere,
  questionStanding,
  startAttempt,
  startStepUp,
} from '../../authentication/index.ts'
import { captureTransport } from '../../delivery/index.ts'
import {
  confirmEnrolment,
  joinOffer,
  removeAuthenticator,
  reportLost,
  whoJoined,
} from '../../enrolment/index.ts'
import { softwarePhone } from './simulator/index.ts'
import {
  addPhone,
  ask,
  askAfterPassword,
  beginPhone,
  eachHouse,
  factor,
  joinWith,
  origin,
  proveWith,
  questionFor,
  reply,
  send,
  signedIn,
  withPhone,
} from './test/house.ts'

const minute = 60_000

eachHouse(
  'a phone approves with the number of the other screen, and the browser that asked completes',
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    const asked = await askAfterPassword(world, 'Alice')
    const standing = () => questionStanding(world.engine, { secret: asked.secret, factor })
    assert.equal(await standing(), 'open')
    const question = await questionFor(world, phone)
    assert.deepEqual(
      [question.account, question.application, question.place],
      ['Alice', 'Sallyport', surroundings.source],
    )
    assert.ok(!JSON.stringify(question).includes(asked.number), 'the number goes to the phone by hand only')
    await reply(world, phone, 'approve', asked.number)
    assert.equal(await standing(), 'answered')
    const { completed } = await proveWith(world, asked, true)
    assert.ok(completed)
    const completion = (await rowsOf(world.engine, 'completions')).at(-1)
    assert.equal(Number(completion?.assurance), 2)
    assert.match(JSON.stringify(completion?.amr), /mfa.*pop.*pwd.*swk/)
  },
)

const mailbox = captureTransport('email')

eachHouse(
  'C-03: after a wrong number, or a report, its owner is told where the sign-in came from, and not where the phone is',
  async (world) => {
    const { engine, clock } = world
    const { owner, phone } = await withPhone(world, 'Alice')
    const address = emailAddress.parse('alice@example.com')
    const { statement } = engine.contacts.add({ accountId: owner.account.id, address, source: 'owner' })
    await engine.storage.book({ statements: [statement], locks: [owner.account.id] })
    const thief = {
      ...surroundings,
      source: '203.0.113.66',
      userAgent: 'Mozilla/5.0 (Windows) Firefox/130.0',
    }
    const before = mailbox.messages.length
    for (const said of [
      { decision: 'approve', number: '' } as const,
      { decision: 'report', number: '' } as const,
    ]) {
      const { secret } = await halfway(engine, 'Alice')
      await issueChallenge(engine, { secret, factor, surroundings: thief })
      await send(world, phone.answer(await questionFor(world, phone), said, clock.now()))
      clock.advance(minute)
    }
    await deliverAll(engine)
    const heard = mailbox.messages.slice(before)
    assert.equal(heard.length, 2)
    for (const { text } of heard) {
      assert.match(text, /from Firefox on Windows \(203\.0\.113\.66\)/)
      assert.ok(!text.includes(surroundings.source))
    }
  },
  { transports: [mailbox] },
)

eachHouse("R3: a phone's yes completes nothing by itself, and serves no other browser", async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  const asked = await askAfterPassword(world, 'Alice')
  await reply(world, phone, 'approve', asked.number)
  assert.equal((await currentProgress(world.engine, asked.secret)).state, 'proving')
  const other = await halfway(world.engine, 'Alice')
  assert.equal(await refusal(proveWith(world, { ...asked, secret: other.secret })), 'proof.refused')
  await proveWith(world, asked)
})

eachHouse('a proof before the answer costs nothing, and the question stands', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  const asked = await askAfterPassword(world, 'Alice')
  assert.equal(await refusal(proveWith(world, asked)), 'push.not-answered')
  await reply(world, phone, 'approve', asked.number)
  await proveWith(world, asked)
})

eachHouse('G15: before the first factor no phone is asked', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  const { secret } = await startAt(world.engine, 'Alice')
  assert.equal(await refusal(ask(world, secret)), 'proof.first-factor-first')
  const message = phone.look(world.clock.now())
  assert.equal(await lookElsewhere(world.engine, { factor, message, surroundings }), undefined)
})

eachHouse(
  'N-17: a yes without the number, or with a wrong one, ends the question; its owner hears of it',
  async (world) => {
    const { owner, phone } = await withPhone(world, 'Alice')
    for (const wrong of ['', '000000']) {
      const asked = await askAfterPassword(world, 'Alice')
      const question = await questionFor(world, phone)
      const now = world.clock.now()
      const answer = (number: string) => phone.answer(question, { decision: 'approve', number }, now)
      assert.notEqual(asked.number, wrong)
      assert.equal(await send(world, answer(wrong)), 'refused')
      assert.equal(await refusal(send(world, answer(asked.number))), 'elsewhere.refused')
      assert.equal(await questionStanding(world.engine, { secret: asked.secret, factor }), 'over')
      assert.equal(await refusal(proveWith(world, asked)), 'proof.refused')
    }
    const told = await world.engine.audit.search({
      accountId: owner.account.id,
      outcome: 'refused',
      limit: 50,
    })
    assert.equal(told.items.filter(({ event }) => event === 'challenge.refused').length, 2)
  },
)

eachHouse(
  'A-034 push-bombing: one question at a time, and longer and longer pauses while none ends well',
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    const first = await askAfterPassword(world, 'Alice')
    const other = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(ask(world, other.secret)), 'challenge.stands')
    await reply(world, phone, 'deny')
    let put = 1
    for (let nth = 0; nth < 50; nth++) {
      world.clock.advance(minute / 50)
      const code = await refusal(ask(world, other.secret))
      if (code === 'nothing was refused') put += 1
      else assert.equal(code, 'challenge.too-soon')
    }
    assert.ok(put <= 5, `${put} questions in a minute`)
    assert.equal(await refusal(proveWith(world, first)), 'proof.refused')
  },
)

eachHouse('A-034: so many questions fit into an hour, even where each is answered well', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  for (let nth = 0; nth < 10; nth++) {
    const asked = await askAfterPassword(world, 'Alice')
    await reply(world, phone, 'approve', asked.number)
    await proveWith(world, asked)
    world.clock.advance(minute)
  }
  const { secret } = await halfway(world.engine, 'Alice')
  assert.equal(await refusal(ask(world, secret)), 'challenge.too-soon')
  world.clock.advance(60 * minute)
  await askAfterPassword(world, 'Alice')
})

eachHouse(
  'A-034: “this was not me” locks every phone of the account, ends that sign-in, and tells its owner',
  async (world) => {
    const { owner, phone } = await withPhone(world, 'Alice')
    const spare = await addPhone(world, owner)
    const asked = await askAfterPassword(world, 'Alice')
    await reply(world, phone, 'report')
    assert.equal(await refusal(currentProgress(world.engine, asked.secret)), 'attempt.not-found')
    const rows = await world.engine.authenticators.ofAccount(owner.account.id)
    assert.deepEqual(
      rows.filter((row) => row.factor === factor).map(({ status }) => status),
      ['suspended', 'suspended'],
    )
    const { secret } = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(ask(world, secret)), 'challenge.not-offered')
    for (const locked of [phone, spare.phone]) {
      const message = locked.look(world.clock.now())
      assert.equal(
        await refusal(lookElsewhere(world.engine, { factor, message, surroundings })),
        'elsewhere.refused',
      )
    }
    const { items } = await world.engine.audit.search({ accountId: owner.account.id, limit: 20 })
    assert.ok(items.some(({ event }) => event === 'challenge.reported'))
    const announced = await rowsOf(world.engine, 'announcements')
    assert.ok(announced.some(({ title }) => String(title).includes('reported')))
  },
)

eachHouse('A-011, A-013: an answer that was signed once serves no second question', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  const first = await askAfterPassword(world, 'Alice')
  const message = await reply(world, phone, 'approve', first.number)
  assert.equal(await refusal(send(world, message)), 'elsewhere.refused')
  await proveWith(world, first)
  assert.equal(await refusal(proveWith(world, first)), 'proof.refused')
  const second = await askAfterPassword(world, 'Alice')
  assert.equal(await refusal(send(world, message)), 'elsewhere.refused')
  await reply(world, phone, 'approve', second.number)
  await proveWith(world, second)
})

eachHouse(
  "A-043 own-factor-for-victim: Mallory's phone sees and answers none of Alice's questions",
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    const mallory = await withPhone(world, 'Mallory')
    const asked = await askAfterPassword(world, 'Alice')
    const now = world.clock.now()
    const input = { factor, surroundings }
    const looked = await lookElsewhere(world.engine, { ...input, message: mallory.phone.look(now) })
    assert.equal(looked, undefined)
    const question = await questionFor(world, phone)
    const yes = { decision: 'approve', number: asked.number } as const
    const hers = mallory.phone.answer(question, yes, now)
    assert.equal(await refusal(send(world, hers)), 'elsewhere.refused')
    assert.equal(await refusal(send(world, { ...hers, phone: phone.id })), 'elsewhere.refused')
    assert.equal(await refusal(proveWith(world, asked)), 'push.not-answered')
  },
)

eachHouse('C-12: a phone that was shown other details has not answered', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  const asked = await askAfterPassword(world, 'Alice')
  const question = await questionFor(world, phone)
  const swapped = [
    { purpose: 'step-up' as const },
    { application: 'Cafeteria' },
    { account: 'Mallory' },
    { place: '203.0.113.9' },
    { device: 'Firefox on Linux' },
    { askedAt: question.askedAt + 1 },
    { nonce: 'n'.repeat(43) },
    { details: [['Amount', '5']] as [string, string][] },
  ]
  const yes = { decision: 'approve', number: asked.number } as const
  for (const other of swapped) {
    const message = phone.answer({ ...question, ...other }, yes, world.clock.now())
    assert.equal(await refusal(send(world, message)), 'elsewhere.refused')
  }
  const elsewhere = softwarePhone('https://sallyport.example.evil')
  const foreign = elsewhere.answer(question, yes, world.clock.now())
  assert.equal(await refusal(send(world, { ...foreign, phone: phone.id })), 'elsewhere.refused')
  const right = phone.answer(question, yes, world.clock.now())
  for (const other of [{ decision: 'deny' as const }, { number: '' }, { at: right.at + 1 }])
    assert.equal(await refusal(send(world, { ...right, ...other })), 'elsewhere.refused')
  assert.equal(await send(world, right), 'approved')
})

eachHouse(
  'C-12: a transaction is shown field by field, signed, and approved; nobody is signed in by it',
  async (world) => {
    const { engine } = world
    const { phone } = await withPhone(world, 'Alice')
    const transaction = { to: 'DE02 1203 0000 0000 2020 51', amount: '250.00 EUR' }
    const { id: applicationId } = await engine.portal()
    const { secret } = await startAttempt(engine, {
      account: 'Alice',
      applicationId,
      transaction,
      surroundings,
    })
    await prove(engine, { secret }, [passwordProof()])
    const asked = await ask(world, secret)
    const { purpose, details } = await questionFor(world, phone)
    assert.deepEqual([purpose, details], ['transaction', Object.entries(transaction)])
    await reply(world, phone, 'approve', asked.number)
    const { approved, completed } = await proveWith(world, asked, true)
    assert.ok(approved && !completed)
  },
)

eachHouse(
  'G5, G10: a phone says what it is asked for, and a yes to a sign-in lets nobody change factors',
  async (world) => {
    const { engine, clock } = world
    const { owner, phone } = await withPhone(world, 'Alice')
    const { session } = await signedIn(world, owner)
    const { secret } = await startStepUp(engine, session)
    await prove(engine, { secret }, [passwordProof()])
    const asked = await ask(world, secret)
    const question = await questionFor(world, phone)
    assert.equal(question.purpose, 'step-up')
    const yes = { decision: 'approve', number: asked.number } as const
    const misled = phone.answer({ ...question, purpose: 'sign-in' }, yes, clock.now())
    assert.equal(await refusal(send(world, misled)), 'elsewhere.refused')
    assert.equal(await refusal(proveWith(world, asked)), 'push.not-answered')
    await reply(world, phone, 'approve', asked.number)
    const { completed } = await proveWith(world, asked, true)
    assert.ok(completed)
    assert.equal((await rowsOf(engine, 'completions')).at(-1)?.purpose, 'step-up')
  },
)

eachHouse(
  'an answer comes too late: after its time, after its sign-in, after its proof was due',
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    const late = await askAfterPassword(world, 'Alice')
    const message = phone.answer(
      await questionFor(world, phone),
      { decision: 'approve', number: late.number },
      world.clock.now(),
    )
    world.clock.advance(2 * minute)
    assert.equal(await refusal(send(world, message)), 'elsewhere.refused')
    const approved = await askAfterPassword(world, 'Alice')
    await reply(world, phone, 'approve', approved.number)
    world.clock.advance(2 * minute)
    assert.equal(await refusal(proveWith(world, approved)), 'proof.refused')
  },
)

eachHouse(
  'A-031, N-24: a phone that was removed, lost or locked answers no more, nor does what it answered before',
  async (world) => {
    const owner = await person(world, 'Alice')
    const ends = {
      removed: removeAuthenticator,
      lost: reportLost,
    } as const
    for (const end of Object.values(ends)) {
      const { phone, authenticatorId } = await addPhone(world, owner)
      const authority = await signedIn(world, owner)
      const asked = await askAfterPassword(world, 'Alice')
      const question = await questionFor(world, phone)
      await reply(world, phone, 'approve', asked.number)
      const id = authenticatorId as Parameters<typeof reportLost>[1]['authenticatorId']
      await end(world.engine, { session: authority.session, authority, authenticatorId: id, surroundings })
      assert.ok(
        ['proof.refused', 'attempt.not-found', 'attempt.expired'].includes(
          await refusal(proveWith(world, asked)),
        ),
      )
      const again = phone.answer(question, { decision: 'approve', number: asked.number }, world.clock.now())
      assert.equal(await refusal(send(world, again)), 'elsewhere.refused')
      world.clock.advance(3 * minute)
    }
  },
)

eachHouse('A-031, V-59: an account that was shut between the yes and the proof stays shut', async (world) => {
  const { owner, phone } = await withPhone(world, 'Alice')
  const asked = await askAfterPassword(world, 'Alice')
  const question = await questionFor(world, phone)
  await disableAccount(world.engine, {
    actor: { by: 'operator', name: 'test' },
    accountId: owner.account.id,
    reason: 'test',
  })
  const message = phone.answer(question, { decision: 'approve', number: asked.number }, world.clock.now())
  assert.equal(await refusal(send(world, message)), 'elsewhere.refused')
  assert.ok((await refusal(proveWith(world, asked))).startsWith('attempt.'))
})

eachHouse('the picture is for one phone; which one it is stands on the page of its owner', async (world) => {
  const owner = await person(world, 'Alice')
  const { authority, begun, link } = await beginPhone(world, owner)
  const authenticatorId = begun.authenticator.id
  const confirmed = (number: unknown) =>
    confirmEnrolment(world.engine, { authority, authenticatorId, answer: { number }, surroundings })
  assert.equal(await whoJoined(world.engine, { authority, authenticatorId, surroundings }), undefined)
  assert.equal(await refusal(confirmed('123456')), 'push.nobody-joined')
  const { number } = await joinWith(world, softwarePhone(origin, 'Phone of Mallory'), link)
  assert.deepEqual(await whoJoined(world.engine, { authority, authenticatorId, surroundings }), {
    name: 'Phone of Mallory',
  })
  assert.equal(await refusal(joinWith(world, softwarePhone(origin), link)), 'elsewhere.refused')
  const wrong = number === '000000' ? '000001' : '000000'
  for (let nth = 0; nth < 3; nth++) assert.equal(await refusal(confirmed(wrong)), 'enrolment.refused')
  assert.equal(await refusal(confirmed(number)), 'enrolment.expired')
})

eachHouse('an offer is joined in time, by who signs for it here, or not at all', async (world) => {
  const owner = await person(world, 'Alice')
  const { link } = await beginPhone(world, owner)
  const { engine, clock } = world
  const join = (message: unknown) => refusal(joinOffer(engine, { factor, message, surroundings }))
  const right = softwarePhone(origin).join(link, clock.now())
  assert.equal(await join(softwarePhone('https://evil.example').join(link, clock.now())), 'elsewhere.refused')
  assert.equal(await join({ ...right, name: 'Another' }), 'elsewhere.refused')
  assert.equal(await join({ ...right, key: softwarePhone(origin).key }), 'elsewhere.refused')
  assert.equal(await join({ ...right, key: `B${'A'.repeat(86)}` }), 'elsewhere.refused')
  assert.equal(await join({ ...right, more: 1 }), 'input.invalid')
  clock.advance(15 * minute)
  assert.equal(await join(softwarePhone(origin).join(link, clock.now())), 'elsewhere.refused')
})

eachHouse('one phone is set up once, whoever tries', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  const mallory = await person(world, 'Mallory')
  const { authority, begun, link } = await beginPhone(world, mallory)
  const { number } = await joinWith(world, phone, link)
  const answer = { number }
  const authenticatorId = begun.authenticator.id
  const taken = confirmEnrolment(world.engine, { authority, authenticatorId, answer, surroundings })
  assert.equal(await refusal(taken), 'enrolment.refused')
})

eachHouse('A-123: who looks signs the time, and an old look shows nothing', async (world) => {
  const { phone } = await withPhone(world, 'Alice')
  await askAfterPassword(world, 'Alice')
  const { engine, clock } = world
  const look = (message: unknown) => refusal(lookElsewhere(engine, { factor, message, surroundings }))
  const old = phone.look(clock.now())
  clock.advance(2 * minute + 1)
  assert.equal(await look(old), 'elsewhere.refused')
  assert.equal(await look({ ...old, at: clock.now() }), 'elsewhere.refused')
  assert.equal(await look(phone.look(clock.now())), 'nothing was refused')
})

eachHouse('A-042: the page of another sign-in learns nothing of a question', async (world) => {
  await withPhone(world, 'Alice')
  await askAfterPassword(world, 'Alice')
  const other = await startAt(world.engine, 'Alice')
  assert.equal(await questionStanding(world.engine, { secret: other.secret, factor }), 'over')
  assert.equal(
    await refusal(questionStanding(world.engine, { secret: 'spa_none', factor })),
    'attempt.not-found',
  )
  assert.equal(
    await refusal(questionStanding(world.engine, { secret: other.secret, factor: 'totp' })),
    'elsewhere.unknown',
  )
})

eachHouse(
  'A-034: questions that are asked for side by side ring as often as one after the other',
  async (world) => {
    await withPhone(world, 'Alice')
    const many = await halfways(world.engine, 'Alice', 8)
    const asked = await tally(many.map(({ secret }) => ask(world, secret)))
    assert.deepEqual(asked, { done: 1, 'challenge.stands': 7 })
  },
)

eachHouse(
  'N-17: where an application asks in somebody’s name the phone shows no place and device as theirs',
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    const { secret } = await halfway(world.engine, 'Alice')
    const own = {
      ...surroundings,
      onBehalf: true,
      source: '198.51.100.1',
      userAgent: 'Mozilla/5.0 Firefox/130.0',
    }
    await issueChallenge(world.engine, { secret, factor, surroundings: own })
    const question = await questionFor(world, phone)
    assert.equal(JSON.stringify(question).includes('198.51.100.1'), false)
    assert.equal(JSON.stringify(question).includes('Firefox'), false)
  },
)

eachHouse(
  'N-17: who said yes by mistake may still say that it was not them, until it is used',
  async (world) => {
    const { phone } = await withPhone(world, 'Alice')
    const asked = await askAfterPassword(world, 'Alice')
    const question = await questionFor(world, phone)
    await reply(world, phone, 'approve', asked.number)
    const at = world.clock.now()
    const twice = send(world, phone.answer(question, { decision: 'approve', number: asked.number }, at))
    assert.equal(await refusal(twice), 'elsewhere.refused')
    await send(world, phone.answer(question, { decision: 'report', number: '' }, at))
    assert.notEqual(await refusal(proveWith(world, asked, true)), 'nothing was refused')
  },
)
