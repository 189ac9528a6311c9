import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smsConfig } from './config.ts'
import { code, host, posted, startGateway } from './gateway-server.fixture.ts'
import { twilioGateway, twilioSignature } from './twilio.ts'

const keys = { accountSid: 'AC0123', authToken: 'token', from: '+15005550006' }

function gateway(url: string, more: object = {}) {
  const { twilio } = smsConfig.parse({ countries: ['DE'], twilio: { ...keys, url, ...more } })
  assert.ok(twilio)
  return twilioGateway(twilio, host)
}

test('posts the message as the Message resource wants it (twilio.com/docs/messaging/api/message-resource)', async () => {
  const api = await startGateway({ status: 201, body: { sid: 'SM01', status: 'queued' } })
  const outcome = await gateway(api.url).send(code)
  assert.deepEqual(outcome, { sent: true, by: { gateway: 'twilio', reference: 'SM01' } })
  const [request] = api.requests
  assert.equal(request?.method, 'POST')
  assert.equal(request?.path, '/2010-04-01/Accounts/AC0123/Messages.json')
  assert.equal(request?.headers['content-type'], 'application/x-www-form-urlencoded')
  assert.equal(request?.headers.authorization, `Basic ${Buffer.from('AC0123:token').toString('base64')}`)
  assert.deepEqual(Object.fromEntries(new URLSearchParams(request?.body)), {
    To: '+491701234567',
    From: '+15005550006',
    Body: code.text,
    ValidityPeriod: '600',
    StatusCallback: `https://mfa.example.com/api/v1/delivery/receipts/twilio?message=${code.id}`,
  })
  await api.close()
})

test('sends with an API key, through a messaging service, without a callback where nobody could reach us', async () => {
  const api = await startGateway({ status: 201, body: { sid: 'SM01' } })
  const { twilio } = smsConfig.parse({
    countries: ['DE'],
    twilio: {
      accountSid: 'AC0123',
      authToken: 'token',
      apiKey: 'SK01',
      apiSecret: 'secret',
      messagingService: 'MG01',
      url: api.url,
    },
  })
  assert.ok(twilio)
  await twilioGateway(twilio, { ...host, receiptUrl: () => undefined }).send(code)
  const fields = Object.fromEntries(new URLSearchParams(api.requests[0]?.body))
  assert.equal(fields.MessagingServiceSid, 'MG01')
  assert.equal(fields.From, undefined)
  assert.equal(fields.StatusCallback, undefined)
  assert.equal(
    api.requests[0]?.headers.authorization,
    `Basic ${Buffer.from('SK01:secret').toString('base64')}`,
  )
  await api.close()
})

test('tells a wrong number from a gateway that will not (twilio.com/docs/api/errors)', async () => {
  const api = await startGateway({ status: 400 })
  const one = gateway(api.url)
  const replies = [
    [400, 21211, 'rejected', '400 21211'],
    [400, 21610, 'rejected', '400 21610'],
    [400, 21408, 'deferred', '400 21408'],
    [401, 20003, 'unreachable', '401 20003'],
    [429, 20429, 'deferred', '429 20429'],
    [503, 20503, 'unreachable', '503 20503'],
  ] as const
  for (const [status, number, failure, detail] of replies) {
    api.answer({ status, body: { code: number, message: 'quotes +491701234567', status } })
    assert.deepEqual(await one.send(code), { sent: false, failure, detail })
  }
  api.answer({ status: 201, body: 'not JSON' })
  assert.equal((await one.send(code)).sent, false)
  await api.close()
})

test("computes the signature of Twilio's own example (twilio.com/docs/usage/security)", () => {
  const fields = [
    ['Digits', '1234'],
    ['To', '+18005551212'],
    ['From', '+14158675309'],
    ['Caller', '+14158675309'],
    ['CallSid', 'CA1234567890ABCDE'],
  ] as const
  const signature = twilioSignature('https://mycompany.com/myapp.php?foo=1&bar=2', fields, '12345')
  assert.equal(Buffer.from(signature).toString('base64'), 'RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})

test('takes a receipt under its signature, and nothing else', () => {
  const one = gateway('https://api.twilio.com')
  const path = `/delivery/receipts/twilio?message=${code.id}`
  const body = 'MessageSid=SM01&MessageStatus=delivered&To=%2B491701234567'
  const fields = [...new URLSearchParams(body)] as const
  const signed = (url: string, token = 'token') =>
    Buffer.from(twilioSignature(url, fields, token)).toString('base64')
  const right = posted(path, body, {})
  const headers = { 'x-twilio-signature': signed(right.url) }
  assert.deepEqual(one.readReceipt?.(posted(path, body, headers)), {
    message: { id: code.id },
    state: 'delivered',
  })
  const wrong = [
    posted(path, body, {}),
    posted(path, body, { 'x-twilio-signature': '' }),
    posted(path, body, { 'x-twilio-signature': signed(right.url, 'other') }),
    posted(path, body.replace('delivered', 'failed'), headers),
    posted(path.replace(code.id, 'another'), body, headers),
    posted(path, `${body}&More=1`, headers),
  ]
  for (const request of wrong) assert.equal(one.readReceipt?.(request), undefined)
})

test('says of a failure what code it was', () => {
  const one = gateway('https://api.twilio.com')
  const body = 'MessageSid=SM01&MessageStatus=undelivered&ErrorCode=30003'
  const request = posted(`/delivery/receipts/twilio?message=${code.id}`, body, {})
  const signature = twilioSignature(request.url, [...new URLSearchParams(body)], 'token')
  const headers = { 'x-twilio-signature': Buffer.from(signature).toString('base64') }
  assert.deepEqual(one.readReceipt?.({ ...request, headers }), {
    message: { id: code.id },
    state: 'failed',
    detail: '30003',
  })
})
