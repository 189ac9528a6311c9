import assert from 'node:assert/strict'
import { test } from 'node:test'
import { circuitBreaker } from './breaker.ts'
import { code } from './gateway-server.fixture.ts'
import { smsTransport } from './transport.ts'

function breaker() {
  const time = { now: 0 }
  const one = circuitBreaker('twilio', () => time.now)
  const fail = (times: number) => {
    for (let n = 0; n < times; n++) if (one.mayTry()) one.failed('timeout')
  }
  return { one, time, fail }
}

test('F-19: opens after three failures in a row, tries with one message, rests twice as long each time', () => {
  const { one, time, fail } = breaker()
  fail(2)
  one.succeeded()
  fail(2)
  assert.equal(one.health().state, 'closed')
  fail(1)
  assert.deepEqual([one.health().state, one.health().reason, one.mayTry()], ['open', 'timeout', false])
  const rests: number[] = []
  for (let n = 0; n < 7; n++) {
    const from = time.now
    while (!one.mayTry()) time.now += 1000
    rests.push((time.now - from) / 1000)
    assert.equal(one.mayTry(), false, 'one message tries it, no second one')
    one.failed('timeout')
  }
  assert.deepEqual(rests, [15, 30, 60, 120, 240, 300, 300])
})

test('closes with the first message that is taken, or refused for itself', () => {
  for (const well of ['succeeded', 'refusedOne'] as const) {
    const { one, time, fail } = breaker()
    fail(3)
    time.now = 15_000
    assert.equal(one.mayTry(), true)
    one[well]()
    assert.equal(one.health().state, 'closed')
    assert.equal(one.mayTry(), true)
  }
})

test('the next gateway gets what the first cannot send, and none gets what is wrong in itself', async () => {
  const calls: string[] = []
  const gateway = (name: 'twilio' | 'vonage', failure?: 'unreachable' | 'deferred' | 'rejected') => ({
    name,
    async send() {
      calls.push(name)
      return failure
        ? ({ sent: false, failure, detail: 'x' } as const)
        : ({ sent: true, by: { gateway: name } } as const)
    },
  })
  const outcomes = []
  for (const failure of ['unreachable', 'deferred', 'rejected'] as const) {
    const transport = smsTransport([gateway('twilio', failure), gateway('vonage')], () => 0)
    outcomes.push((await transport.send(code)).sent)
  }
  assert.deepEqual(outcomes, [true, true, false])
  assert.deepEqual(calls, ['twilio', 'vonage', 'twilio', 'vonage', 'twilio'])
})

test('a gateway whose last message did not arrive is asked last, and asked all the same where there is no other', async () => {
  const calls: string[] = []
  const gateway = (name: 'twilio' | 'vonage', sent: boolean) => ({
    name,
    async send() {
      calls.push(name)
      return sent
        ? ({ sent: true, by: { gateway: name } } as const)
        : ({ sent: false, failure: 'unreachable', detail: 'x' } as const)
    },
  })
  const transport = smsTransport([gateway('twilio', true), gateway('vonage', false)], () => 0)
  await transport.send({ ...code, inVain: ['twilio'] })
  await transport.send({ ...code, inVain: ['twilio', 'vonage'] })
  await transport.send({ ...code, inVain: ['sns'] })
  assert.deepEqual(calls, ['vonage', 'twilio', 'twilio', 'twilio'])
})

test('F-19: a gateway that rests is passed over at once; when all rest, nobody waits', async () => {
  let calls = 0
  const down = {
    name: 'twilio' as const,
    async send() {
      calls++
      return { sent: false, failure: 'unreachable', detail: 'timeout' } as const
    },
  }
  const transport = smsTransport([down], () => 0)
  for (let n = 0; n < 10; n++) await transport.send(code)
  assert.equal(calls, 3)
  assert.deepEqual(await transport.send(code), {
    sent: false,
    failure: 'unreachable',
    detail: 'all-resting',
  })
  assert.deepEqual(transport.health?.(), [
    { gateway: 'twilio', state: 'open', taken: 0, refused: 3, reason: 'timeout' },
  ])
})
