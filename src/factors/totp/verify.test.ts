import assert from 'node:assert/strict'
import { describe, it, mock } from 'node:test'
import fc from 'fast-check'
import { enrol, start } from '../../../test/factor-conformance.ts'
import { totpModule } from './index.ts'
import {
  accepted,
  acceptedDrifts,
  codeAt,
  totpFixture as fixture,
  offer,
  period,
  person,
  refused,
  signIn,
  verify,
} from './test/holder.ts'

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
