import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pushConfig } from './config.ts'
import { usableReach } from './reach.ts'
import { reach, type Subscription } from './schema.ts'

const config = pushConfig.parse({})
const withApp = pushConfig.parse({ webhook: { url: 'https://app.example/ring', secret: 's'.repeat(32) } })
const keys = { p256dh: `B${'A'.repeat(86)}`, auth: 'a'.repeat(22) }

function subscriptionAt(endpoint: string): Subscription {
  return { endpoint, ...keys }
}

test('the push services of the usual browsers are called', () => {
  for (const endpoint of [
    'https://fcm.googleapis.com/fcm/send/abc',
    'https://updates.push.services.mozilla.com/wpush/v2/abc',
    'https://web.push.apple.com/abc',
    'https://db5p.notify.windows.com/w/?token=abc',
  ])
    assert.deepEqual(usableReach(config, subscriptionAt(endpoint)), subscriptionAt(endpoint))
})

test('SSRF: an address that a browser makes up is not called', () => {
  for (const endpoint of [
    'https://127.0.0.1/abc',
    'https://[::1]/abc',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/abc',
    'https://fcm.googleapis.com:8443/abc',
    'https://fcm.googleapis.com@evil.example/abc',
    'https://user:word@fcm.googleapis.com/abc',
    'https://fcm.googleapis.com.evil.example/abc',
    'https://evilpush.apple.com.example/abc',
    'https://evilnotify.windows.com/abc',
    'https://push.apple.com/abc',
  ])
    assert.equal(usableReach(config, subscriptionAt(endpoint)), undefined, endpoint)
})

test('SSRF: what is no https address is not even read', () => {
  for (const endpoint of [
    'http://fcm.googleapis.com/abc',
    'file:///etc/passwd',
    'gopher://fcm.googleapis.com/abc',
    '//fcm.googleapis.com/abc',
    `https://fcm.googleapis.com/${'a'.repeat(1100)}`,
  ])
    assert.equal(reach.safeParse(subscriptionAt(endpoint)).success, false, endpoint)
})

test('an application of one’s own is called only where a webhook is configured', () => {
  assert.equal(usableReach(config, { app: 'phone-7' }), undefined)
  assert.deepEqual(usableReach(withApp, { app: 'phone-7' }), { app: 'phone-7' })
})
