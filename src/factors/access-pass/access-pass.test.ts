import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  applySpend,
  enrol,
  factorConformance,
  proveOnce,
  start,
  testHost,
} from '../../../test/factor-conformance.ts'
import type { Id } from '../../kernel/ids.ts'
import { accessPassModule } from './index.ts'
import { accessPassFixture as fixture, passIn } from './test/holder.ts'

factorConformance('access-pass', fixture)

const hour = 3_600_000

describe('access passes', () => {
  it('are twelve signs of five bits in groups of four, and long enough at the shortest (N-34)', async () => {
    assert.match(passIn((await enrol(fixture)).shown), /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    assert.equal(accessPassModule.config.safeParse({ length: 7 }).success, false)
  })

  it('work from their start until their end, to the millisecond (N-39)', async () => {
    for (const [at, right] of [
      [-1, false],
      [0, true],
      [hour - 1, true],
      [hour, false],
    ] as const) {
      const { factor, pending, show } = await offer({ startsAt: start })
      const verdict = await factor.verify({
        candidates: [candidateOf(pending)],
        proof: factor.proof.parse({ code: show.code }),
        context: { ...context, at: start + at },
      })
      assert.equal(verdict.accepted, right, `${at}`)
    }
  })

  it('work as often as was said, and not once more (A-010)', async () => {
    let enrolled = await enrol({ ...fixture, options: { uses: 2 } })
    for (const right of [true, true, false]) {
      const proof = enrolled.factor.proof.parse({ code: passIn(enrolled.shown) })
      const verdict = await enrolled.factor.verify({
        candidates: [enrolled.candidate],
        proof,
        context: enrolled.context,
      })
      assert.equal(verdict.accepted, right)
      if (verdict.accepted) enrolled = { ...enrolled, candidate: applySpend(enrolled, verdict) }
    }
  })

  it('go no further than configured', async () => {
    const week = 7 * 24 * 3600
    for (const options of [{ lifetime: week + 1 }, { uses: 11 }, { startsAt: start + (week + 1) * 1000 }])
      await assert.rejects(offer(options), { code: 'input.invalid' })
  })

  it('R17: a pass out of a backup is void', async () => {
    const { factor } = await proveOnce(fixture, await enrol(fixture)).then(async () => enrol(fixture))
    assert.equal(factor.afterRestore?.({ counter: undefined }, start), 'void')
  })
})

const context = { at: start, application: { id: 'portal' as Id<'application'>, name: 'Sallyport' } }

async function offer(options: unknown) {
  const factor = accessPassModule.create(accessPassModule.config.parse({}), testHost())
  const person = { accountId: 'ana' as Id<'account'>, name: 'ana', contacts: [] }
  const made = await factor.offer({
    person,
    options: factor.options?.parse(options),
    existing: [],
    context,
  })
  return { factor, ...made }
}

function candidateOf(data: unknown) {
  return {
    id: 'pass' as Id<'authenticator'>,
    accountId: 'ana' as Id<'account'>,
    label: 'Access pass',
    counter: undefined,
    data,
    lastUsedAt: undefined,
  }
}
