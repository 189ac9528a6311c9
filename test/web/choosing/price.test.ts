import assert from 'node:assert/strict'
import { test } from 'node:test'
import { priceOf, usualAssumptions } from '../../../web/console/choosing/price.ts'

const figure = (amount: number) => ({ amount, source: 'this test' })

test('a price is the device over its years, the sign-ins, and the help desk', () => {
  const token = { device: { ...figure(20), years: 4 }, perSignIn: figure(0), support: figure(30) }
  const assumptions = { signInsPerYear: 100, helpDeskPerHour: 60 }
  assert.deepEqual(priceOf(token, assumptions), { device: 5, signIns: 0, support: 30, total: 35 })
})

test('what is sent costs with each sign-in', () => {
  const sent = { device: { ...figure(0), years: 1 }, perSignIn: figure(0.01), support: figure(0) }
  assert.equal(priceOf(sent, { ...usualAssumptions, signInsPerYear: 500 }).total, 5)
})
