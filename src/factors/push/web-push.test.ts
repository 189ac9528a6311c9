import assert from 'node:assert/strict'
import { createHmac, createPublicKey, verify } from 'node:crypto'
import { describe, it } from 'node:test'
import { callApp } from './call-app.ts'
import { callBrowser } from './call-browser.ts'
import { encryptFor } from './encrypt.ts'
import { createVapid } from './vapid.ts'
import vector from './vectors/rfc8291-section-5.json' with { type: 'json' }

const mac = (purpose: string, data: Uint8Array) =>
  createHmac('sha256', 'the key of this installation').update(purpose).update(data).digest()
const vapid = createVapid({ mac, baseUrl: 'https://sallyport.example' })
const subscription = {
  endpoint: 'https://fcm.googleapis.com/fcm/send/abc',
  p256dh: vector.receiverPublicKey,
  auth: vector.authenticationSecret,
}
const call = { title: 'Are you signing in?', text: 'To the shop', at: 1_000_000, expiresAt: 1_120_000 }

/** Gives these values, in this order. */
function randomOf(...values: readonly string[]) {
  const rest = values.map((value) => Buffer.from(value, 'base64url'))
  return { bytes: () => rest.shift() ?? assert.fail('too much randomness is asked for') }
}

describe('Web Push', () => {
  it('encrypts as RFC 8291 does in its example', () => {
    const message = encryptFor(subscription, vector.plaintext, randomOf(vector.salt, vector.senderPrivateKey))
    assert.equal(Buffer.from(message).toString('base64url'), vector.message)
  })

  it('tells a push service who calls, for that service alone and half a day (RFC 8292)', () => {
    const { publicKey, authorization } = vapid
    const [, token = '', key] =
      /^vapid t=(\S+), k=(\S+)$/.exec(authorization(subscription.endpoint, 5000)) ?? []
    assert.equal(key, publicKey)
    const [header = '', claims = '', signature = ''] = token.split('.')
    const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    assert.deepEqual(read(header), { typ: 'JWT', alg: 'ES256' })
    assert.deepEqual(read(claims), {
      aud: 'https://fcm.googleapis.com',
      exp: 5 + 12 * 3600,
      sub: 'https://sallyport.example',
    })
    const point = Buffer.from(publicKey, 'base64url')
    const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')]
    const jwk = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
    const signed = { key: jwk, dsaEncoding: 'ieee-p1363' } as const
    assert.ok(
      verify('sha256', Buffer.from(`${header}.${claims}`), signed, Buffer.from(signature, 'base64url')),
    )
  })

  it('is known by the same key after each start, and by another in each installation', () => {
    const again = createVapid({ mac, baseUrl: 'https://sallyport.example' })
    assert.equal(again.publicKey, vapid.publicKey)
    const elsewhere = createVapid({
      mac: (purpose, data) => createHmac('sha256', 'another').update(purpose).update(data).digest(),
      baseUrl: 'https://sallyport.example',
    })
    assert.notEqual(elsewhere.publicKey, vapid.publicKey)
  })

  it('drops a call once it is no use, and once another takes its place (RFC 8030)', () => {
    const random = randomOf(vector.salt, vector.senderPrivateKey)
    const { url, headers, body } = callBrowser({ random, vapid }, subscription, call)
    assert.equal(url, subscription.endpoint)
    assert.deepEqual(
      [headers.ttl, headers.topic, headers.urgency, headers['content-encoding']],
      ['120', 'question', 'high', 'aes128gcm'],
    )
    assert.ok(!Buffer.from(body).includes('shop'), 'the push service reads nothing')
  })

  it('signs what it tells an application of one’s own', () => {
    const secret = 's'.repeat(32)
    const { headers, body } = callApp({ url: 'https://app.example/ring', secret }, 'phone-7', call)
    const { at, ...told } = call
    assert.deepEqual(JSON.parse(String(body)), { app: 'phone-7', ...told })
    const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')
    assert.equal(headers['sallyport-signature'], `t=${at},v1=${signature}`)
  })
})
