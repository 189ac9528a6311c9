import assert from 'node:assert/strict'
import { createHash, createHmac } from 'node:crypto'
import { test } from 'node:test'
import { birdGateway } from './bird.ts'
import { smsConfig } from './config.ts'
import { code, host, now, posted, startGateway } from './gateway-server.fixture.ts'
import { messageBirdGateway } from './messagebird.ts'

function classic(more: object) {
  const { messagebird } = smsConfig.parse({
    countries: ['DE'],
    messagebird: { accessKey: 'live_key', from: 'Example', ...more },
  })
  assert.ok(messagebird)
  return messageBirdGateway(messagebird, host)
}

function bird(more: object) {
  const keys = { accessKey: 'key', workspace: 'ws-1', channel: 'ch-1' }
  const parsed = smsConfig.parse({ countries: ['DE'], bird: { ...keys, ...more } })
  assert.ok(parsed.bird)
  return birdGateway(parsed.bird, host)
}

test('MessageBird: posts the message as its SMS API wants it (developers.messagebird.com/api/sms-messaging)', async () => {
  const api = await startGateway({ status: 201, body: { id: 'mb-1', recipients: { totalSentCount: 1 } } })
  const outcome = await classic({ url: api.url, signingKey: 'signing' }).send(code)
  assert.deepEqual(outcome, { sent: true, by: { gateway: 'messagebird', reference: 'mb-1' } })
  const [request] = api.requests
  assert.deepEqual([request?.method, request?.path], ['POST', '/messages'])
  assert.equal(request?.headers.authorization, 'AccessKey live_key')
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    originator: 'Example',
    recipients: ['491701234567'],
    body: code.text,
    datacoding: 'auto',
    validity: 600,
    reference: code.id,
    reportUrl: `https://mfa.example.com/api/v1/delivery/receipts/messagebird?message=${code.id}`,
  })
  await api.close()
})

test('MessageBird: an empty account is its own fault, a wrong number is not', async () => {
  const api = await startGateway({ status: 422 })
  const outcomes = []
  for (const [status, number] of [
    [422, 9],
    [422, 25],
    [401, 2],
  ] as const) {
    api.answer({ status, body: { errors: [{ code: number, description: '+491701234567' }] } })
    outcomes.push(await classic({ url: api.url }).send(code))
  }
  assert.deepEqual(outcomes, [
    { sent: false, failure: 'rejected', detail: '422 9' },
    { sent: false, failure: 'unreachable', detail: '422 25' },
    { sent: false, failure: 'unreachable', detail: '401 2' },
  ])
  await api.close()
})

test('MessageBird: takes a status report whose token names the address that was called', () => {
  const one = classic({ signingKey: 'signing' })
  const path = `/delivery/receipts/messagebird?message=${code.id}&id=mb-1&reference=${code.id}&recipient=491701234567&status=delivery_failed&statusErrorCode=104`
  const { url } = posted(path, '', {})
  const claims = {
    iss: 'MessageBird',
    nbf: now / 1000,
    exp: now / 1000 + 60,
    jti: 'x',
    url_hash: createHash('sha256').update(url).digest('hex'),
  }
  const read = (given: object, secret = 'signing', at = path) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${part({ alg: 'HS256' })}.${part(given)}`
    const jwt = `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
    return one.readReceipt?.(posted(at, '', { 'messagebird-signature-jwt': jwt }))
  }
  assert.deepEqual(read(claims), { message: { id: code.id }, state: 'failed', detail: '104' })
  assert.equal(read(claims, 'other'), undefined)
  assert.equal(read(claims, 'signing', path.replace('delivery_failed', 'delivered')), undefined)
  assert.equal(read({ ...claims, exp: now / 1000 - 60 }), undefined)
  assert.equal(read({ ...claims, exp: undefined }), undefined)
  assert.equal(read({ ...claims, iss: 'someone' }), undefined)
  assert.equal(one.readReceipt?.(posted(path, '', {})), undefined)
})

test('Bird: posts the message to its channel (docs.bird.com/api/quickstarts/send-an-sms-message)', async () => {
  const api = await startGateway({ status: 202, body: { id: 'bird-1', status: 'accepted' } })
  const outcome = await bird({ url: api.url }).send(code)
  assert.deepEqual(outcome, { sent: true, by: { gateway: 'bird', reference: 'bird-1' } })
  const [request] = api.requests
  assert.deepEqual([request?.method, request?.path], ['POST', '/workspaces/ws-1/channels/ch-1/messages'])
  assert.equal(request?.headers.authorization, 'AccessKey key')
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    receiver: { contacts: [{ identifierKey: 'phonenumber', identifierValue: '+491701234567' }] },
    body: { type: 'text', text: { text: code.text } },
    reference: code.id,
  })
  await api.close()
})

test('Bird: takes an event under the signature of time, address and body (docs.bird.com, Verifying a webhook subscription)', () => {
  const one = bird({ signingKey: 'signing' })
  const path = '/delivery/receipts/bird'
  const body = JSON.stringify({
    service: 'channels',
    event: 'sms.outbound',
    payload: { id: 'bird-1', status: 'delivered', reference: code.id },
  })
  const read = (given = body, time = String(now / 1000), secret = 'signing') => {
    const { url } = posted(path, '', {})
    const signature = createHmac('sha256', secret)
      .update(`${time}\n${url}\n`)
      .update(createHash('sha256').update(body).digest())
      .digest('base64')
    const headers = { 'messagebird-signature': signature, 'messagebird-request-timestamp': time }
    return one.readReceipt?.(posted(path, given, headers))
  }
  assert.deepEqual(read(), { message: { id: code.id }, state: 'delivered' })
  assert.equal(read(body.replace('delivered', 'rejected')), undefined)
  assert.equal(read(body, String(now / 1000 - 3600)), undefined)
  assert.equal(read(body, 'soon'), undefined)
  assert.equal(read(body, String(now / 1000), 'other'), undefined)
  assert.equal(one.readReceipt?.(posted(path, body, {})), undefined)
})
