import assert from 'node:assert/strict'
import { hotp, totp } from '@sallyport/otp'
import appendixD from '../../../packages/otp/vectors/rfc4226-appendix-d.json' with { type: 'json' }
import appendixB from '../../../packages/otp/vectors/rfc6238-appendix-b.json' with { type: 'json' }
import appendixC from '../../../packages/otp/vectors/rfc6287-appendix-c.json' with { type: 'json' }
import { testHost } from '../../../test/factor-conformance.ts'
import { engineWith } from '../../../test/factor-conformance-engine.ts'
import {
  addToPool,
  codeAt,
  dumpOf,
  eachEngine,
  enrolMore,
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
  surroundings,
  tally,
  tamper,
  type World,
} from '../../../test/kit/engine.ts'
import { bringTokens, listTokens } from '../../administration/index.ts'
import { issueChallenge, splitCode, verifyOnce } from '../../authentication/index.ts'
import type { Engine } from '../../engine.ts'
import { beginEnrolment, confirmEnrolment, runOperation } from '../../enrolment/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Device, makeToken, tokenFixture } from './test/holder.ts'

const factor = 'hotp-token'
const options = engineWith(tokenFixture('event'))

/** Brings a table of tokens in, as an administrator does. */
function bring(engine: Engine, ...lines: readonly string[]) {
  const file = Buffer.from(lines.join('\n'))
  return bringTokens(engine, { actor: operator, factor, importer: 'csv', file, preview: false })
}

/** Sets a token up in a session of its owner. */
async function setUp(world: World, owner: Person, answer: object): Promise<string> {
  const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
  const authority = { by: 'session', session } as const
  const begun = await beginEnrolment(world.engine, { authority, factor, surroundings })
  const authenticatorId = begun.authenticator.id
  await confirmEnrolment(world.engine, { authority, authenticatorId, answer, surroundings })
  return authenticatorId
}

/** Somebody who holds a new token. */
async function holding(
  world: World,
  name: string,
  given: Parameters<typeof makeToken>[1] = {},
): Promise<{ readonly owner: Person; readonly device: Device; readonly id: string }> {
  const owner = await person(world, name)
  const { entry, held } = makeToken(testHost(), given)
  await addToPool(world.engine, factor, entry)
  const code = held.press(world.clock.now())
  return { owner, device: held, id: await setUp(world, owner, { serial: held.serial, code }) }
}

const codeOf = (code: string) => [{ factor, proof: { code } }]

async function counterOf(engine: Engine, id: string): Promise<bigint> {
  const rows = await rowsOf(engine, 'authenticators')
  return BigInt(String(rows.find((row) => row.id === id)?.counter))
}

/** Puts the counter of a token where a test wants it; no token is pressed as often. */
async function placeCounter(engine: Engine, id: string, counter: bigint): Promise<void> {
  await tamper(engine, (db) =>
    db
      .updateTable('authenticators')
      .set({ counter: String(counter) })
      .where('id', '=', id),
  )
}

const hexOf = (text: string) => Buffer.from(text).toString('hex')

eachEngine(
  'R-01: the codes of RFC 4226, of an imported token, each once, and on both sides of 2^32 and 2^53',
  async (world) => {
    const { engine } = world
    await bring(engine, 'serial,secret,type', `1,${hexOf(appendixD.secret)},hotp`)
    const owner = await person(world, 'Ana')
    const [first, ...others] = appendixD.values.map(({ code }) => code)
    const id = await setUp(world, owner, { serial: '1', code: first })
    const spent = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, spent, codeOf(first ?? ''))), 'proof.refused')
    for (const code of others)
      await prove(engine, await halfway(engine, 'Ana'), codeOf(code), { complete: {} })

    const secret = Buffer.from(appendixD.secret)
    for (const counter of [2n ** 32n - 1n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n + 1n, 2n ** 63n - 2n]) {
      await placeCounter(engine, id, counter)
      const stale = await halfway(engine, 'Ana')
      assert.equal(await refusal(prove(engine, stale, codeOf(hotp(secret, counter - 1n)))), 'proof.refused')
      await prove(engine, await halfway(engine, 'Ana'), codeOf(hotp(secret, counter)), { complete: {} })
      assert.equal(await counterOf(engine, id), counter + 1n)
    }
  },
  options,
)

eachEngine(
  'R-01: the codes of RFC 6238, of imported tokens of every hash',
  async (world) => {
    const { engine, clock } = world
    const algorithms = ['SHA1', 'SHA256', 'SHA512'] as const
    const lines = algorithms.map((one) => `${one},${hexOf(appendixB.secrets[one])},totp,8,30,${one}`)
    await bring(engine, 'serial,secret,type,digits,interval,algorithm', ...lines)
    const beginning = appendixB.values.filter(({ time }) => time > clock.now() / 1000)
    const owner = await person(world, 'Ana')
    for (const algorithm of algorithms) {
      const secret = Buffer.from(appendixB.secrets[algorithm])
      const code = totp(secret, { at: clock.now(), digits: 8, algorithm })
      await setUp(world, owner, { serial: algorithm, code })
    }
    assert.ok(beginning.length >= 6)
    for (const { time, code } of beginning.toSorted((one, other) => one.time - other.time)) {
      clock.set(time * 1000)
      await prove(engine, await halfway(engine, 'Ana'), codeOf(code), { complete: {} })
    }
  },
  options,
)

eachEngine(
  'R-01: the responses of RFC 6287, of an imported token with a counter, each to a question of ours',
  async (world) => {
    const { engine } = world
    const group = appendixC.groups.find(({ suite }) => suite === 'OCRA-1:HOTP-SHA512-8:C-QN08')
    const secret = appendixC.keys['64']
    assert.ok(group)
    await bring(engine, 'serial,secret,type,suite', `1,${hexOf(secret)},ocra,${group.suite}`)
    const owner = await person(world, 'Ana')
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    const authority = { by: 'session', session } as const
    const begun = await beginEnrolment(engine, { authority, factor, surroundings })
    const { createOcra } = await import('@sallyport/otp')
    const token = createOcra(Buffer.from(secret), group.suite)
    const question = String(begun.show.question)
    await confirmEnrolment(engine, {
      authority,
      authenticatorId: begun.authenticator.id,
      answer: { serial: '1', code: token.response({ question, counter: 0 }) },
      surroundings,
    })
    for (let counter = 1; counter <= 10; counter++) {
      const started = await halfway(engine, 'Ana')
      const asked = await issueChallenge(engine, { secret: started.secret, factor, surroundings })
      const code = token.response({ question: String(asked.show.question), counter })
      await prove(engine, started, codeOf(code), { complete: {} })
      const again = await halfway(engine, 'Ana')
      assert.equal(await refusal(prove(engine, again, codeOf(code))), 'proof.refused')
    }
  },
  options,
)

onTwoNodes(
  'A-008 hotp-parallel-lookahead: codes c+1 and c+3 at once on two nodes: each at most once, and the counter only grows',
  async (world, nodes) => {
    const { engine } = world
    const { device, id } = await holding(world, 'Ana')
    for (let round = 0; round < 5; round++) {
      const before = await counterOf(engine, id)
      const codes = [0, 1, 2, 3].map(() => device.press(world.clock.now()))
      const started = await Promise.all([0, 1, 2, 3].map(() => halfway(engine, 'Ana')))
      const sent = [codes[1], codes[3], codes[1], codes[3]]
      const ends = await tally(
        started.map((attempt, index) =>
          prove(nodes[index % 2] ?? engine, attempt, codeOf(sent[index] ?? ''), { complete: {} }),
        ),
      )
      assert.ok((ends.done ?? 0) >= 1 && (ends.done ?? 0) <= 2, JSON.stringify(ends))
      assert.equal(await counterOf(engine, id), before + 4n)
    }
  },
  options,
)

eachEngine(
  'N-30: ten wrong PINs with right codes lock the PIN; with it two kinds are shown before that',
  async (world) => {
    const { engine, clock } = world
    const owner = await person(world, 'Ana')
    const { entry, held } = makeToken(testHost())
    await addToPool(engine, factor, entry)
    await setUp(world, owner, { serial: held.serial, code: held.press(clock.now()), pin: '741852' })
    const { completed } = await prove(
      engine,
      await halfway(engine, 'Ana'),
      codeOf(`741852${held.press(clock.now())}`),
      { complete: {} },
    )
    assert.equal(completed?.session.assurance, 2)
    for (let count = 0; count < 10; count++) {
      clock.advance(3_700_000)
      const started = await halfway(engine, 'Ana')
      assert.equal(
        await refusal(prove(engine, started, codeOf(`000000${held.press(clock.now())}`))),
        'proof.refused',
      )
    }
    clock.advance(3_700_000)
    const locked = await halfway(engine, 'Ana')
    assert.equal(
      await refusal(prove(engine, locked, codeOf(`741852${held.press(clock.now())}`))),
      'proof.refused',
    )
    const row = (await engine.authenticators.ofAccount(owner.account.id)).find((one) => one.factor === factor)
    assert.equal(row?.failures.proven, 11)
  },
  options,
)

eachEngine(
  'A-013d ocra-replay: a response is good for its question and its sign-in only, and three wrong ones burn it',
  async (world) => {
    const { engine, clock } = world
    const owner = await person(world, 'Ana')
    const { entry, held } = makeToken(testHost(), { kind: 'challenge', suite: 'OCRA-1:HOTP-SHA1-8:QN08' })
    await addToPool(engine, factor, entry)
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    const authority = { by: 'session', session } as const
    const begun = await beginEnrolment(engine, { authority, factor, surroundings })
    await confirmEnrolment(engine, {
      authority,
      authenticatorId: begun.authenticator.id,
      answer: { serial: held.serial, code: held.respond(String(begun.show.question), clock.now()) },
      surroundings,
    })

    const started = await halfway(engine, 'Ana')
    const ask = () => issueChallenge(engine, { secret: started.secret, factor, surroundings })
    const answerTo = async () => held.respond(String((await ask()).show.question), clock.now())
    const older = await answerTo()
    const newer = await answerTo()
    assert.equal(await refusal(prove(engine, started, codeOf(older))), 'proof.refused')
    await prove(engine, started, codeOf(newer))
    const other = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, other, codeOf(newer))), 'proof.refused')

    const third = await halfway(engine, 'Ana')
    const asked = await issueChallenge(engine, { secret: third.secret, factor, surroundings })
    for (let count = 0; count < 3; count++)
      assert.equal(await refusal(prove(engine, third, codeOf('00000000'))), 'proof.refused')
    const late = held.respond(String(asked.show.question), clock.now())
    assert.equal(await refusal(prove(engine, third, codeOf(late))), 'proof.refused')
  },
  options,
)

eachEngine(
  'a token with keys and one without stand side by side: only the one is asked, and the code-only door knows only the other',
  async (world) => {
    const { engine, clock } = world
    const { owner, device } = await holding(world, 'Ana')
    const started = await halfway(engine, 'Ana')
    const ask = issueChallenge(engine, { secret: started.secret, factor, surroundings })
    assert.equal(await refusal(ask), 'challenge.not-offered')
    const { entry, held } = makeToken(testHost(), { kind: 'challenge' })
    await addToPool(engine, factor, entry)
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    const authority = { by: 'session', session } as const
    const begun = await beginEnrolment(engine, { authority, factor, surroundings })
    const response = held.respond(String(begun.show.question), clock.now())
    const answer = { serial: held.serial, code: response }
    await confirmEnrolment(engine, {
      authority,
      authenticatorId: begun.authenticator.id,
      answer,
      surroundings,
    })

    const both = await halfway(engine, 'Ana')
    const asked = await issueChallenge(engine, { secret: both.secret, factor, surroundings })
    await prove(engine, both, codeOf(held.respond(String(asked.show.question), clock.now())))
    await prove(engine, await halfway(engine, 'Ana'), codeOf(device.press(clock.now())), { complete: {} })

    const application = await engine.portal()
    const accepted = async (code: string) => {
      const input = { application, account: 'Ana', code, surroundings }
      return (await verifyOnce(engine, input)).accepted
    }
    assert.equal(await accepted(device.press(clock.now())), true)
    assert.equal(await accepted(response), false)
  },
  options,
)

eachEngine(
  'R7, G15: strangers who fail codes alone use up nothing of a token with keys, and lock no PIN of it',
  async (world) => {
    const { engine, clock } = world
    const pin = '741852'
    const owner = await person(world, 'Ana')
    const { entry, held } = makeToken(testHost(), {
      kind: 'challenge',
      suite: 'OCRA-1:HOTP-SHA1-6:QN08-PSHA1',
    })
    await addToPool(engine, factor, entry)
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    await enrolMore(engine, session, factor, (shown) => ({
      serial: held.serial,
      code: held.respond(String(shown.question), clock.now(), pin),
      pin,
    }))
    const application = await engine.portal()
    for (let count = 0; count < 11; count++) {
      clock.advance(3_700_000)
      const input = { application, account: 'Ana', code: '000000', factor, surroundings }
      assert.equal((await verifyOnce(engine, input)).accepted, false)
    }
    const row = (await engine.authenticators.ofAccount(owner.account.id)).find((one) => one.factor === factor)
    assert.deepEqual([row?.failures.unproven, row?.version], [0, 2])

    const started = await halfway(engine, 'Ana')
    const { show } = await issueChallenge(engine, { secret: started.secret, factor, surroundings })
    await prove(engine, started, codeOf(held.respond(String(show.question), clock.now(), pin)), {
      complete: {},
    })
  },
  options,
)

eachEngine(
  'R14: a token with keys does not say where a code ends that is typed behind a password',
  async (world) => {
    const { engine, clock } = world
    const owner = await person(world, 'Ana')
    const { entry, held } = makeToken(testHost(), { kind: 'challenge' })
    await addToPool(engine, factor, entry)
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    await enrolMore(engine, session, factor, (shown) => ({
      serial: held.serial,
      code: held.respond(String(shown.question), clock.now()),
    }))
    const code = codeAt(owner.totp.shown, clock.now())
    assert.equal(code.length, 8)
    const split = await splitCode(engine, 'Ana', `${owner.password}${code}`)
    assert.deepEqual(split, { password: owner.password, code })
  },
  { ...options, factors: { ...options.factors, totp: { digits: 8 } } },
)

eachEngine(
  'R-04: two codes in a row find a token again, in a fresh session of its owner; wrong ones cost a try',
  async (world) => {
    const { engine, clock } = world
    const { owner, device, id } = await holding(world, 'Ana')
    const codes = Array.from({ length: 40 }, () => device.press(clock.now()))
    const operate = async (pair: readonly unknown[]) =>
      runOperation(engine, {
        session: await sessionOf(engine, (await signIn(world, owner)).token),
        authenticatorId: id as Id<'authenticator'>,
        operation: 'resynchronize',
        input: { codes: pair },
        surroundings,
      })
    assert.equal(await refusal(operate([codes[30], codes[32]])), 'enrolment.refused')
    const [row] = (await engine.authenticators.ofAccount(owner.account.id)).filter((one) => one.id === id)
    assert.equal(row?.failures.proven, 1)
    await operate([codes[30], codes[31]])
    const started = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, started, codeOf(codes[31] ?? ''))), 'proof.refused')
    await prove(engine, started, codeOf(codes[32] ?? ''), { complete: {} })
  },
  options,
)

eachEngine(
  'R-12: a file is brought in whole, again refused, and no seed lies in clear or in the audit',
  async (world) => {
    const { engine } = world
    const secrets = Array.from({ length: 30 }, () => Buffer.from(testHost().random.bytes(20)).toString('hex'))
    const lines = secrets.map((secret, index) => `T${index},${secret}`)
    const brought = await bring(engine, 'serial,secret', ...lines)
    assert.deepEqual([brought.importer, brought.entries], ['csv', 30])
    assert.equal(
      await refusal(bring(engine, 'serial,secret', ...lines.slice(0, 1), 'new,abc')),
      'hotp-token.file',
    )
    const known = bring(engine, 'serial,secret', `NEW,${secrets[1]}`, `t-0,${secrets[0]}`)
    assert.equal(await refusal(known), 'import.refused')
    const { items } = await listTokens(engine, { actor: operator, query: { factor, limit: 200 } })
    assert.equal(items.length, 30)
    assert.ok(items.every(({ describe }) => describe.kind === 'time' && describe.pin === 'none'))
    const dump = await dumpOf(engine)
    for (const secret of secrets) {
      const base64 = Buffer.from(secret, 'hex').toString('base64')
      assert.ok(!dump.includes(secret) && !dump.includes(base64) && !JSON.stringify(items).includes(base64))
    }
  },
  options,
)
