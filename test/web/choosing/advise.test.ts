import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ComparisonView } from '../../../web/api/factors.ts'
import type { FactorInfo } from '../../../web/api/types.ts'
import { type Answers, advise, usualAnswers, type Weighed } from '../../../web/console/choosing/advise.ts'
import { usualAssumptions } from '../../../web/console/choosing/price.ts'

const key = weighed('key', { phishingResistant: true }, { needs: ['own-device'] })
const app = weighed('app', {}, { needs: ['smartphone'] })
const text = weighed('text', { restricted: true }, { needs: ['mobile-network'] })
const token = weighed('token', {}, { needs: [], price: 20 })
const paper = weighed('paper', { role: 'recovery' }, { needs: ['paper'] })
const pass = weighed('pass', { role: 'recovery', handedOut: true }, { needs: [] })
const all = [text, app, token, key, paper, pass]

test('what cannot be phished is advised to everyone, with a way back and the help desk behind it', () => {
  assert.deepEqual(advised({}), ['everyone: key', 'way-back: paper', 'help-desk: pass'])
})

test('where computers are shared and some have no phone, they get something of their own', () => {
  assert.deepEqual(advised({ computers: 'shared', smartphones: 'some' }).slice(0, 2), [
    'everyone: app',
    'without-phone: token',
  ])
})

test('where nothing may be bought and nobody has a phone, nothing is made up', () => {
  const advice = advised({ computers: 'shared', smartphones: 'none', buying: 'no' })
  assert.deepEqual(advice, ['way-back: paper', 'help-desk: pass'])
})

test('what is restricted is taken only where nothing else is left, and says so', () => {
  const [only] = advise({ ...usualAnswers, computers: 'shared' }, [text], usualAssumptions)
  assert.equal(only?.factor.id, 'text')
  assert.ok(only?.reasons.includes('restricted'))
  assert.ok(only?.reasons.includes('can-be-phished'))
})

test('every answer has its advice, and the best never needs what is not there', () => {
  for (const smartphones of ['all', 'some', 'none'] as const)
    for (const computers of ['own', 'shared'] as const)
      for (const stakes of ['high', 'usual'] as const)
        for (const buying of ['yes', 'no'] as const) {
          const advice = advise({ smartphones, computers, stakes, buying }, all, usualAssumptions)
          const main = all.find(({ info }) => info.id === advice[0]?.factor.id)
          assert.ok(smartphones !== 'none' || !main?.comparison.needs.includes('smartphone'))
          assert.ok(buying === 'yes' || main?.comparison.device.amount === 0)
        }
})

function advised(answers: Partial<Answers>): readonly string[] {
  const advice = advise({ ...usualAnswers, ...answers }, all, usualAssumptions)
  return advice.map(({ who, factor }) => `${who}: ${factor.id}`)
}

function weighed(
  id: string,
  says: Partial<FactorInfo>,
  { needs, price = 0 }: { readonly needs: readonly string[]; readonly price?: number },
): Weighed {
  const grade = { grade: 4, why: '' } as const
  const figure = { amount: 0, source: 'this test' }
  const comparison: ComparisonView = {
    withstands: {},
    needs,
    device: { amount: price, years: 4, source: 'this test' },
    perSignIn: figure,
    support: figure,
    effort: '',
    excludes: '',
    whenLost: '',
  }
  const guide = {
    name: id,
    summary: '',
    needs: '',
    steps: [],
    cost: grade,
    ease: grade,
    security: grade,
    tips: [],
    troubles: [],
    whenLost: [],
  }
  const info: FactorInfo = {
    id,
    role: 'factor',
    first: false,
    opens: false,
    handedOut: false,
    tied: false,
    available: true,
    phishingResistant: false,
    restricted: false,
    perAccount: 1,
    guide,
    messages: {},
    ...says,
  }
  return { info, comparison, available: true }
}
