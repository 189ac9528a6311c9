import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  applySpend,
  type Enrolled,
  enrol,
  factorConformance,
  proveOnce,
  start,
  testHost,
} from '../../../test/factor-conformance.ts'
import type { Verdict } from '../factor.ts'
import { newCode } from './code.ts'
import { recoveryCodesData, recoveryCodesProof } from './schema.ts'
import { codesIn, recoveryCodesFixture as fixture } from './test/holder.ts'

factorConformance('recovery-codes', fixture)

describe('recovery codes', () => {
  it('come as ten different ones of 120 bits, in groups of four (decision 9, N-14)', async () => {
    const codes = codesIn((await enrol(fixture)).shown)
    assert.equal(new Set(codes).size, 10)
    for (const code of codes) assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}$/)
  })

  it('use every character of the alphabet alike', () => {
    const text = Array.from({ length: 2000 }, () => newCode(testHost().random)).join('')
    const counts = Object.values(Object.groupBy(text, (character) => character)).map(
      (all) => all?.length ?? 0,
    )
    assert.equal(counts.length, 32)
    for (const count of counts) assert.ok(Math.abs(count - 1500) < 250, `${count}`)
  })

  it('are kept as hashes under a salt of their own set (A-093)', async () => {
    const [one, other] = [await enrol(fixture), await enrol(fixture)]
    const text = JSON.stringify(one.candidate.data)
    for (const code of codesIn(one.shown)) assert.ok(!text.includes(code.replaceAll('-', '')))
    assert.notEqual(dataOf(one).salt, dataOf(other).salt)
  })

  it('depend on a key that is not in the database', async () => {
    const enrolled = await enrol(fixture)
    const elsewhere = { ...testHost(), mac: () => new Uint8Array(32).fill(7) }
    const { factor } = await enrol(fixture, elsewhere)
    const verdict = await verify({ ...enrolled, factor }, codesIn(enrolled.shown)[0] ?? '')
    assert.equal(verdict.accepted, false)
  })

  it('forgive case, spaces, dashes, and O, I, L for 0 and 1', () => {
    const code = '0123-4567-89AB-CDEF-GHJK-0101'
    const forms = [
      code,
      code.replaceAll('-', ''),
      code.toLowerCase(),
      code.replaceAll('-', ' '),
      code.replaceAll('-', ' \u2013 '),
      ` ${code}\n`,
      code.replaceAll('0', 'O').replaceAll('1', 'I'),
      code.replaceAll('0', 'o').replaceAll('1', 'i'),
      code.replaceAll('1', 'L'),
      code.replaceAll('1', 'l'),
    ]
    for (const form of forms)
      assert.equal(recoveryCodesProof.parse({ code: form }).code, '0123456789ABCDEFGHJK0101')
  })

  it('do not fit under another salt', async () => {
    const enrolled = await enrol(fixture)
    const data = { ...dataOf(enrolled), salt: Buffer.alloc(16, 1).toString('base64') }
    const moved = { ...enrolled, candidate: { ...enrolled.candidate, data } }
    assert.equal((await verify(moved, codesIn(enrolled.shown)[0] ?? '')).accepted, false)
  })

  it('are void in every spelling once used, and the audit learns of the replay (V-32, V-45)', async () => {
    const enrolled = await enrol(fixture)
    const code = codesIn(enrolled.shown)[0] ?? ''
    const used = await useCodes(enrolled, 1)
    for (const alias of [code, code.toLowerCase(), code.replaceAll('-', ''), `  ${code}`]) {
      const verdict = await verify(used, alias)
      assert.deepEqual(verdict, { accepted: false, reason: 'replayed', authenticatorId: used.candidate.id })
    }
  })

  it('work each once, in any order, until none is left', async () => {
    const used = await useCodes(await enrol(fixture), 10)
    assert.deepEqual(used.factor.describe?.(used.candidate.data), { left: 0, of: 10 })
    for (const code of codesIn(used.shown)) assert.equal((await verify(used, code)).accepted, false)
  })

  it('tell how many are left, and ask for new ones from three on (N-35)', async () => {
    const enrolled = await enrol(fixture)
    const many = await proveOnce(fixture, await useCodes(enrolled, 5), 5)
    assert.deepEqual(many.accepted.notices, [{ id: 'left', values: { count: 4 } }])
    const few = await proveOnce(fixture, await useCodes(enrolled, 6), 6)
    assert.deepEqual(
      few.accepted.notices?.map((notice) => notice.id),
      ['left', 'refill'],
    )
  })

  it('are all void after a refill, which shows ten new ones once (N-35, V-46)', async () => {
    const enrolled = await useCodes(await enrol(fixture), 8)
    const refilled = await refill(enrolled)
    assert.deepEqual(refilled.factor.describe?.(refilled.candidate.data), { left: 10, of: 10 })
    for (const code of codesIn(enrolled.shown)) assert.equal((await verify(refilled, code)).accepted, false)
    for (const code of codesIn(refilled.shown)) assert.equal((await verify(refilled, code)).accepted, true)
  })

  it('are never shown to an administrator (ASVS 6.4.6)', async () => {
    const { factor } = await enrol(fixture)
    assert.deepEqual(
      factor.operations?.map(({ id, permission }) => [id, permission]),
      [['refill', 'owner']],
    )
  })

  it('cost the same for a first, a last, a used and a wrong code: one hash, ten comparisons (A-028)', async () => {
    const host = testHost()
    let macs = 0
    const counting = {
      ...host,
      mac(purpose: string, data: Uint8Array) {
        macs++
        return host.mac(purpose, data)
      },
    }
    const enrolled = await useCodes(await enrol(fixture, counting), 1)
    const codes = codesIn(enrolled.shown)
    for (const code of [codes[0], codes[1], codes[9], '0'.repeat(24)]) {
      macs = 0
      await verify(enrolled, code ?? '')
      assert.equal(macs, 1)
    }
    assert.equal(dataOf(enrolled).codes.length, 10)
  })

  it('recover and add no assurance: no amr, no kinds beyond the list itself (R-15, decision 9)', async () => {
    const enrolled = await enrol(fixture)
    const { accepted } = await proveOnce(fixture, enrolled)
    assert.equal(enrolled.factor.traits.role, 'recovery')
    assert.deepEqual([accepted.kinds, accepted.amr], [['has'], []])
  })

  it('are not mistaken for a code of digits, nor the other way round (A-108)', async () => {
    const { factor } = await enrol(fixture)
    assert.equal(factor.fromCode?.('123456'), undefined)
    assert.deepEqual(factor.fromCode?.('0'.repeat(24)), { code: '0'.repeat(24) })
  })
})

function dataOf(enrolled: Enrolled) {
  return recoveryCodesData.parse(enrolled.candidate.data)
}

function verify({ factor, candidate, context }: Enrolled, code: string): Promise<Verdict<unknown>> {
  return factor.verify({ candidates: [candidate], proof: factor.proof.parse({ code }), context })
}

/** The same person after the first `count` codes were used. */
async function useCodes(enrolled: Enrolled, count: number): Promise<Enrolled> {
  let used = enrolled
  for (let nth = 0; nth < count; nth++) {
    const { accepted } = await proveOnce(fixture, used, nth)
    used = { ...used, candidate: applySpend(used, accepted) }
  }
  return used
}

async function refill(enrolled: Enrolled): Promise<Enrolled> {
  const { factor, candidate, context } = enrolled
  const operation = factor.operations?.find((one) => one.id === 'refill')
  const person = { accountId: candidate.accountId, name: 'ana', contacts: [] }
  const result = await operation?.run({
    candidate,
    person,
    input: undefined,
    context: { ...context, at: start },
  })
  assert.ok(result?.accepted && result.show)
  return { ...enrolled, shown: result.show, candidate: { ...candidate, data: result.data } }
}
