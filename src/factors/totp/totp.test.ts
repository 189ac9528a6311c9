import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it, mock } from 'node:test'
import { createTotpVerifier, encodeBase32, formatKeyUri, formatMigrationLinks } from '@sallyport/otp'
import fc from 'fast-check'
import {
  applySpend,
  type Enrolled,
  enrol,
  type FactorFixture,
  factorConformance,
  type Shown,
  start,
  testHost,
} from '../../../test/factor-conformance.ts'
import { portalId } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Accepted, asModule, type FactorContext, type Refused, type Verdict } from '../factor.ts'
import { enrolmentFromKeyUri, keyUriOf, totpModule } from './index.ts'
import { totpData, totpKey } from './schema.ts'

const period = 30_000

const fixture: FactorFixture = {
  module: asModule(totpModule),
  pace: period,
  answer: (shown, at) => ({ code: codeAt(shown, at) }),
  prove: ({ shown, at }) => ({ code: codeAt(shown, at) }),
  wrongProof: { code: '0000000000' },
  malformed: [
    '12345',
    '12345678901',
    '１２３４５６',
    '+123456',
    '0x1e240',
    '12-34-56',
    '1e5000',
    '123456\u0000',
  ].map((code) => ({ code })),
  secrets: (shown, data) => [
    totpData.parse(data).secret,
    String(shown.secret),
    String(shown.secret).replaceAll(' ', ''),
    Buffer.from(totpData.parse(data).secret, 'base64').toString('hex'),
  ],
}

factorConformance('totp', fixture)

describe('a TOTP enrolment', () => {
  it('shows a key of 160 bits once, with every parameter written out (C-13, N-20, R-02)', async () => {
    const { shown } = await enrol(fixture)
    const secret = String(shown.secret)
    assert.match(secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/)
    assert.equal(
      shown.uri,
      `otpauth://totp/Blog:ana%40example.com?secret=${secret.replaceAll(' ', '')}&issuer=Blog&algorithm=SHA1&digits=6&period=30`,
    )
    assert.notEqual((await enrol(fixture)).shown.secret, secret)
  })

  it('bears the name of its application, and ours where it belongs to the whole installation', async () => {
    assert.equal((await offer({ issuer: 'ACME' }, 'Blog')).show.issuer, 'Blog')
    assert.equal((await offer({ issuer: 'ACME' }, 'portal', portalId)).show.issuer, 'ACME')
    assert.equal((await offer({}, 'portal', portalId)).show.issuer, 'Sallyport')
  })

  it('keeps names of applications and people from breaking out of the label (A-061)', async () => {
    const { show } = await offer({}, 'Blog:<b>\u202e&issuer=Evil\n')
    const uri = String(show.uri)
    assert.ok(uri.startsWith('otpauth://totp/Blog%20%3Cb%3E%26issuer%3DEvil:ana%40example.com?secret='))
    assert.equal(new URL(uri).searchParams.getAll('issuer').length, 1)
  })

  it('makes keys as long as the hash of the algorithm that is configured (RFC 6238 §5.1)', async () => {
    for (const [algorithm, bytes] of [
      ['SHA1', 20],
      ['SHA256', 32],
      ['SHA512', 64],
    ] as const) {
      const enrolled = await enrol({ ...fixture, config: { algorithm, digits: 8, period: 60 } })
      assert.equal(Buffer.from(dataOf(enrolled).secret, 'base64').length, bytes)
      assert.deepEqual(enrolled.factor.describe?.(enrolled.candidate.data), {
        algorithm,
        digits: 8,
        period: 60,
        clockOffset: 0,
      })
    }
  })

  it('spends the code that confirmed it, in the neighbouring steps too (C-13)', async () => {
    const enrolled = await enrol(fixture)
    const code = codeAt(enrolled.shown, start)
    for (const later of [0, period, 2 * period]) refused(await verify(enrolled, code, start + later))
  })

  it('asks for two codes after a wrong one, and says nothing of the clock (R8)', async () => {
    const { factor, pending, shown, context, person } = await begin()
    for (const drift of [-40, -3, 3, 40]) {
      const answer = factor.answer.parse({ code: codeAt(shown, start + drift * period) })
      const result = await factor.confirm({ pending, answer, person, context })
      assert.deepEqual(result, { accepted: false, reason: 'mismatch', notices: [{ id: 'type-two' }] })
    }
  })

  it('tells by how much a clock is off once two codes in a row agree, up to an hour (R8, A-123)', async () => {
    for (const [drift, direction] of [
      [118, 'fast'],
      [10, 'fast'],
      [3, 'fast'],
      [-3, 'slow'],
      [-118, 'slow'],
    ] as const) {
      const result = await confirmWithTwo(drift)
      assert.deepEqual(result, {
        accepted: false,
        reason: 'unacceptable',
        notices: [{ id: 'clock-off', values: { seconds: Math.abs(drift) * 30, direction } }],
      })
    }
  })

  it('learns a clock that is off by two steps at most', async () => {
    for (const drift of [-2, -1, 0, 1, 2]) {
      const result = await confirmWithTwo(drift)
      assert.ok(result.accepted)
      assert.equal(totpData.parse(result.data).clock.offset, drift)
    }
  })

  it('refuses two codes that do not follow each other', async () => {
    const { factor, pending, shown, context, person } = await begin()
    for (const gap of [0, -1, 2]) {
      const [code, next] = [codeAt(shown, start), codeAt(shown, start + gap * period)]
      const answer = factor.answer.parse({ code, next })
      const result = await factor.confirm({ pending, answer, person, context })
      assert.deepEqual(result, { accepted: false, reason: 'mismatch', notices: [] })
    }
  })
})

describe('a TOTP proof', () => {
  it('is accepted one step early or late by default, no further (decision 1, V-36, A-123)', async () => {
    const enrolled = await enrol(fixture)
    assert.deepEqual(await acceptedDrifts(enrolled), [-1, 0, 1])
  })

  it('is accepted only while it is shown in the strict profile (ASVS 6.5.5)', async () => {
    const enrolled = await enrol({ ...fixture, config: { strict: true } })
    assert.deepEqual(await acceptedDrifts(enrolled), [0])
  })

  it('confirms an enrolment in the strict profile only while it is shown', async () => {
    const { factor, context, pending, show } = await offer({ strict: true }, 'Blog')
    for (const drift of [-1, 0, 1]) {
      const answer = factor.answer.parse({ code: codeAt(show, start + drift * period) })
      const result = await factor.confirm({ pending, answer, person, context })
      assert.equal(result.accepted, drift === 0)
    }
  })

  it('follows the window that is configured, and none is wider than two', async () => {
    const enrolled = await enrol({ ...fixture, config: { window: { behind: 2, ahead: 0 } } })
    assert.deepEqual(await acceptedDrifts(enrolled), [-2, -1, 0])
    assert.ok(!totpModule.config.safeParse({ window: { behind: 3 } }).success)
  })

  it('spends the step that matched, which is a whole number (V-34, R-09)', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 10 ** 10 }),
        fc.integer({ min: 15, max: 120 }),
        async (late, seconds) => {
          const enrolled = await enrol({ ...fixture, config: { period: seconds } })
          const at = start + 2 * seconds * 1000 + late
          const verdict = accepted(await verify(enrolled, codeAt(enrolled.shown, at), at))
          assert.deepEqual(verdict.spends, {
            type: 'counter',
            counter: BigInt(Math.floor(at / 1000 / seconds)),
          })
        },
      ),
      { numRuns: 50 },
    )
  })

  it('is refused for ever after, also while its step is still in the window (A-002, V-31, R-07)', async () => {
    const enrolled = await enrol(fixture)
    const at = start + 10 * period
    const code = codeAt(enrolled.shown, at)
    const used = await signIn(enrolled, at)
    for (const later of [0, 1, period, 2 * period, 100 * period]) {
      const verdict = refused(await verify(used, code, at + later))
      assert.equal(verdict.reason, later <= 10 * period ? 'replayed' : 'mismatch')
    }
  })

  it('is refused when it is older than the last one, though it was never used (R-07, V-35)', async () => {
    const enrolled = await enrol(fixture)
    const at = start + 10 * period
    const used = await signIn(enrolled, at)
    refused(await verify(used, codeAt(used.shown, at - period), at))
  })

  it('is refused while the wall clock stands before the last accepted step (G14)', async () => {
    const enrolled = await signIn(await enrol(fixture), start + 1000 * period)
    for (let back = 0; back < 5; back++) {
      const at = start + (900 + back) * period
      refused(await verify(enrolled, codeAt(enrolled.shown, at), at))
    }
  })

  it('has no alias: every spelling becomes one code or is refused by the schema (A-007, V-32)', async () => {
    const enrolled = await enrol(fixture)
    const at = start + period
    const code = codeAt(enrolled.shown, at)
    const forms = [code, ` ${code}`, `${code.slice(0, 3)} ${code.slice(3)}`, `${code}\n`, [...code].join(' ')]
    for (const form of forms) assert.deepEqual(enrolled.factor.proof.parse({ code: form }), { code })
    const used = await signIn(enrolled, at)
    for (const form of forms) assert.equal(refused(await verify(used, form, at)).reason, 'replayed')
    assert.equal(enrolled.factor.proof.safeParse({ code: Number(code) }).success, false)
  })

  it('is judged against each authenticator of the account, whatever its digits and period', async () => {
    const phone = await enrol(fixture)
    const token = await enrol({ ...fixture, options: { algorithm: 'SHA256', digits: 8, period: 60 } })
    const at = start + 10 * period
    for (const [one, other] of [
      [phone, token],
      [token, phone],
    ] as const) {
      const verdict = await verify({ ...one, candidate: other.candidate }, codeAt(one.shown, at), at)
      refused(verdict)
      const both = await phone.factor.verify({
        candidates: [phone.candidate, token.candidate],
        proof: { code: codeAt(one.shown, at) },
        context: { ...phone.context, at },
      })
      assert.equal(accepted(both).authenticatorId, one.candidate.id)
    }
  })

  it('opens and tries a key for nobody as for somebody (A-028)', async () => {
    const { factor, candidate, context } = await enrol(fixture)
    const opened = mock.method(Buffer, 'from')
    const counts: number[] = []
    for (const candidates of [[candidate], []]) {
      opened.mock.resetCalls()
      await factor.verify({ candidates, proof: { code: '123456' }, context })
      counts.push(opened.mock.callCount())
    }
    opened.mock.restore()
    assert.deepEqual(counts, [1, 1])
  })

  it('never throws at a mark beyond all time: it only refuses', async () => {
    const enrolled = await enrol(fixture)
    const candidate = { ...enrolled.candidate, counter: 2n ** 63n - 1n }
    const at = start + period
    refused(await verify({ ...enrolled, candidate }, codeAt(enrolled.shown, at), at))
  })
})

describe('what a refused TOTP proof tells (R8)', () => {
  it('has one shape for a wrong, an early, a late and a spent code, each with data to write', async () => {
    const enrolled = await signIn(await enrol(fixture), start + 100 * period)
    const at = start + 101 * period
    const codes = [-1, -3, 3, 9, 50].map((drift) => codeAt(enrolled.shown, at + drift * period))
    for (const code of [...codes, '000000']) {
      const verdict = refused(await verify(enrolled, code, at))
      assert.deepEqual(Object.keys(verdict), ['accepted', 'reason', 'authenticatorId', 'data'])
    }
  })

  it('bars a code that came early: it is refused when its time has come, and others are not', async () => {
    const enrolled = await enrol(fixture)
    const at = start + 10 * period
    for (const ahead of [2, 3, 10]) {
      const early = codeAt(enrolled.shown, at + ahead * period)
      const warned = afterRefusal(enrolled, await verify(enrolled, early, at))
      for (const later of [ahead - 1, ahead, ahead + 1]) {
        assert.equal(refused(await verify(warned, early, at + later * period)).reason, 'replayed')
      }
      accepted(
        await verify(warned, codeAt(warned.shown, at + (ahead + 1) * period), at + (ahead + 1) * period),
      )
    }
  })

  it('keeps a code barred through later failures and sign-ins', async () => {
    const at = start + 10 * period
    let enrolled = await enrol(fixture)
    const early = codeAt(enrolled.shown, at + 4 * period)
    enrolled = afterRefusal(enrolled, await verify(enrolled, early, at))
    enrolled = afterRefusal(enrolled, await verify(enrolled, '000000', at))
    enrolled = await signIn(enrolled, at + period)
    refused(await verify(enrolled, early, at + 4 * period))
  })

  it('never moves the offset, whatever a guesser sends (A-123)', async () => {
    let enrolled = await enrol(fixture)
    for (let guess = 0; guess < 2000; guess++) {
      const at = start + guess * 7000
      const drift = (guess % 21) - 10
      const verdict = await verify(enrolled, codeAt(enrolled.shown, at + drift * period + 11 * period), at)
      if (!verdict.accepted) enrolled = afterRefusal(enrolled, verdict)
    }
    assert.equal(dataOf(enrolled).clock.offset, 0)
    assert.ok(dataOf(enrolled).clock.barred.length <= 64)
  })

  it('comes out at the next sign-in, as the number of seconds, and once', async () => {
    const at = start + 10 * period
    const enrolled = await enrol(fixture)
    const warned = afterRefusal(
      enrolled,
      await verify(enrolled, codeAt(enrolled.shown, at + 10 * period), at),
    )
    const told = accepted(await verify(warned, codeAt(warned.shown, at), at))
    assert.deepEqual(told.notices, [{ id: 'clock-off', values: { seconds: 300, direction: 'fast' } }])
    const next = applyTo(warned, told)
    assert.deepEqual(accepted(await verify(next, codeAt(next.shown, at + period), at + period)).notices, [])
  })

  it('is not taken for a slow clock when somebody typed slowly, only when two codes agree', async () => {
    const at = start + 20 * period
    const late = (enrolled: Enrolled, now: number) =>
      verify(enrolled, codeAt(enrolled.shown, now - 3 * period), now)
    const once = await enrol(fixture)
    const warned = afterRefusal(once, await late(once, at))
    assert.deepEqual(accepted(await verify(warned, codeAt(once.shown, at), at)).notices, [])
    const again = afterRefusal(warned, await late(warned, at + 1000))
    assert.deepEqual(accepted(await verify(again, codeAt(once.shown, at), at)).notices, [])
    const twice = afterRefusal(warned, await late(warned, at + period))
    const told = accepted(await verify(twice, codeAt(once.shown, at + period), at + period))
    assert.deepEqual(told.notices, [{ id: 'clock-off', values: { seconds: 90, direction: 'slow' } }])
  })
})

describe('the offset of a TOTP clock', () => {
  it('follows a phone that is steadily fast or slow after five sign-ins, and says so (R-06)', async () => {
    for (const drift of [-1, 1]) {
      let enrolled = await enrol(fixture)
      for (let count = 1; count <= 5; count++) {
        assert.equal(dataOf(enrolled).clock.offset, 0)
        const at = start + count * 10 * period
        const verdict = accepted(await verify(enrolled, codeAt(enrolled.shown, at + drift * period), at))
        assert.equal(verdict.notices?.length, count === 5 ? 1 : 0)
        enrolled = applyTo(enrolled, verdict)
      }
      assert.equal(dataOf(enrolled).clock.offset, drift)
      assert.equal(enrolled.factor.describe?.(enrolled.candidate.data).clockOffset, drift * 30)
    }
  })

  it('stays where it is when the sign-ins disagree', async () => {
    let enrolled = await enrol(fixture)
    for (let count = 1; count <= 30; count++) {
      const drift = count % 5 === 0 ? 0 : -1
      enrolled = await signIn(enrolled, start + count * 10 * period, drift)
    }
    assert.equal(dataOf(enrolled).clock.offset, 0)
  })

  it('never passes two steps, and the window never grows', async () => {
    for (const side of [-1, 1]) {
      let enrolled = await enrol(fixture)
      for (let count = 1; count <= 40; count++) {
        const at = start + count * 10 * period
        enrolled = await signIn(enrolled, at, dataOf(enrolled).clock.offset + side)
        const drifts = await acceptedDrifts(enrolled, at + 8 * period)
        assert.equal(drifts.length, 3)
        assert.equal(drifts[1], dataOf(enrolled).clock.offset)
      }
      assert.equal(dataOf(enrolled).clock.offset, 2 * side)
    }
  })

  it('moves by two codes in a row, which are spent by it (R-04)', async () => {
    for (const drift of [-2, -1, 0, 1, 2]) {
      const enrolled = await enrol(fixture)
      const at = start + 50 * period
      const result = await resynchronize(enrolled, at, drift)
      assert.ok(result.accepted)
      assert.equal(result.counter, BigInt(at / period + drift))
      const moved = {
        ...enrolled,
        candidate: { ...enrolled.candidate, data: result.data, counter: result.counter },
      }
      refused(await verify(moved, codeAt(enrolled.shown, at + drift * period), at))
      const later = at + 10 * period
      const verdict = accepted(await verify(moved, codeAt(enrolled.shown, later + drift * period), later))
      assert.equal(verdict.notices?.length, drift === 0 ? 0 : 1)
    }
  })

  it('does not follow further than two steps: the person is told to set the clock (R8)', async () => {
    const result = await resynchronize(await enrol(fixture), start + 50 * period, 10)
    assert.deepEqual(result, {
      accepted: false,
      reason: 'unacceptable',
      notices: [{ id: 'clock-off', values: { seconds: 300, direction: 'fast' } }],
    })
  })

  it('does not move by codes that were spent, or barred when they came early (R-04, R8)', async () => {
    const at = start + 50 * period
    const used = await signIn(await enrol(fixture), at)
    assert.equal((await resynchronize(used, at, 0)).accepted, false)
    const fresh = await enrol(fixture)
    const barred = afterRefusal(fresh, await verify(fresh, codeAt(fresh.shown, at + 2 * period), at))
    assert.deepEqual(await resynchronize(barred, at, 2), { accepted: false, reason: 'mismatch', notices: [] })
  })
})

describe('TOTP authenticators that move', () => {
  const key = { type: 'totp', issuer: 'Old', account: 'ana', secret: new Uint8Array(20).fill(7) } as const

  it('come in from a key URI and answer as before (R-01)', async () => {
    for (const [algorithm, size] of [
      ['SHA1', 20],
      ['SHA256', 32],
      ['SHA512', 64],
    ] as const) {
      const secret = Buffer.from('1234567890'.repeat(7).slice(0, size))
      const uri = formatKeyUri({ ...key, secret, algorithm, digits: 8 })
      const enrolled = await enrol({ ...fixture, options: enrolmentFromKeyUri(uri) })
      const vectors = vectors6238[algorithm]
      for (const [seconds, code] of vectors) {
        const candidate = { ...enrolled.candidate, counter: undefined }
        accepted(await verify({ ...enrolled, candidate }, code, seconds * 1000))
      }
    }
  })

  it('come in from a migration link with one entry, and are refused in a bunch', async () => {
    const [link = ''] = formatMigrationLinks([key])
    assert.equal(enrolmentFromKeyUri(link)?.secret, encodeBase32(key.secret))
    const [bunch = ''] = formatMigrationLinks([key, key])
    assert.throws(() => enrolmentFromKeyUri(bunch), { code: 'totp.key-uri.several' })
  })

  it('are left to others where the text is not of this factor', () => {
    const counter = formatKeyUri({ ...key, type: 'hotp', counter: 3n })
    for (const text of [counter, 'https://example.com', '', 'JBSWY3DPEHPK3PXP']) {
      assert.equal(enrolmentFromKeyUri(text), undefined)
    }
  })

  it('are refused with a seed under 128 bits, broken, or made as we cannot judge (N-20)', () => {
    const short = 'otpauth://totp/Old:ana?secret=JBSWY3DPEHPK3PXP'
    assert.throws(() => enrolmentFromKeyUri(short), { code: 'totp.secret.too-short' })
    assert.throws(() => enrolmentFromKeyUri('otpauth://totp/x'), { code: 'totp.key-uri.malformed' })
    const slow = formatKeyUri({ ...key, period: 300 })
    assert.throws(() => enrolmentFromKeyUri(slow), { code: 'totp.key-uri.unsupported' })
  })

  it('never show their secret in a refusal (G9)', () => {
    const secret = encodeBase32(key.secret)
    for (const uri of [
      formatKeyUri({ ...key, period: 300 }),
      `otpauth://totp/Old:ana?secret=${secret}&digits=6&digits=6`,
      `otpauth://totp/Old:ana?secret=${secret}1`,
    ]) {
      assert.throws(
        () => enrolmentFromKeyUri(uri),
        (error: Error) => !`${error.stack}${JSON.stringify(error)}${error.cause}`.includes(secret),
      )
    }
    const { factor } = fixtureFactor()
    const parsed = factor.options?.safeParse({ secret: `${secret}1` })
    assert.ok(parsed && !parsed.success && !JSON.stringify(parsed.error.issues).includes(secret))
  })

  it('go out as the URI by which they came in', async () => {
    const enrolled = await enrol(fixture)
    const person = { accountId: enrolled.candidate.accountId, name: 'ana@example.com', contacts: [] }
    const uri = enrolled.factor.exportUri?.(enrolled.candidate.data, person, 'Blog')
    assert.equal(uri, enrolled.shown.uri)
    assert.equal(keyUriOf(totpKey.parse(keyOf(enrolled)), person, 'Blog'), uri)
    const options = enrolled.factor.importUri?.(uri ?? '')
    const again = await enrol({ ...fixture, options })
    assert.equal(dataOf(again).secret, dataOf(enrolled).secret)
  })
})

const isAbsent = spawnSync('oathtool', ['--version']).error !== undefined
const skip = isAbsent && process.env.CI !== 'true' ? 'absent: oathtool is not on PATH' : false

describe('oathtool and the TOTP factor agree', { skip }, () => {
  it('on a shown secret, at any time and with every algorithm', async () => {
    for (const algorithm of ['SHA1', 'SHA256', 'SHA512'] as const) {
      const enrolled = await enrol({ ...fixture, config: { algorithm, digits: 8 } })
      for (const at of [start + period, start + 12_345_678_000]) {
        const args = [
          `--totp=${algorithm}`,
          '--base32',
          '--digits=8',
          `--now=@${at / 1000}`,
          String(enrolled.shown.secret),
        ]
        const { stdout, status, stderr } = spawnSync('oathtool', args, { encoding: 'utf8' })
        assert.equal(status, 0, stderr)
        accepted(await verify(enrolled, stdout.trim(), at))
      }
    }
  })
})

/** RFC 6238 Appendix B. */
const vectors6238 = {
  SHA1: [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ],
  SHA256: [
    [59, '46119246'],
    [1111111109, '68084774'],
    [1111111111, '67062674'],
    [1234567890, '91819424'],
    [2000000000, '90698825'],
    [20000000000, '77737706'],
  ],
  SHA512: [
    [59, '90693936'],
    [1111111109, '25091201'],
    [1111111111, '99943326'],
    [1234567890, '93441116'],
    [2000000000, '38618901'],
    [20000000000, '47863826'],
  ],
} as const

/** The code on the person's screen: made from what was shown, as an app does. */
function codeAt(shown: Shown, at: number): string {
  const algorithm = shown.algorithm as 'SHA1' | 'SHA256' | 'SHA512'
  const parameters = { algorithm, digits: Number(shown.digits), period: Number(shown.period) }
  return createTotpVerifier(String(shown.secret), parameters).code(at)
}

function fixtureFactor(config: object = {}) {
  return { factor: totpModule.create(totpModule.config.parse(config), testHost()) }
}

const person = { accountId: 'ana' as Id<'account'>, name: 'ana@example.com', contacts: [] }

async function offer(config: object, name: string, id = 'blog' as Id<'application'>) {
  const { factor } = fixtureFactor(config)
  const context: FactorContext = { at: start, application: { id, name } }
  return { factor, context, ...(await factor.offer({ person, options: undefined, context })) }
}

async function begin() {
  const { factor, context, pending, show } = await offer({}, 'Blog')
  return { factor, context, pending, shown: show, person }
}

/** Confirms with the two codes that a clock, so many steps ahead, has shown last. */
async function confirmWithTwo(drift: number) {
  const { factor, pending, shown, context } = await begin()
  const now = start + drift * period
  const answer = factor.answer.parse({ code: codeAt(shown, now - period), next: codeAt(shown, now) })
  return factor.confirm({ pending, answer, person, context })
}

async function resynchronize({ factor, candidate, shown, context }: Enrolled, at: number, drift: number) {
  const operation = factor.operations?.find(({ id }) => id === 'resynchronize')
  assert.ok(operation)
  const now = at + drift * period
  const input = operation.input.parse({ codes: [codeAt(shown, now - period), codeAt(shown, now)] })
  return operation.run({ candidate, person, input, context: { ...context, at } })
}

function verify(
  { factor, candidate, context }: Enrolled,
  code: string,
  at: number,
): Promise<Verdict<unknown>> {
  return factor.verify({
    candidates: [candidate],
    proof: factor.proof.parse({ code }),
    context: { ...context, at },
  })
}

async function signIn(enrolled: Enrolled, at: number, drift = 0): Promise<Enrolled> {
  return applyTo(enrolled, accepted(await verify(enrolled, codeAt(enrolled.shown, at + drift * period), at)))
}

/** By how many steps a code may be off at a moment and still be accepted. */
async function acceptedDrifts(enrolled: Enrolled, at = start + 100 * period): Promise<readonly number[]> {
  const drifts = Array.from({ length: 15 }, (_, index) => index - 7)
  const verdicts = await Promise.all(
    drifts.map((drift) => verify(enrolled, codeAt(enrolled.shown, at + drift * period), at)),
  )
  return drifts.filter((_, index) => verdicts[index]?.accepted)
}

function applyTo(enrolled: Enrolled, verdict: Accepted<unknown>): Enrolled {
  return { ...enrolled, candidate: applySpend(enrolled, verdict) }
}

/** The row after the engine booked a refusal: only its data has changed. */
function afterRefusal(enrolled: Enrolled, verdict: Verdict<unknown>): Enrolled {
  const data = enrolled.factor.data.parse(JSON.parse(JSON.stringify(refused(verdict).data)))
  return { ...enrolled, candidate: { ...enrolled.candidate, data } }
}

function accepted(verdict: Verdict<unknown>): Accepted<unknown> {
  assert.ok(verdict.accepted, 'refused')
  return verdict
}

function refused(verdict: Verdict<unknown>): Refused<unknown> {
  assert.ok(!verdict.accepted, 'accepted')
  return verdict
}

function dataOf(enrolled: Enrolled) {
  return totpData.parse(enrolled.candidate.data)
}

function keyOf(enrolled: Enrolled) {
  const { clock: _, ...key } = dataOf(enrolled)
  return key
}
