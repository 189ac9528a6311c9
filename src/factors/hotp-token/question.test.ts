import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { enrol, start } from '../../../test/factor-conformance.ts'
import { accepted, deviceIn, refused, tokenFixture, verify } from './test/holder.ts'

const asked = tokenFixture('challenge')
const transaction = { amount: '250 EUR', to: 'DE02 1203 0000 0000 2020 51' }

async function ask(enrolled: Awaited<ReturnType<typeof enrol>>, given?: typeof transaction) {
  const context = { ...enrolled.context, ...(given ? { transaction: given } : {}) }
  const challenge = await enrolled.factor.challenge?.({
    candidates: [enrolled.candidate],
    context: { ...context, purpose: 'sign-in' },
  })
  assert.ok(challenge)
  return { ...challenge, question: String(challenge.show.question) }
}

describe('a question to a token with keys (R-14)', () => {
  it('is of digits, as many as the token takes and eight at most, and never the same', async () => {
    for (const [suite, length] of [
      ['OCRA-1:HOTP-SHA1-6:QN08', 8],
      ['OCRA-1:HOTP-SHA1-6:QA06', 6],
      ['OCRA-1:HOTP-SHA1-6:QH40', 8],
    ] as const) {
      const enrolled = await enrol(tokenFixture('challenge', suite))
      const questions = await Promise.all(Array.from({ length: 20 }, () => ask(enrolled)))
      for (const { question, tries, lifetime } of questions) {
        assert.match(question, new RegExp(`^\\d{${length}}$`))
        assert.deepEqual([tries, lifetime], [3, 300_000])
      }
      assert.equal(new Set(questions.map(({ question }) => question)).size, 20)
    }
  })

  it('is for all tokens of the person: as long as the shortest of them takes', async () => {
    const [long, short] = [
      await enrol(asked),
      await enrol(tokenFixture('challenge', 'OCRA-1:HOTP-SHA1-6:QN06')),
    ]
    const challenge = await long.factor.challenge?.({
      candidates: [long.candidate, short.candidate],
      context: { ...long.context, purpose: 'sign-in' },
    })
    assert.equal(String(challenge?.show.question).length, 6)
  })

  it('has one right response, which is none to another question, nor to none (A-013d)', async () => {
    const enrolled = await enrol(asked)
    const { question, expected } = await ask(enrolled)
    const response = deviceIn(enrolled).respond(question, start)
    assert.deepEqual(accepted(await verify(enrolled, response, start, { expected })).spends, {
      type: 'challenge',
    })
    const other = await ask(enrolled)
    refused(await verify(enrolled, response, start, { expected: other.expected }))
    refused(await verify(enrolled, response, start))
  })

  it('is put to tokens with keys only; others answer without one', async () => {
    const { factor, candidate } = await enrol(tokenFixture('event'))
    assert.equal(factor.asks?.(candidate.data), false)
    const withKeys = await enrol(asked)
    assert.equal(withKeys.factor.asks?.(withKeys.candidate.data), true)
  })

  it('with a counter in its suite is spent by the counter too, and never twice', async () => {
    const enrolled = await enrol(tokenFixture('challenge', 'OCRA-1:HOTP-SHA1-6:C-QN08'))
    const { question, expected } = await ask(enrolled)
    const response = deviceIn(enrolled).respond(question, start)
    const verdict = accepted(await verify(enrolled, response, start, { expected }))
    assert.ok(verdict.spends.type === 'counter')
    const used = { ...enrolled, candidate: { ...enrolled.candidate, counter: verdict.spends.counter } }
    refused(await verify(used, response, start, { expected }))
  })
})

describe('a transaction (C-12)', () => {
  it('is shown, and made the question: another one has another', async () => {
    const enrolled = await enrol(asked)
    const [one, same] = [await ask(enrolled, transaction), await ask(enrolled, transaction)]
    assert.deepEqual(one.show.transaction, transaction)
    assert.notEqual(one.question, same.question)
  })

  it('is signed by the response: changed in any way, whatever the order, nothing is signed (A-013d)', async () => {
    const enrolled = await enrol(asked)
    const { question, expected } = await ask(enrolled, transaction)
    const response = deviceIn(enrolled).respond(question, start)
    const judge = (given: Record<string, string> | undefined) =>
      verify(enrolled, response, start, { expected, context: given ? { transaction: given } : {} })
    for (const other of [
      { ...transaction, amount: '2500 EUR' },
      { ...transaction, more: '' },
      { amount: transaction.amount },
      { amount: transaction.to, to: transaction.amount },
      undefined,
    ])
      refused(await judge(other))
    accepted(await judge({ to: transaction.to, amount: transaction.amount }))
  })

  it('is not signed by the response to a question without one', async () => {
    const enrolled = await enrol(asked)
    const { question, expected } = await ask(enrolled)
    const response = deviceIn(enrolled).respond(question, start)
    refused(await verify(enrolled, response, start, { expected, context: { transaction } }))
  })
})
