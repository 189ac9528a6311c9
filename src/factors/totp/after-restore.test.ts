import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { enrol, start } from '../../../test/factor-conformance.ts'
import { accepted, codeAt, dataOf, totpFixture as fixture, period, refused, verify } from './test/holder.ts'

/** What the factor makes of an authenticator that a backup of long ago held. */
async function restored(config: object = {}, offset = 0) {
  const enrolled = await enrol({ ...fixture, config })
  const data = { ...dataOf(enrolled), clock: { ...dataOf(enrolled).clock, offset } }
  const renewed = enrolled.factor.afterRestore?.({ data, counter: enrolled.candidate.counter }, start)
  assert.ok(renewed && renewed !== 'void')
  return { ...enrolled, candidate: { ...enrolled.candidate, data, counter: renewed.counter } }
}

describe('TOTP after a restore', () => {
  it('takes no code that can have been taken before it, whatever was learned of its clock since (R17)', async () => {
    const latest = start + period - 1
    for (const offset of [-2, -1, 0, 1, 2]) {
      const enrolled = await restored({}, offset)
      for (let drift = -4; drift <= 3; drift++) {
        const code = codeAt(enrolled.shown, latest + drift * period)
        for (let later = 0; later <= 4; later++)
          refused(await verify(enrolled, code, latest + later * period))
      }
    }
  })

  it('takes the codes of its owner again after two minutes and a half', async () => {
    for (const config of [{}, { strict: true }, { window: { behind: 2, ahead: 2 } }]) {
      const enrolled = await restored(config)
      const at = start + 5 * period
      accepted(await verify(enrolled, codeAt(enrolled.shown, at), at))
    }
  })

  it('leaves a mark that is further on where it is', async () => {
    const enrolled = await enrol(fixture)
    const far = 2n ** 40n
    assert.deepEqual(enrolled.factor.afterRestore?.({ data: dataOf(enrolled), counter: far }, start), {
      counter: far,
    })
  })

  it('marks an offer that may have been confirmed since, too', async () => {
    const enrolled = await enrol(fixture)
    const { clock: _, ...pending } = dataOf(enrolled)
    const renewed = enrolled.factor.afterRestore?.({ pending, counter: undefined }, start)
    assert.deepEqual(renewed, { counter: BigInt(start / period + 3) })
  })
})
