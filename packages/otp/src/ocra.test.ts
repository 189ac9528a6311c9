import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import appendixC from '../vectors/rfc6287-appendix-c.json' with { type: 'json' }
import { createOcra, type OcraInput, type OcraMoment } from './ocra.ts'
import { parseOcraSuite } from './ocra-suite.ts'

const keys = Object.fromEntries(
  Object.entries(appendixC.keys).map(([bytes, text]) => [bytes, new TextEncoder().encode(text)]),
)
const key20 = keys['20'] ?? new Uint8Array()

interface Vector {
  readonly question?: string
  readonly client?: string
  readonly server?: string
  readonly counter?: number
  readonly step?: string
}

/** A vector as a caller would write it down. */
function inputOf(vector: Vector, suite: string, mode: string): OcraInput & OcraMoment {
  const { client = '', server = '', counter, step } = vector
  const question = vector.question ?? {
    client,
    server,
    by: mode.endsWith('server') ? ('server' as const) : ('client' as const),
  }
  return {
    question,
    ...(suite.includes('-P') ? { pin: appendixC.pin } : {}),
    ...(counter === undefined ? {} : { counter }),
    ...(step === undefined ? {} : { at: Number.parseInt(step, 16) * 60_000 }),
  }
}

describe('OCRA, RFC 6287 appendix C', () => {
  for (const { section, suite, key, mode, values } of appendixC.groups) {
    it(`${section}, ${suite}, ${mode}: ${values.length} vectors`, () => {
      const ocra = createOcra(keys[key] ?? new Uint8Array(), suite)
      for (const { response, ...vector } of values) {
        const input = inputOf(vector, suite, mode)
        assert.equal(ocra.response(input), response)
        assert.equal(ocra.verify(response, input).accepted, true)
        const wrong = String((Number(response) + 1) % 10 ** response.length).padStart(response.length, '0')
        assert.deepEqual(ocra.verify(wrong, input), { accepted: false, reason: 'mismatch' })
      }
    })
  }

  it('holds all 70 of them', () => {
    assert.equal(
      appendixC.groups.reduce((count, { values }) => count + values.length, 0),
      70,
    )
  })
})

/** RFC 6287 §5 written out with another library, from the suite's text on. */
function written(key: Uint8Array, suite: string, input: Written): string {
  const [, crypto = '', data = ''] = suite.split(':')
  const [, hash = '', digits = ''] = crypto.split('-')
  const parts = data.split('-').map((field) => {
    if (field === 'C') return big64(input.counter)
    if (field.startsWith('Q')) return padEnd(question(field, input.question), 128)
    if (field.startsWith('P')) return createHash(field.slice(1)).update(input.pin).digest()
    if (field.startsWith('S')) return padStart(Buffer.from(input.session), Number(field.slice(1)))
    return big64(BigInt(Math.floor(input.at / 1000 / secondsOf(field.slice(1)))))
  })
  const message = Buffer.concat([Buffer.from(suite), Buffer.alloc(1), ...parts])
  const mac = createHmac(hash, key).update(message).digest()
  if (digits === '0') return mac.toString('hex')
  const value = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7fffffff
  return String(value % 10 ** Number(digits)).padStart(Number(digits), '0')
}

interface Written {
  readonly counter: bigint
  readonly question: string
  readonly pin: string
  readonly session: Uint8Array
  readonly at: number
}

function question(field: string, text: string): Buffer {
  if (field[1] === 'A') return Buffer.from(text)
  const hex = field[1] === 'N' ? BigInt(text).toString(16) : text
  return Buffer.from(hex.length % 2 === 0 ? hex : `${hex}0`, 'hex')
}

const big64 = (value: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return bytes
}
const padEnd = (bytes: Buffer, length: number) => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)])
const padStart = (bytes: Buffer, length: number) =>
  Buffer.concat([Buffer.alloc(length - bytes.length), bytes])
const secondsOf = (step: string) =>
  Number(step.slice(0, -1)) * ({ S: 1, M: 60, H: 3600 }[step.at(-1) ?? ''] ?? 0)

const suites = fc
  .record({
    hash: fc.constantFrom('SHA1', 'SHA256', 'SHA512'),
    digits: fc.constantFrom(0, 4, 5, 6, 7, 8, 9, 10),
    counter: fc.boolean(),
    format: fc.constantFrom('A', 'N', 'H'),
    pin: fc.constantFrom('', '-PSHA1', '-PSHA256', '-PSHA512'),
    session: fc.constantFrom('', '-S064', '-S128', '-S512'),
    time: fc.constantFrom('', '-T1S', '-T30S', '-T1M', '-T5M', '-T24H'),
  })
  .map(
    ({ hash, digits, counter, format, pin, session, time }) =>
      `OCRA-1:HOTP-${hash}-${digits}:${counter ? 'C-' : ''}Q${format}64${pin}${session}${time}`,
  )
const inputs = fc.record({
  counter: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  question: fc.stringMatching(/^[0-9]{1,64}$/),
  pin: fc.string({ unit: 'grapheme' }),
  session: fc.uint8Array({ maxLength: 64 }),
  at: fc.integer({ min: 0, max: 4_000_000_000_000 }),
})

/** What of the input the suite has a place for. */
function fitting(suite: string, { counter, question: asked, pin, session, at }: Written) {
  const has = parseOcraSuite(suite)
  return {
    question: asked,
    ...(has.counter ? { counter } : {}),
    ...(has.pin ? { pin } : {}),
    ...(has.session ? { session } : {}),
    ...(has.period ? { at } : {}),
  }
}

describe('OCRA responses', () => {
  it('agree with RFC 6287 §5 written out, for every suite', () => {
    const secrets = fc.uint8Array({ minLength: 16, maxLength: 150 })
    fc.assert(
      fc.property(secrets, suites, inputs, (key, suite, input) => {
        assert.equal(createOcra(key, suite).response(fitting(suite, input)), written(key, suite, input))
      }),
      { numRuns: 500 },
    )
  })

  it('are the whole HMAC where the suite truncates nothing (erratum 5625)', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-0:QN08')
    const response = ocra.response({ question: '12345678' })
    assert.match(response, /^[0-9a-f]{40}$/)
    assert.equal(ocra.verify(response.toUpperCase(), { question: '12345678' }).accepted, true)
  })

  it('take the hash of a PIN for the PIN', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-6:QN08-PSHA256')
    const pin = createHash('sha256').update('2468').digest()
    assert.equal(ocra.response({ question: '1', pin }), ocra.response({ question: '1', pin: '2468' }))
    assert.throws(() => ocra.response({ question: '1', pin: pin.subarray(1) }), {
      code: 'ocra.invalid-input',
    })
  })

  it('differ between the sides of a mutual exchange, so that none answers itself (§7.2)', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-8:QN08')
    const sides = (['client', 'server'] as const).map((by) =>
      ocra.response({ question: { client: '11111111', server: '22222222', by } }),
    )
    assert.notEqual(sides[0], sides[1])
  })

  it('depend on everything that the suite names, and nothing else may be given', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1-S064-T1M')
    const full = { question: '1', counter: 0, pin: '1234', session: new Uint8Array([1]), at: 0 }
    for (const name of ['counter', 'pin', 'session', 'at'] as const) {
      const { [name]: _, ...rest } = full
      assert.throws(() => ocra.response(rest), { code: 'ocra.missing-input', details: { input: name } })
      const plain = createOcra(key20, 'OCRA-1:HOTP-SHA1-6:QN08')
      assert.throws(() => plain.response({ question: '1', [name]: full[name] }), {
        code: 'ocra.unexpected-input',
      })
    }
    assert.throws(() => ocra.response({ ...full, session: new Uint8Array(65) }), {
      code: 'ocra.invalid-input',
    })
  })

  it('answer no question of another alphabet, or longer than the suite allows', () => {
    for (const [suite, wrong] of [
      ['QN08', ['', '123456789', '1234567a', '-1', ' 1', '１２３']],
      ['QH08', ['123456789', '0x12', 'g']],
      ['QA08', ['ABCDEFGHI', 'A B', 'ä', 'A\u0000']],
    ] as const) {
      const ocra = createOcra(key20, `OCRA-1:HOTP-SHA1-6:${suite}`)
      for (const asked of wrong) {
        assert.throws(() => ocra.response({ question: asked }), { code: 'ocra.invalid-question' })
        const both = { client: '1', server: asked, by: 'client' } as const
        assert.throws(() => ocra.response({ question: both }), { code: 'ocra.invalid-question' })
      }
    }
  })

  it('refuse short secrets, unless they cannot be replaced', () => {
    const short = key20.subarray(0, 10)
    assert.throws(() => createOcra(short, 'OCRA-1:HOTP-SHA1-6:QN08'), { code: 'secret.too-short' })
    assert.ok(createOcra(short, 'OCRA-1:HOTP-SHA1-6:QN08', { allowShortSecret: true }))
  })
})

describe('an OCRA verification', () => {
  const question = '31415926'

  it('finds a token that is ahead, and never one that is behind (R-03)', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-8:C-QN08')
    const at = (counter: bigint) => ocra.response({ question, counter })
    for (const base of [0n, 2n ** 32n - 2n, 2n ** 53n, 2n ** 64n - 11n]) {
      for (const ahead of [0n, 1n, 10n]) {
        const verdict = ocra.verify(at(base + ahead), { question, counter: base })
        assert.deepEqual(verdict, { accepted: true, counter: base + ahead })
      }
    }
    assert.equal(ocra.verify(at(11n), { question, counter: 0 }).accepted, false)
    assert.equal(ocra.verify(at(3n), { question, counter: 4 }).accepted, false)
    assert.equal(ocra.verify(at(3n), { question, counter: 0, lookAhead: 2 }).accepted, false)
  })

  it('finds the step of a clock that is a little off', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-8:QN08-T30S')
    const at = 1_700_000_000_000
    for (const drift of [-2, -1, 0, 1, 2]) {
      const response = ocra.response({ question, at: at + drift * 30_000 })
      const verdict = ocra.verify(response, { question, at })
      assert.equal(verdict.accepted, Math.abs(drift) <= 1)
      if (verdict.accepted) assert.equal(verdict.step, Math.floor(at / 30_000) + drift)
    }
  })

  it('finds counter and step together', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-8:C-QN08-T1M')
    const response = ocra.response({ question, counter: 7, at: 120_000 })
    assert.deepEqual(ocra.verify(response, { question, counter: 3, at: 60_000 }), {
      accepted: true,
      counter: 7n,
      step: 2,
    })
  })

  it('refuses the response to another question (A-013d)', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-6:QN08')
    const response = ocra.response({ question })
    assert.equal(ocra.verify(response, { question: '31415927' }).accepted, false)
  })

  it('takes no other spelling of a response', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-6:QN08')
    const response = ocra.response({ question })
    for (const other of ['', ` ${response}`, `${response}0`, response.slice(1), `0${response}`])
      assert.equal(ocra.verify(other, { question }).accepted, false)
  })

  it('throws at windows that are mistakes', () => {
    const ocra = createOcra(key20, 'OCRA-1:HOTP-SHA1-6:C-QN08')
    for (const lookAhead of [-1, 0.5, 101])
      assert.throws(() => ocra.verify('000000', { question, counter: 0, lookAhead }), {
        code: 'window.out-of-range',
      })
    assert.throws(() => ocra.verify('000000', { question, counter: -1 }), { code: 'counter.out-of-range' })
  })
})
