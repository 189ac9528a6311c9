import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { deliveryConfig } from '../config.ts'
import { emailTransport } from './email.ts'

const sender = { name: 'Example' }

describe('R9: the e-mail gateway', () => {
  it('is absent without configuration', () => {
    assert.equal(emailTransport(deliveryConfig.parse({}).email, sender), undefined)
  })

  it('is there once it has a host and a sender', () => {
    const { email } = deliveryConfig.parse({ email: { host: 'mail.example.com', from: 'a@example.com' } })
    assert.equal(emailTransport(email, sender)?.channel, 'email')
  })

  it('takes numbers and flags from the environment, which knows text only', () => {
    const email = { host: 'h', from: 'a@example.com', port: '2525', secure: 'true' }
    assert.deepEqual(deliveryConfig.parse({ email }).email, { ...email, port: 2525, secure: true })
  })

  const mistakes = {
    'a host without a sender': { host: 'mail.example.com' },
    'a user without a password': { host: 'h', from: 'a@example.com', user: 'u' },
    'a sender that is a list': { host: 'h', from: 'a@example.com, b@example.com' },
    'a line break in the sender (1.3.11)': { host: 'h', from: 'a@example.com\r\nBcc: b@example.com' },
    'a port out of range': { host: 'h', from: 'a@example.com', port: 65536 },
    'a key that nobody knows': { hostname: 'h' },
    'a capture mailbox': { capture: true },
  }
  for (const [what, email] of Object.entries(mistakes)) {
    it(`refuses ${what}`, () => assert.equal(deliveryConfig.safeParse({ email }).success, false))
  }
})
