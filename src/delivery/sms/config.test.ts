import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../kernel/clock.ts'
import { smsConfig } from './config.ts'
import { smsGateways } from './gateways.ts'

const twilio = { accountSid: 'AC1', authToken: 'x', from: '+15005550006' }
const vonage = { apiKey: 'k', apiSecret: 's', from: 'Example' }

/** Where the problems are. */
function problems(slice: object): readonly string[] {
  const { error } = smsConfig.safeParse(slice)
  return error ? error.issues.map(({ path }) => path.join('.')) : []
}

function gatewaysOf(slice: object): readonly string[] | undefined {
  const deps = { clock: systemClock, fetch, baseUrl: 'https://mfa.example.com' }
  return smsGateways(smsConfig.parse(slice), deps)
    ?.health?.()
    .map(({ gateway }) => gateway)
}

test('R9: without a gateway SMS is unavailable, and nothing is asked of who does not want it', () => {
  assert.deepEqual(problems({}), [])
  assert.equal(gatewaysOf({}), undefined)
  assert.equal(gatewaysOf({ countries: ['DE'] }), undefined)
})

test('a gateway needs all that it needs, and the countries that it serves', () => {
  assert.deepEqual(problems({ twilio }), ['countries'])
  assert.deepEqual(problems({ countries: ['DE'], twilio: { accountSid: 'AC1' } }), ['twilio.authToken'])
  assert.deepEqual(problems({ countries: ['DE'], twilio: { from: 'x' } }), [
    'twilio.accountSid',
    'twilio.authToken',
  ])
  assert.deepEqual(problems({ countries: ['DE'], twilio: { ...twilio, messagingService: 'MG1' } }), [
    'twilio.from',
  ])
  assert.deepEqual(problems({ countries: ['DE'], twilio: { ...twilio, apiKey: 'SK1' } }), [
    'twilio.apiSecret',
  ])
  assert.deepEqual(problems({ countries: ['Germany'] }), ['countries.0'])
  assert.deepEqual(problems({ numberTypes: ['PREMIUM_RATE'] }), ['numberTypes.0'])
})

test('F-19: gateways are tried in the order that is told, else in that of the manual', () => {
  const both = { countries: ['DE'], vonage, twilio }
  assert.deepEqual(gatewaysOf(both), ['twilio', 'vonage'])
  assert.deepEqual(gatewaysOf({ ...both, gateways: ['vonage', 'twilio'] }), ['vonage', 'twilio'])
  assert.deepEqual(gatewaysOf({ ...both, gateways: ['vonage'] }), ['vonage'])
  assert.deepEqual(problems({ ...both, gateways: ['sns'] }), ['gateways'])
})

test('every gateway can be configured', () => {
  const all = {
    countries: ['DE'],
    twilio,
    vonage,
    sns: { region: 'eu-central-1', accessKeyId: 'a', secretAccessKey: 's' },
    messagebird: { accessKey: 'k', from: 'Example' },
    bird: { accessKey: 'k', workspace: 'w', channel: 'c' },
    http: { url: 'https://sms.example.com' },
    smpp: { host: 'smsc.example.com', systemId: 's', password: 'p', from: 'Example' },
  }
  assert.deepEqual(gatewaysOf(all), ['twilio', 'vonage', 'sns', 'messagebird', 'bird', 'http', 'smpp'])
})
