import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHost } from '../../../test/factor-conformance.ts'
import { smsCodeConfig } from './config.ts'
import { smsCodeModule } from './index.ts'
import { messages } from './messages.ts'
import { sunsetNotices } from './sunset.ts'

const sunset = { enrolment: '2027-03-01', signIn: '2027-06-30' }

function at(day: string, config: object = { sunset }, host: object = {}) {
  const clock = { now: () => Date.parse(day), monotonic: () => 0 }
  const factor = smsCodeModule.create(smsCodeConfig.parse(config), { ...testHost(), clock, ...host })
  return [factor.unavailable?.('enrol'), factor.unavailable?.('prove')]
}

test('N-19: first nobody sets it up any more, then nobody signs in with it, each from its day on', () => {
  assert.deepEqual(at('2027-02-28T23:59:59Z'), [undefined, undefined])
  assert.deepEqual(at('2027-03-01T00:00:00Z'), ['enrolment-ended', undefined])
  assert.deepEqual(at('2027-06-29T23:59:59Z'), ['enrolment-ended', undefined])
  assert.deepEqual(at('2027-06-30T00:00:00Z'), ['enrolment-ended', 'sign-in-ended'])
  assert.deepEqual(at('2999-01-01', {}), [undefined, undefined])
})

test('N-19: until then whoever uses it is told when it ends, and what to set up instead', () => {
  assert.deepEqual(sunsetNotices(sunset), [{ id: 'sunset-soon', values: { date: '30 June 2027' } }])
  assert.match(messages['sunset-soon'], /\{date\}.*authenticator app/)
  assert.deepEqual(sunsetNotices({}), [])
})

test('N-19: whoever plans it sees that every number ends on that day', () => {
  const factor = smsCodeModule.create(smsCodeConfig.parse({ sunset }), testHost())
  const end = factor.foreseenEnd?.({ number: '+491701234567', masked: '+49 … 67' })
  assert.deepEqual(end, { at: Date.parse('2027-06-30'), because: 'sunset' })
  assert.equal(smsCodeModule.create(smsCodeConfig.parse({}), testHost()).foreseenEnd?.({}), undefined)
})

test('R9: without a gateway, or without a country, it is unavailable and says so', () => {
  const out = ['no-gateway', 'no-gateway']
  assert.deepEqual(at('2027-01-01', {}, { canDeliver: () => false }), out)
  assert.deepEqual(at('2027-01-01', {}, { smsCountries: [] }), out)
})

test('days that are none are refused', () => {
  for (const signIn of ['2027-02-30', 'soon', '2027-6-1', '30.06.2027'])
    assert.equal(smsCodeConfig.safeParse({ sunset: { signIn } }).success, false, signIn)
})
