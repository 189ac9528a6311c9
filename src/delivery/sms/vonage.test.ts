import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { smsConfig } from './config.ts'
import { code, host, now, posted, startGateway } from './gateway-server.fixture.ts'
import { vonageGateway } from './vonage.ts'

const keys = { apiKey: 'abcd1234', apiSecret: 'secret', from: 'Example' }

function gateway(more: object) {
  const { vonage } = smsConfig.parse({ countries: ['DE'], vonage: { ...keys, ...more } })
  assert.ok(vonage)
  return vonageGateway(vonage, host)
}

test('posts the message as the Messages API wants it (developer.vonage.com/en/api/messages)', async () => {
  const api = await startGateway({ status: 202, body: { message_uuid: 'aaaaaaaa-bbbb' } })
  const outcome = await gateway({ url: api.url, signatureSecret: 'signing' }).send(code)
  assert.deepEqual(outcome, { sent: true, by: { gateway: 'vonage', reference: 'aaaaaaaa-bbbb' } })
  const [request] = api.requests
  assert.deepEqual([request?.method, request?.path], ['POST', '/v1/messages'])
  assert.equal(request?.headers.authorization, `Basic ${Buffer.from('abcd1234:secret').toString('base64')}`)
  assert.equal(request?.headers['content-type'], 'application/json')
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    channel: 'sms',
    message_type: 'text',
    to: '491701234567',
    from: 'Example',
    text: code.text,
    client_ref: code.id,
    ttl: 600,
    webhook_url: `https://mfa.example.com/api/v1/delivery/receipts/vonage?message=${code.id}`,
    webhook_version: 'v1',
  })
  await api.close()
})

test('without a signature secret no receipt is asked for, and none is taken', async () => {
  const api = await startGateway({ status: 202, body: { message_uuid: 'x' } })
  const one = gateway({ url: api.url })
  await one.send(code)
  assert.equal(JSON.parse(api.requests[0]?.body ?? '').webhook_url, undefined)
  assert.equal(one.readReceipt, undefined)
  await api.close()
})

test('tells a wrong number from keys that do not open and from a full minute', async () => {
  const api = await startGateway({ status: 422 })
  const one = gateway({ url: api.url })
  const outcomes = []
  for (const status of [422, 401, 402, 429, 500]) {
    api.answer({ status, body: { type: 'x', title: 'x', detail: 'quotes +491701234567' } })
    const outcome = await one.send(code)
    outcomes.push(outcome.sent ? '' : outcome.failure)
  }
  assert.deepEqual(outcomes, ['rejected', 'unreachable', 'unreachable', 'deferred', 'unreachable'])
  await api.close()
})

const body = JSON.stringify({ message_uuid: 'x', status: 'delivered', client_ref: code.id, channel: 'sms' })

function token(claims: object, { secret = 'signing', header = { alg: 'HS256', typ: 'JWT' } as object } = {}) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

const claims = {
  iss: 'Vonage',
  api_key: 'abcd1234',
  iat: now / 1000,
  payload_hash: createHash('sha256').update(body).digest('hex'),
}

test('takes a status under its signed token, and nothing else', () => {
  const one = gateway({ signatureSecret: 'signing' })
  const read = (authorization: string, given = body) =>
    one.readReceipt?.(posted('/delivery/receipts/vonage', given, { authorization }))
  assert.deepEqual(read(`Bearer ${token(claims)}`), { message: { id: code.id }, state: 'delivered' })
  const wrong = [
    '',
    'Bearer',
    `Bearer ${token(claims, { secret: 'other' })}`,
    `Bearer ${token(claims, { header: { alg: 'none' } }).replace(/\.[^.]*$/, '.')}`,
    `Bearer ${token(claims, { header: { alg: 'HS512' } })}`,
    `Bearer ${token(claims, { header: { alg: 'HS256', crit: ['exp'] } })}`,
    `Bearer ${token({ ...claims, api_key: 'other' })}`,
    `Bearer ${token({ ...claims, payload_hash: undefined })}`,
    `Bearer ${token({ ...claims, iat: now / 1000 - 3600 })}`,
    `Bearer ${token({ ...claims, iat: undefined })}`,
    `Bearer ${token(claims)}.x`,
  ]
  for (const authorization of wrong) assert.equal(read(authorization), undefined, authorization)
  assert.equal(read(`Bearer ${token(claims)}`, body.replace('delivered', 'rejected')), undefined)
})

test('says of a failure what code it was', () => {
  const failed = JSON.stringify({ status: 'undeliverable', client_ref: code.id, error: { title: 1340 } })
  const payload_hash = createHash('sha256').update(failed).digest('hex')
  const one = gateway({ signatureSecret: 'signing' })
  const headers = { authorization: `Bearer ${token({ ...claims, payload_hash })}` }
  assert.deepEqual(one.readReceipt?.(posted('/delivery/receipts/vonage', failed, headers)), {
    message: { id: code.id },
    state: 'failed',
    detail: '1340',
  })
})
