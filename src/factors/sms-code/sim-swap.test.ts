import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGateway } from '../../delivery/sms/gateway-server.fixture.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { smsCodeConfig } from './config.ts'
import { simSwapCheck } from './sim-swap.ts'

const number = '+491701234567'

async function service(more: object = {}) {
  const api = await startGateway({ status: 200, body: { swapped: false } })
  const { simSwap } = smsCodeConfig.parse({ simSwap: { url: `${api.url}/check`, token: 'tok', ...more } })
  const check = simSwapCheck(simSwap, { fetch, logger: silentLogger })
  const ask = async (at: number, whose = number) => {
    try {
      await check(whose, at)
      return 'sent'
    } catch (error) {
      return error instanceof SallyportError ? error.code : String(error)
    }
  }
  return { api, ask }
}

test('asks as the CAMARA SIM Swap API wants it, and once a minute at most', async () => {
  const { api, ask } = await service({ hours: 120 })
  assert.equal(await ask(0), 'sent')
  assert.deepEqual(JSON.parse(api.requests[0]?.body ?? ''), { phoneNumber: number, maxAge: 120 })
  assert.deepEqual([api.requests[0]?.method, api.requests[0]?.path], ['POST', '/check'])
  assert.equal(api.requests[0]?.headers.authorization, 'Bearer tok')
  for (let at = 0; at < 60_000; at += 10_000) await ask(at)
  assert.equal(api.requests.length, 1)
  await ask(0, '+4915112345678')
  await ask(60_000)
  assert.equal(api.requests.length, 3)
  await api.close()
})

test('A-032, N-19: a card that was changed lately gets no code, and its owner is told why', async () => {
  const { api, ask } = await service()
  api.answer({ status: 200, body: { swapped: true } })
  assert.equal(await ask(0), 'number.sim-changed')
  assert.equal(await ask(1000), 'number.sim-changed')
  await api.close()
})

test('without an answer nothing is sent, unless the house says otherwise (G6)', async () => {
  const replies = [
    { status: 500, body: { swapped: false } },
    { status: 200, body: 'no JSON' },
    { status: 200, body: { swapped: 'no' } },
    { status: 307, headers: { location: 'http://127.0.0.1:1/' } },
  ]
  for (const [failOpen, expected] of [
    [false, 'number.sim-unchecked'],
    [true, 'sent'],
  ] as const) {
    const { api, ask } = await service({ failOpen })
    for (const reply of replies) {
      api.answer(reply)
      assert.equal(await ask(0), expected)
    }
    await api.close()
    assert.equal(await ask(0), expected)
  }
})

test('without a service nobody is asked', async () => {
  const { simSwap } = smsCodeConfig.parse({})
  const never = () => Promise.reject(new Error('was asked'))
  await simSwapCheck(simSwap, { fetch: never, logger: silentLogger })(number, 0)
  assert.equal(smsCodeConfig.safeParse({ simSwap: { url: 'http://sim.example.com' } }).success, false)
})

test('A-032: who asks at the same time is answered by one question', async () => {
  const { api, ask } = await service()
  assert.deepEqual(await Promise.all(Array.from({ length: 20 }, () => ask(0))), Array(20).fill('sent'))
  assert.equal(api.requests.length, 1)
  await api.close()
})
