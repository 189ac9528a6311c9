import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { smsConfig } from './config.ts'
import { code, host, posted, startGateway } from './gateway-server.fixture.ts'
import { templateGateway } from './template.ts'

function gateway(slice: object) {
  const { http } = smsConfig.parse({ countries: ['DE'], http: slice })
  assert.ok(http)
  return templateGateway(http, host)
}

/** Text that would close a string, a field, a header and an element, and open others. */
const nasty = { ...code, text: '"}],&to=+1900#x {secret} {constructor} </text><to>\r\nX: y ä' }

test('fills in address, headers and body', async () => {
  const api = await startGateway({ status: 200, body: { ok: 'queued' } })
  const one = gateway({
    url: `${api.url}/send/{to}?id={id}`,
    headers: ['Authorization: Bearer {secret}', 'X-From: {from}'],
    body: '{"to":"{to}","text":"{text}","unknown":"{other}"}',
    from: 'Example',
    secret: 's3cret',
    success: { contains: 'queued' },
  })
  assert.deepEqual(await one.send(code), { sent: true, by: { gateway: 'http' } })
  const [request] = api.requests
  assert.equal(request?.path, `/send/%2B491701234567?id=${code.id}`)
  assert.equal(request?.headers.authorization, 'Bearer s3cret')
  assert.equal(request?.headers['x-from'], 'Example')
  assert.deepEqual(JSON.parse(request?.body ?? ''), {
    to: '+491701234567',
    text: code.text,
    unknown: '{other}',
  })
  await api.close()
})

test('A-061: what is filled in stays what it is, whatever the body is written in', async () => {
  const api = await startGateway({ status: 200 })
  const body = async (slice: object) => {
    await gateway({ url: `${api.url}/?text={text}`, secret: 'key', ...slice }).send(nasty)
    return api.requests.at(-1)
  }
  const json = await body({ format: 'json', body: '{"text":"{text}"}' })
  assert.deepEqual(JSON.parse(json?.body ?? ''), { text: nasty.text })
  const form = await body({ format: 'form', body: 'text={text}&to={to}' })
  assert.deepEqual(Object.fromEntries(new URLSearchParams(form?.body)), { text: nasty.text, to: nasty.to })
  assert.equal(new URL(form?.path ?? '', api.url).searchParams.get('text'), nasty.text)
  const xml = await body({ format: 'xml', body: '<text>{text}</text>', headers: ['X-Text: {text}'] })
  assert.equal(xml?.body.match(/<to>/g), null)
  assert.equal(xml?.headers['x-text'], '"}],&to=+1900#x {secret} {constructor} </text><to>  X: y')
  await api.close()
})

test('a status or an answer that does not mean success means none', async () => {
  const api = await startGateway({ status: 200, body: 'ERR 5' })
  const one = gateway({ url: api.url, success: { contains: 'OK' } })
  // Whose fault it is it does not say: no credit is its own, and another gateway has some.
  assert.deepEqual(await one.send(code), { sent: false, failure: 'deferred', detail: 'answer' })
  api.answer({ status: 206, body: 'OK' })
  assert.equal((await one.send(code)).sent, false)
  api.answer({ status: 500, body: 'OK' })
  assert.deepEqual(await one.send(code), { sent: false, failure: 'unreachable', detail: '500' })
  await api.close()
})

test('is refused where its address could be read on the way, or a header holds a second one', () => {
  const wrong = [
    { url: 'http://sms.example.com/send' },
    { url: 'https://sms.example.com', headers: ['X: a\r\nY: b'] },
    { url: 'https://sms.example.com', headers: ['no colon'] },
  ]
  for (const http of wrong) assert.equal(smsConfig.safeParse({ countries: ['DE'], http }).success, false)
})

test('takes a receipt under an HMAC over its body, in hex or Base64', () => {
  const one = gateway({
    url: 'https://sms.example.com',
    receipts: { secret: 'signing', header: 'X-Signature', idField: 'ref', delivered: ['DELIVRD'] },
  })
  const body = JSON.stringify({ ref: code.id, status: 'DELIVRD' })
  const mac = (encoding: 'hex' | 'base64', key = 'signing') =>
    createHmac('sha256', key).update(body).digest(encoding)
  const read = (signature: string, given = body) =>
    one.readReceipt?.(posted('/delivery/receipts/http', given, { 'x-signature': signature }))
  const delivered = { message: { id: code.id }, state: 'delivered' }
  for (const right of [mac('hex'), mac('base64'), `sha256=${mac('hex')}`]) {
    assert.deepEqual(read(right), delivered)
  }
  for (const wrong of ['', 'x', mac('hex', 'other')]) assert.equal(read(wrong), undefined)
  assert.equal(read(mac('hex'), body.replace('DELIVRD', 'other')), undefined)
})
