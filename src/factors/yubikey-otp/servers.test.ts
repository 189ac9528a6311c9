import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import {
  applySpend,
  type Enrolled,
  enrol,
  type FactorFixture,
  factorConformance,
  start,
  testHost,
} from '../../../test/factor-conformance.ts'
import type { Logger } from '../../kernel/logger.ts'
import type { FactorHost } from '../factor.ts'
import { newTestKey, otpOf, type TestKey, type Touch, yubikeyFixture } from './test/holder.ts'
import {
  openValidationServer,
  signedAnswer,
  type Tampered,
  type ValidationOptions,
  type ValidationServer,
} from './test/validation-server.ts'

const clientId = '4711'
const secret = Buffer.alloc(20, 'secret of 4711').toString('base64')
const keys: TestKey[] = []
let server: ValidationServer
/** Takes the same touch again: the suite judges one on several factors, as nodes do not. */
let forgetful: ValidationServer

before(async () => {
  server = await openValidationServer({ clientId, secret, keys })
  forgetful = await openValidationServer({ clientId, secret, keys, forgets: true })
})
after(() => Promise.all([server.close(), forgetful.close()]))

/** A person with a key whose secret a validation server holds. Which port that has is known when the way is gone. */
const fixture: FactorFixture = {
  ...yubikeyFixture,
  config: configFor(['https://validation.example/wsapi/2.0/verify']),
  host: {
    fetch: (input, init) =>
      fetch(String(input).replace('https://validation.example', originOf(forgetful)), init),
  },
  supply() {
    const key = newTestKey()
    keys.push(key)
    return { held: { held: key } }
  },
}

factorConformance('yubikey-otp by a validation server', fixture)

describe('a validation server', () => {
  it('is asked as the protocol says, with a nonce of its own for each question', async () => {
    const { enrolled } = await open()
    await acceptedWith(enrolled, { powerUp: 3, touch: 1 })
    await acceptedWith(enrolled, { powerUp: 4, touch: 1 })
    const [first, second] = server.asked.slice(-2)
    assert.ok(first && second)
    assert.deepEqual([...first.keys()].sort(), ['h', 'id', 'nonce', 'otp', 'sl', 'timeout', 'timestamp'])
    assert.match(first.get('nonce') ?? '', /^[0-9a-f]{32}$/)
    assert.notEqual(first.get('nonce'), second.get('nonce'))
    assert.equal(first.get('timestamp'), '1')
  })

  it('judges, and the mark against replay is ours all the same (G1)', async () => {
    const { enrolled } = await open()
    const accepted = await acceptedWith(enrolled, { powerUp: 3, touch: 9 })
    assert.equal(accepted.candidate.counter, 3n * 256n + 9n)
    assert.equal(await outcome(accepted, { powerUp: 3, touch: 8 }), 'replayed')
  })

  it('is asked once where we judge the same touch twice, and once is what it is good for (R6)', async () => {
    const { enrolled } = await open()
    const otp = typed(enrolled, { powerUp: 5, touch: 1 })
    const asked = server.asked.length
    const [one, other] = await Promise.all([verdictOf(enrolled, otp), verdictOf(enrolled, otp)])
    assert.ok(one.accepted && other.accepted)
    assert.deepEqual(one.spends, other.spends)
    const later = { ...enrolled, candidate: applySpend(enrolled, one) }
    const again = await verdictOf(later, otp)
    assert.equal(again.accepted === false && again.reason, 'replayed')
    assert.equal(server.asked.length, asked + 1)
  })

  it('is not asked about a key that is not this person’s', async () => {
    const { enrolled } = await open()
    const asked = server.asked.length
    const verdict = await verdictOf(enrolled, otpOf(newTestKey(), { powerUp: 1, touch: 1 }))
    assert.equal(verdict.accepted === false && verdict.reason, 'mismatch')
    assert.equal(server.asked.length, asked)
  })

  it('knows a key at its first touch, and what it does not know is not set up', async () => {
    const { factor, context } = (await open()).enrolled
    const stranger = factor.answer.parse({ otp: otpOf(newTestKey(), { powerUp: 1, touch: 1 }) })
    const person = { accountId: 'ana' as never, name: 'ana', contacts: [] }
    const refused = await factor.confirm({ pending: {}, answer: stranger, person, context })
    assert.deepEqual(refused, { accepted: false, reason: 'mismatch', notices: [{ id: 'touch-again' }] })
  })
})

describe('what a validation server says', () => {
  const statuses: Readonly<Record<string, string>> = {
    BAD_OTP: 'mismatch',
    REPLAYED_OTP: 'replayed',
    BAD_SIGNATURE: 'unavailable',
    MISSING_PARAMETER: 'unavailable',
    NO_SUCH_CLIENT: 'unavailable',
    OPERATION_NOT_ALLOWED: 'unavailable',
    BACKEND_ERROR: 'unavailable',
    NOT_ENOUGH_ANSWERS: 'unavailable',
    REPLAYED_REQUEST: 'unavailable',
    DELAYED_OTP: 'unavailable',
    ok: 'unavailable',
  }

  it('counts by its status, and what is no judgement judges nothing', async () => {
    for (const [status, reason] of Object.entries(statuses)) {
      const { enrolled, told } = await open({
        tamper: (answer) =>
          resigned(answer, (lines) => lines.map((line) => line.replace('status=OK', `status=${status}`))),
      })
      assert.equal(await outcome(enrolled, { powerUp: 3, touch: 1 }), reason, status)
      if (reason === 'unavailable')
        assert.deepEqual(told, [
          status === status.toUpperCase() && status !== 'DELAYED_OTP' ? status : 'unknown-status',
        ])
    }
  })

  let older = ''
  const tampered: readonly (readonly [
    string,
    string,
    (answer: string, query: URLSearchParams) => Tampered,
  ])[] = [
    ['with another nonce', 'wrong-nonce', (answer) => resigned(answer, replacing('nonce', 'a'.repeat(32)))],
    ['with another OTP', 'wrong-otp', (answer) => resigned(answer, replacing('otp', 'c'.repeat(44)))],
    ['to an older question, signed as it was', 'wrong-nonce', () => older],
    ['signed with another secret', 'wrong-signature', (answer) => signedAnswer(linesOf(answer), 'AAAA')],
    ['not signed', 'wrong-signature', (answer) => linesOf(answer).join('\r\n')],
    ['with an empty signature', 'wrong-signature', (answer) => ['h=', ...linesOf(answer)].join('\r\n')],
    [
      'changed after it was signed',
      'wrong-signature',
      (answer) => answer.replace('sessionuse=1', 'sessionuse=9'),
    ],
    ['with a line more than was signed', 'wrong-signature', (answer) => `${answer}x=y\r\n`],
    ['with its status twice', 'malformed', (answer) => `${answer}status=OK\r\n`],
    ['as a page of a proxy', 'malformed', () => ({ body: '<html>OK</html>' })],
    ['with nothing', 'wrong-signature', () => ({ body: '' })],
    ['without counters', 'no-counters', (answer) => resigned(answer, without(/^session/))],
    [
      'with counters of no YubiKey',
      'no-counters',
      (answer) => resigned(answer, replacing('sessionuse', '256')),
    ],
    [
      'with a negative counter',
      'no-counters',
      (answer) => resigned(answer, replacing('sessioncounter', '-1')),
    ],
    ['with an error', 'http-500', (answer) => ({ status: 500, body: answer })],
    ['with a redirection', 'unreachable', (answer) => ({ status: 302, body: answer })],
    ['without end', 'too-long', (answer) => `${answer}${'x=y\r\n'.repeat(2000)}`],
    ['never', 'no-answer-in-time', () => ({ never: true })],
  ]

  for (const [how, name, tamper] of tampered) {
    it(`lets nobody in when it answers ${how}: ${name}`, async () => {
      older = await ownAnswer()
      const { enrolled, told } = await open({ tamper })
      assert.equal(await outcome(enrolled, { powerUp: 3, touch: 1 }), 'unavailable')
      assert.deepEqual(told, [name])
    })
  }

  it('lets nobody in when it is not there, and nothing is set up either', async () => {
    const gone = await openValidationServer({ clientId, secret, keys })
    const { enrolled, told } = await open({ urls: [gone.url] })
    await gone.close()
    assert.equal(await outcome(enrolled, { powerUp: 3, touch: 1 }), 'unavailable')
    assert.deepEqual(told, ['unreachable'])
    const { factor, context, shown } = enrolled
    const answer = factor.answer.parse({ otp: otpOf(keyOf(shown), { powerUp: 4, touch: 1 }) })
    const person = { accountId: 'ana' as never, name: 'ana', contacts: [] }
    await assert.rejects(factor.confirm({ pending: {}, answer, person, context }), {
      code: 'yubikey-otp.not-judged',
    })
  })

  it('tells the log neither OTP nor secret (G9)', async () => {
    const { enrolled, lines } = await open({ tamper: () => ({ body: 'x' }) })
    await outcome(enrolled, { powerUp: 3, touch: 1 })
    assert.equal(lines.length, 1)
    assert.ok(!lines[0]?.includes(secret) && !lines[0]?.includes(keyOf(enrolled.shown).publicId))
  })
})

describe('several validation servers', () => {
  it('are asked at once with one nonce; the first that judges decides, and who hangs is left', async () => {
    const [quick, slow] = [await another({}), await another({})]
    slow.tamper = () => ({ never: true })
    const { enrolled } = await open({ urls: [slow.url, quick.url] })
    const began = performance.now()
    await acceptedWith(enrolled, { powerUp: 3, touch: 1 })
    assert.ok(performance.now() - began < 900)
    assert.equal(slow.asked.at(-1)?.get('nonce'), quick.asked.at(-1)?.get('nonce'))
    await Promise.all([quick.close(), slow.close()])
  })

  it('that share their counters call the second question a repeated one, and that refuses nobody', async () => {
    const counters: ValidationOptions['counters'] = new Map()
    const group = [await another({ counters }), await another({ counters }), await another({ counters })]
    const { enrolled } = await open({ urls: group.map(({ url }) => url) })
    for (let powerUp = 3; powerUp < 13; powerUp++) await acceptedWith(enrolled, { powerUp, touch: 1 })
    await Promise.all(group.map((one) => one.close()))
  })

  it('are worth what the honest one says: nonsense of another decides nothing', async () => {
    const honest = await another({})
    const liar = await another({})
    liar.tamper = (answer) => signedAnswer(linesOf(answer), Buffer.alloc(20).toString('base64'))
    const { enrolled } = await open({ urls: [liar.url, honest.url] })
    await acceptedWith(enrolled, { powerUp: 3, touch: 1 })
    honest.tamper = (answer) => resigned(answer, replacing('status', 'BAD_OTP'))
    assert.equal(await outcome(enrolled, { powerUp: 4, touch: 1 }), 'mismatch')
    await Promise.all([honest.close(), liar.close()])
  })

  it('that are no longer configured leave their keys unjudged, and never accepted', async () => {
    const { enrolled } = await open()
    const factor = fixture.module.create(fixture.module.config.parse({ enabled: true }), testHost())
    assert.equal(await outcome({ ...enrolled, factor }, { powerUp: 3, touch: 1 }), 'unavailable')
  })
})

describe('the configuration of validation servers', () => {
  it('needs client id and secret, and an address that is protected', () => {
    const { config } = fixture.module
    const url = 'https://validation.example/verify'
    for (const servers of [
      { urls: [url] },
      { urls: [url], clientId },
      { urls: ['http://validation.example/verify'], clientId, secret },
      { urls: ['ftp://validation.example'], clientId, secret },
      { urls: [url], clientId: 'x', secret },
      { urls: [url], clientId, secret: 'not base64' },
    ])
      assert.equal(config.safeParse({ enabled: true, servers }).success, false, JSON.stringify(servers))
    assert.ok(
      config.safeParse({ servers: { urls: ['http://127.0.0.1:8000/wsapi/2.0/verify'], clientId, secret } })
        .success,
    )
  })
})

function configFor(urls: readonly string[]) {
  return { enabled: true, servers: { urls, clientId, secret, timeout: 1 } }
}

function another(more: Pick<ValidationOptions, 'counters'>): Promise<ValidationServer> {
  return openValidationServer({ clientId, secret, keys, ...more })
}

/** Somebody enrolled by an honest server; from then on the factor asks as the options say. */
async function open(options: { tamper?: ValidationServer['tamper']; urls?: readonly string[] } = {}) {
  const lines: string[] = []
  const told: string[] = []
  const logger = keeping(lines, told)
  server.tamper = undefined
  const enrolled = await enrol(fixture)
  server.tamper = options.tamper
  const host: FactorHost = { ...testHost(), fetch, logger }
  const config = fixture.module.config.parse(configFor(options.urls ?? [server.url]))
  const factor = fixture.module.create(config, host)
  return { enrolled: { ...enrolled, factor }, told, lines }
}

function keeping(lines: string[], told: string[]): Logger {
  const keep = (fields: object, message: string) => {
    lines.push(JSON.stringify([fields, message]))
    if ('because' in fields) told.push(String(fields.because))
  }
  return { debug: keep, info: keep, warn: keep, error: keep }
}

/** A good answer of this server to somebody's touch, as it went over the wire. */
async function ownAnswer(): Promise<string> {
  let seen = ''
  const { enrolled } = await open({
    tamper: (answer) => {
      seen = answer
      return answer
    },
  })
  await acceptedWith(enrolled, { powerUp: 3, touch: 1 })
  return seen
}

function resigned(answer: string, change: (lines: readonly string[]) => readonly string[]): string {
  return signedAnswer(change(linesOf(answer)), secret)
}

function linesOf(answer: string): readonly string[] {
  return answer.split('\r\n').filter((line) => line !== '' && !line.startsWith('h='))
}

function replacing(name: string, value: string) {
  return (lines: readonly string[]) =>
    lines.map((line) => (line.startsWith(`${name}=`) ? `${name}=${value}` : line))
}

function without(pattern: RegExp) {
  return (lines: readonly string[]) => lines.filter((line) => !pattern.test(line))
}

function originOf({ url }: ValidationServer): string {
  return new URL(url).origin
}

function keyOf(shown: Enrolled['shown']): TestKey {
  return shown.held as TestKey
}

function typed({ shown }: Enrolled, touch: Touch): string {
  return otpOf(keyOf(shown), touch)
}

async function verdictOf({ factor, candidate, context }: Enrolled, otp: string) {
  const proof = factor.proof.parse({ otp })
  return factor.verify({ candidates: [candidate], proof, context: { ...context, at: start } })
}

async function outcome(enrolled: Enrolled, touch: Touch): Promise<string> {
  const verdict = await verdictOf(enrolled, typed(enrolled, touch))
  return verdict.accepted ? 'accepted' : verdict.reason
}

async function acceptedWith(enrolled: Enrolled, touch: Touch): Promise<Enrolled> {
  const verdict = await verdictOf(enrolled, typed(enrolled, touch))
  assert.ok(verdict.accepted, verdict.accepted ? '' : verdict.reason)
  return { ...enrolled, candidate: applySpend(enrolled, verdict) }
}
