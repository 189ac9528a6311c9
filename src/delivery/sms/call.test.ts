import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { callGateway, isSafe, refusedBy } from './call.ts'
import { type GatewayReply, startGateway } from './gateway-server.fixture.ts'

async function call(reply: GatewayReply, patience = 1000) {
  const gateway = await startGateway(reply)
  try {
    const answer = await callGateway(fetch, { url: `${gateway.url}/x`, method: 'GET', headers: {}, patience })
    return { answer, requests: gateway.requests.length }
  } finally {
    await gateway.close()
  }
}

test('ASVS 13.2.4: over TLS, or on loopback; nothing else is called', async () => {
  const safe = ['https://api.example.com/x', 'http://127.0.0.1:1', 'http://localhost/', 'http://[::1]/']
  const unsafe = [
    'http://api.example.com',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'file:///etc/passwd',
    'ftp://127.0.0.1',
    'not an address',
  ]
  assert.deepEqual(safe.filter(isSafe), safe)
  assert.deepEqual(unsafe.filter(isSafe), [])
  const never = () => Promise.reject(new Error('was called'))
  const answer = await callGateway(never, { url: 'http://api.example.com', method: 'GET', headers: {} })
  assert.deepEqual(answer, { failed: 'insecure-url' })
})

test('follows no redirect: what it carries goes to the gateway and nowhere else', async () => {
  const other = await startGateway({ status: 200 })
  const { answer } = await call({ status: 307, headers: { location: `${other.url}/stolen` } })
  assert.equal('status' in answer && answer.status, 307)
  assert.equal(other.requests.length, 0)
  await other.close()
  assert.deepEqual(refusedBy(307, ''), { sent: false, failure: 'unreachable', detail: '307' })
})

test('F-19: waits no longer than it was told, and reads no more than it can hold', async () => {
  assert.deepEqual((await call({ status: 200, after: Number.POSITIVE_INFINITY }, 100)).answer, {
    failed: 'timeout',
  })
  assert.deepEqual((await call({ status: 200, body: 'x'.repeat(70_000) })).answer, { failed: 'RangeError' })
})

test('F-19: a gateway that is not there is told by a code', async () => {
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => closed.close(resolve))
  const url = `http://127.0.0.1:${port}`
  assert.deepEqual(await callGateway(fetch, { url, method: 'GET', headers: {} }), { failed: 'ECONNREFUSED' })
})

test('tells whose fault a refusal is', () => {
  const faults = [400, 401, 402, 403, 404, 408, 422, 429, 500, 503].map((status) => {
    const outcome = refusedBy(status, '')
    return outcome.sent ? '' : outcome.failure
  })
  assert.deepEqual(faults, [
    'rejected',
    'unreachable',
    'unreachable',
    'unreachable',
    'unreachable',
    'deferred',
    'rejected',
    'deferred',
    'unreachable',
    'unreachable',
  ])
})
