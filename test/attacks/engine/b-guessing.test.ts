import assert from 'node:assert/strict'
import { disableAccount } from '../../../src/administration/index.ts'
import {
  complete,
  progressOf,
  situationOf,
  startAttempt,
  verifyOnce,
} from '../../../src/authentication/index.ts'
import {
  codeAt,
  codeProof,
  eachEngine,
  halfway,
  halfways,
  onTwoNodes,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  signIn,
  startAt,
  surroundings,
  tally,
  totpOf,
  wrongCode,
} from '../../kit/engine.ts'
import { newApplication } from './doors.ts'

const hour = 3_600_000

eachEngine(
  'A-014: of a thousand guesses at once five are compared, and then the right one is refused',
  async (world) => {
    const alice = await person(world, 'Alice')
    const wrong = wrongCode(world, alice)
    const attempts = await halfways(world.engine, 'Alice', 100)
    const ends = await tally(
      Array.from({ length: 1000 }, (_, index) =>
        prove(world.engine, attempts[index % 100] ?? { secret: '' }, [codeProof(wrong)]),
      ),
    )
    assert.equal(ends['proof.refused'], 5)
    assert.equal(ends.throttled, 995)
    assert.equal(world.comparisons.get('totp'), 5)
    const right = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(prove(world.engine, right, [totpOf(world, alice)])), 'throttled')
    assert.equal(world.comparisons.get('totp'), 5)
  },
)

onTwoNodes(
  'A-014: a thousand guesses on two nodes cost as many tries as were answered, and no more are',
  async (world, nodes) => {
    const alice = await person(world, 'Alice')
    const wrong = wrongCode(world, alice)
    const attempts = await halfways(world.engine, 'Alice', 50)
    const ends = await tally(
      Array.from({ length: 1000 }, (_, index) =>
        prove(nodes[index % 2] ?? world.engine, attempts[index % 50] ?? { secret: '' }, [codeProof(wrong)]),
      ),
    )
    const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
    assert.equal(ends['proof.refused'], 5, JSON.stringify(ends))
    assert.equal(Number(row?.failures_proven), 5)
  },
)

eachEngine(
  'A-014, R7: sixty failures after the password disable an authenticator; the right code is refused',
  async (world) => {
    const alice = await person(world, 'Alice')
    let answered = 0
    while (answered < 60) {
      const started = await halfway(world.engine, 'Alice')
      const end = await refusal(prove(world.engine, started, [codeProof(wrongCode(world, alice))]))
      assert.equal(end, 'proof.refused')
      answered++
      world.clock.advance(hour)
    }
    assert.equal(world.comparisons.get('totp'), 60)
    const started = await halfway(world.engine, 'Alice')
    assert.equal(await refusal(prove(world.engine, started, [totpOf(world, alice)])), 'proof.refused')
    assert.equal(world.comparisons.get('totp'), 60)
    const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
    assert.equal(row?.status, 'disabled')
  },
)

eachEngine(
  'A-014, R7: forty failures of codes alone close that door only, until the owner signs in fully',
  async (world) => {
    const alice = await person(world, 'Alice')
    const application = await newApplication(world.engine, 'VPN')
    const ask = (code: string) =>
      verifyOnce(world.engine, { application, account: 'Alice', code, surroundings })
    for (let nth = 0; nth < 40; nth++) {
      assert.deepEqual(await ask(wrongCode(world, alice)), { accepted: false, reason: 'refused' })
      world.clock.advance(hour)
    }
    const compared = world.comparisons.get('totp')
    assert.deepEqual(await ask(codeAt(alice.totp.shown, world.clock.now())), {
      accepted: false,
      reason: 'refused',
    })
    assert.equal(world.comparisons.get('totp'), compared)
    await signIn(world, alice)
    world.clock.advance(hour)
    assert.equal((await ask(codeAt(alice.totp.shown, world.clock.now()))).accepted, true)
  },
)

eachEngine(
  'V-49, V-60: an attempt ends at ten wrong codes, and new attempts bring no new tries',
  async (world) => {
    const alice = await person(world, 'Alice')
    const started = await halfway(world.engine, 'Alice')
    const ends: string[] = []
    for (let nth = 0; nth < 12; nth++) {
      ends.push(await refusal(prove(world.engine, started, [codeProof(wrongCode(world, alice))])))
      world.clock.advance(70_000)
    }
    assert.ok(ends.includes('attempt.expired') || ends.includes('throttled'))
    assert.ok(ends.filter((end) => end === 'proof.refused').length <= 10)
  },
)

eachEngine('A-017: tries spread over factors share one account lane', async (world) => {
  const alice = await person(world, 'Alice')
  const guesses = [
    codeProof(wrongCode(world, alice)),
    codeProof('0000-0000-0000-0000-0000-0000', 'recovery-codes'),
  ]
  const ends = []
  for (let nth = 0; nth < 12; nth++) {
    const guess = guesses[nth % 2]
    assert.ok(guess)
    ends.push(await refusal(prove(world.engine, await halfway(world.engine, 'Alice'), [guess])))
  }
  assert.equal(ends.filter((end) => end === 'proof.refused').length, 5)
  assert.equal(ends.filter((end) => end === 'throttled').length, 7)
})

onTwoNodes('A-017: on two nodes at once, too', async (world, nodes) => {
  const alice = await person(world, 'Alice')
  const guesses = [
    codeProof(wrongCode(world, alice)),
    codeProof('0000-0000-0000-0000-0000-0000', 'recovery-codes'),
  ]
  const attempts = await halfways(world.engine, 'Alice', 40)
  const ends = await tally(
    attempts.map((started, index) =>
      prove(nodes[index % 2] ?? world.engine, started, [guesses[(index >> 1) % 2] ?? codeProof('000000')]),
    ),
  )
  assert.ok((ends['proof.refused'] ?? 0) <= 6, JSON.stringify(ends))
  assert.equal(ends.done, undefined)
})

eachEngine(
  'A-019, G3: a request that fails after the comparison has its failure counted, or was never answered',
  async (world) => {
    const alice = await person(world, 'Alice')
    const started = await halfway(world.engine, 'Alice')
    world.points.after = () => {
      throw new Error('the caller went away')
    }
    await assert.rejects(prove(world.engine, started, [codeProof(wrongCode(world, alice))]), /went away/)
    world.points.after = undefined
    const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
    assert.equal(Number(row?.failures_proven), 1)
  },
)

eachEngine(
  'A-019: a wrong second proof does not undo the price of the first, nor what it proved',
  async (world) => {
    const alice = await person(world, 'Alice')
    const started = await startAt(world.engine, 'Alice')
    const proofs = [passwordProof(), codeProof(wrongCode(world, alice))]
    assert.equal(await refusal(prove(world.engine, started, proofs)), 'proof.refused')
    const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
    assert.equal(Number(row?.failures_proven), 1)
    const { progress } = await prove(world.engine, started, [totpOf(world, alice)])
    assert.equal(progress.state, 'satisfied')
  },
)

eachEngine(
  'A-020, G15: ten thousand failures of outsiders delay the owner nowhere she is known',
  async (world) => {
    const alice = await person(world, 'Alice')
    const { deviceToken } = await signIn(world, alice, { rememberDevice: true })
    assert.ok(deviceToken)
    const application = await newApplication(world.engine, 'VPN')
    const outsiders = Array.from({ length: 400 }, (_, index) => ({
      door: 'test',
      source: `203.0.113.${index % 250}`,
    }))
    for (const from of outsiders) {
      const { id } = await world.engine.portal()
      const started = await startAttempt(world.engine, {
        account: 'alice',
        applicationId: id,
        surroundings: from,
      })
      await refusal(
        prove(world.engine, started, [passwordProof('nothing-like-it-42')], { surroundings: from }),
      )
      await verifyOnce(world.engine, {
        application,
        account: 'ALICE',
        code: wrongCode(world, alice),
        surroundings: from,
      })
      await verifyOnce(world.engine, {
        application,
        account: 'alice',
        code: '123456',
        password: 'no',
        surroundings: from,
      })
    }
    const [row] = (await rowsOf(world.engine, 'authenticators')).filter(({ id }) => id === alice.totp.id)
    assert.deepEqual([row?.status, Number(row?.failures_proven)], ['active', 0])

    const home = { ...surroundings, device: deviceToken }
    const started = await startAt(world.engine, 'Alice')
    const proofs = [passwordProof(), totpOf(world, alice)]
    const { completed } = await prove(world.engine, started, proofs, { complete: {}, surroundings: home })
    assert.ok(completed)
  },
)

eachEngine('A-020, G15: a stranger who starts sign-ins pushes none of hers out', async (world) => {
  const alice = await person(world, 'Alice')
  const fresh = await startAt(world.engine, 'Alice')
  const proved = await halfway(world.engine, 'Alice')
  for (let nth = 0; nth < 250; nth++) {
    await startAt(world.engine, 'alice')
    world.clock.advance(1)
  }
  await prove(world.engine, fresh, [passwordProof()])
  world.clock.advance(5 * 60_000)
  for (let nth = 0; nth < 150; nth++) await startAt(world.engine, 'alice')
  await prove(world.engine, proved, [totpOf(world, alice)])
})

eachEngine(
  'A-026: one account has one budget, over whatever application and spelling one asks',
  async (world) => {
    const alice = await person(world, 'Alice')
    const applications = await Promise.all(
      ['Mail', 'VPN', 'Bank'].map((name) => newApplication(world.engine, name)),
    )
    const names = ['Alice', 'ALICE', ' alice ', 'ａｌｉｃｅ']
    let refused = 0
    for (let nth = 0; nth < 12; nth++) {
      const application = applications[nth % 3]
      assert.ok(application)
      const account = names[nth % 4] ?? ''
      const result = await verifyOnce(world.engine, {
        application,
        account,
        code: wrongCode(world, alice),
        surroundings,
      })
      if (!result.accepted && result.reason === 'refused') refused++
    }
    assert.equal(refused, 5)
  },
)

eachEngine(
  'A-028: unknown names have one budget in all their spellings, like known ones (V-55)',
  async (world) => {
    await person(world, 'Alice')
    for (const name of ['alice', 'nobody']) {
      const spellings = [name, name.toUpperCase(), ` ${name} `, name.replace('a', 'A')]
      const ends = []
      for (let nth = 0; nth < 8; nth++) {
        const started = await startAt(world.engine, spellings[nth % 4] ?? '')
        ends.push(await refusal(prove(world.engine, started, [passwordProof('nothing-like-it-42')])))
      }
      assert.deepEqual(ends, [...Array(5).fill('proof.refused'), ...Array(3).fill('throttled')], name)
    }
  },
)

eachEngine(
  'A-028: a wrong password costs the same for known, unknown, disabled and simple ones',
  async (world) => {
    await person(world, 'Alice')
    await passwordOnly(world, 'Plain')
    const gone = await passwordOnly(world, 'Gone')
    await disableAccount(world.engine, { actor: operator, accountId: gone.id, reason: 'left' })
    const works = []
    for (const name of ['Alice', 'Plain', 'Gone', 'Nobody']) {
      const before = { ...world.points.work, hashes: world.hasher.inputs.length }
      const started = await startAt(world.engine, name)
      const end = await refusal(prove(world.engine, started, [passwordProof('nothing-like-it-42')]))
      const { queries, bookings, statements } = world.points.work
      works.push({
        end,
        queries: queries - before.queries,
        bookings: bookings - before.bookings,
        statements: statements - before.statements,
        hashes: world.hasher.inputs.length - before.hashes,
      })
    }
    for (const work of works) assert.deepEqual(work, works[0])
  },
)

eachEngine(
  'A-028, R16: a refused password and code book as many bookings and hashes for names that nobody has',
  async (world) => {
    const alice = await person(world, 'Alice')
    const application = await newApplication(world.engine, 'VPN')
    const works = []
    for (const account of ['Alice', 'Nobody']) {
      const before = { ...world.points.work, hashes: world.hasher.inputs.length }
      const code = wrongCode(world, alice)
      await verifyOnce(world.engine, {
        application,
        account,
        code,
        password: 'no-such-thing-42',
        surroundings,
      })
      const { queries, bookings, statements } = world.points.work
      works.push({
        queries: queries - before.queries,
        bookings: bookings - before.bookings,
        statements: statements - before.statements,
        hashes: world.hasher.inputs.length - before.hashes,
      })
    }
    assert.deepEqual(works[1], works[0])
  },
)

eachEngine('A-029: before the first factor every name is shown the same', async (world) => {
  await person(world, 'Alice')
  await passwordOnly(world, 'Plain')
  const shown = []
  for (const name of ['Alice', 'Plain', 'Nobody']) {
    const { attempt } = await startAt(world.engine, name)
    const progress = await progressOf(world.engine, await situationOf(world.engine, attempt, surroundings))
    shown.push({ ...progress, id: '', account: { name: '' } })
  }
  assert.deepEqual(shown[1], shown[0])
  assert.deepEqual(shown[2], shown[0])
  assert.deepEqual(shown[0]?.options, [{ factor: 'password', role: 'factor', speaksFirst: false }])
})

eachEngine('A-031: who is disabled meanwhile gets no further, at no step', async (world) => {
  const alice = await person(world, 'Alice')
  const half = await halfway(world.engine, 'Alice')
  const satisfied = await halfway(world.engine, 'Alice')
  await prove(world.engine, satisfied, [totpOf(world, alice)])
  await disableAccount(world.engine, { actor: operator, accountId: alice.account.id, reason: 'test' })
  world.clock.advance(30_000)
  assert.equal(await refusal(prove(world.engine, half, [totpOf(world, alice)])), 'attempt.expired')
  const end = complete(world.engine, { secret: satisfied.secret, options: {}, surroundings })
  assert.equal(await refusal(end), 'attempt.expired')
  assert.equal(await world.engine.sessions.read(alice.token, { door: 'rest' }), undefined)
})

onTwoNodes('A-031: disabled between the last proof and its booking: nothing is issued', async (world) => {
  const alice = await person(world, 'Alice')
  const started = await halfway(world.engine, 'Alice')
  const other = await world.node()
  world.points.before = async () => {
    world.points.before = undefined
    await disableAccount(other, { actor: operator, accountId: alice.account.id, reason: 'test' })
  }
  const end = await refusal(prove(world.engine, started, [totpOf(world, alice)], { complete: {} }))
  assert.equal(end, 'attempt.expired')
  assert.equal(await world.engine.sessions.read(alice.token, { door: 'rest' }), undefined)
  assert.equal((await rowsOf(world.engine, 'sessions')).length, 1)
})
