import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Message, renderMessage } from './message.ts'
import { templates } from './templates/index.ts'

const sender = { name: 'Example', baseUrl: 'https://sign-in.example.com' }
const occasion = {
  at: Date.UTC(2026, 10, 24, 21, 12),
  account: 'ana',
  device: 'Firefox on Linux',
  source: '192.0.2.7',
}
const link = 'https://sign-in.example.com/lane#spl_token'

const messages: readonly Message[] = [
  { template: 'sign-in.new-device', values: occasion },
  { template: 'sign-in.second-step-failed', values: occasion },
  { template: 'sign-in.lane-link', values: { ...occasion, link } },
  { template: 'browser.copied', values: occasion },
  { template: 'recovery.used', values: { ...occasion, way: 'Recovery codes' } },
  { template: 'factor.added', values: { ...occasion, factor: 'authenticator app', label: 'Phone' } },
  { template: 'factor.removed', values: { ...occasion, factor: 'authenticator app', label: 'Phone' } },
  {
    template: 'factor.in-care',
    values: { ...occasion, factor: 'authenticator app', label: 'Phone', change: 'suspended' },
  },
  { template: 'factor.lost', values: { ...occasion, factor: 'authenticator app', label: 'Phone' } },
  { template: 'factor.found', values: { ...occasion, factor: 'authenticator app', label: 'Phone' } },
  {
    template: 'factor.replaced',
    values: { ...occasion, factor: 'authenticator app', label: 'New phone', lost: 'Phone' },
  },
  { template: 'factor.reported', values: { ...occasion, factor: 'phone' } },
  {
    template: 'factor.ending',
    values: { ...occasion, factor: 'smart card', label: 'Card', until: occasion.at },
  },
  { template: 'factor.voided', values: { ...occasion, factor: 'authenticator app', label: 'Phone' } },
  { template: 'password.changed', values: occasion },
  { template: 'password.link', values: { ...occasion, link } },
  { template: 'password.link-opened', values: occasion },
  { template: 'contact.changed', values: { ...occasion, change: 'added', contact: 'a…@example.com' } },
  { template: 'contact.code', values: { ...occasion, code: '12345678', expiresAt: occasion.at } },
  { template: 'account.linked', values: { ...occasion, issuer: 'https://login.example.com' } },
  { template: 'account.unlinked', values: { ...occasion, issuer: 'https://login.example.com' } },
  { template: 'account.unlocked', values: occasion },
  { template: 'account.password-reset', values: occasion },
  { template: 'account.reset', values: occasion },
  { template: 'account.invitation', values: { account: 'ana', link, expiresAt: occasion.at } },
]

/** For whoever runs the house: it is about no account of theirs. */
const alarm: Message = {
  template: 'messages.closed',
  values: { at: occasion.at, what: 'all text messages', because: 'the day is full', until: occasion.at },
}

const exceptionAlarm: Message = {
  template: 'policy.exception-used',
  values: { account: 'scanner', at: occasion.at, until: occasion.at, uses: 3 },
}

const directoryAlarm: Message = {
  template: 'directory.held',
  values: { at: occasion.at, directory: 'staff', going: 40, of: 120, word: '0a1b2c3d' },
}

describe('messages', () => {
  it('cover each template', () => {
    const covered = [...messages, alarm, exceptionAlarm, directoryAlarm].map((m) => m.template)
    assert.deepEqual(covered.toSorted(), Object.keys(templates).toSorted())
  })

  for (const message of messages) {
    it(`${message.template} names the account and says what to do if it was not you`, () => {
      const { subject, text, html } = renderMessage(message, sender)
      assert.match(subject, /Example/)
      assert.match(text, /“ana”/)
      assert.match(text, /\bif you (did|are|cannot)|if this was not you/i)
      assert.match(html, /^<!doctype html>/)
    })
  }

  it('messages.closed says what was stopped, why, and how it starts again (A-032)', () => {
    const { subject, text } = renderMessage(alarm, sender)
    assert.match(subject, /Example/)
    assert.match(text, /all text messages: the day is full/)
    assert.match(text, /https:\/\/sign-in\.example\.com\/console/)
  })

  it('policy.exception-used says who came in by it, how often, and when it ends', () => {
    const { subject, text } = renderMessage(exceptionAlarm, sender)
    assert.match(subject, /Example/)
    assert.match(text, /“scanner” came in by an exception from the policy: 3 times so far/)
    assert.match(text, /ends on 24 November 2026/)
    assert.match(text, /https:\/\/sign-in\.example\.com\/console\/policy/)
  })

  it('directory.held says what would have gone, and what consents to it (F-31)', () => {
    const { subject, text } = renderMessage(directoryAlarm, sender)
    assert.match(subject, /Example/)
    assert.match(text, /“staff” was read, and 40 of 120 accounts/)
    assert.match(text, /sallyport directories sync staff --consent 0a1b2c3d/)
  })

  it('tells when, with what and from where (C-03)', () => {
    const { text } = renderMessage({ template: 'sign-in.second-step-failed', values: occasion }, sender)
    assert.match(text, /on 24 November 2026 at 21:12 UTC, from Firefox on Linux \(192\.0\.2\.7\)/)
    assert.match(text, /change it now/)
  })

  it('tells of a place by whatever is known of it', () => {
    const { device, source, ...rest } = occasion
    const told = (values: object) =>
      renderMessage({ template: 'sign-in.new-device', values: { ...rest, ...values } }, sender).text
    assert.match(told({ source }), /21:12 UTC, from 192\.0\.2\.7\./)
    assert.match(told({ device }), /21:12 UTC, from Firefox on Linux\./)
    assert.match(told({}), /21:12 UTC\./)
  })

  it('shows a link once in the text and once in the HTML, whole', () => {
    const { text, html } = renderMessage(
      { template: 'sign-in.lane-link', values: { ...occasion, link } },
      sender,
    )
    assert.equal(text.split(link).length, 2)
    assert.equal(html.split(`href="${link}"`).length, 2)
  })

  it('1.3.11: no value opens a header or a line of its own', () => {
    const hostile = 'ana\r\nBcc: eve@example.net\r\n\r\nCall 555'
    const { subject, text } = renderMessage(
      {
        template: 'factor.added',
        values: { ...occasion, account: hostile, device: hostile, factor: hostile, label: hostile },
      },
      { ...sender, name: hostile },
    )
    assert.doesNotMatch(subject, /[\r\n]/)
    assert.doesNotMatch(text, /^(Bcc|Call)/m)
    assert.doesNotMatch(text, /\r/)
  })

  it('is one short line in a text message', () => {
    const values = { ...occasion, code: '12345678', expiresAt: occasion.at }
    const { subject, text, html } = renderMessage({ template: 'contact.code', values }, sender, 'sms')
    const expected = '1234 5678 is the code that confirms your number at Example. Give it to nobody.'
    assert.deepEqual([subject, text, html], ['', expected, ''])
  })

  it('no value becomes markup', () => {
    const hostile = `<img src=x onerror="alert('1')">&amp;`
    const { html } = renderMessage(
      { template: 'sign-in.lane-link', values: { ...occasion, account: hostile, link: `${link}"><script>` } },
      sender,
    )
    assert.doesNotMatch(html, /<img|<script/)
    assert.match(html, /&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;amp;/)
  })

  it('no value hides the reading direction or takes over the message', () => {
    const { text } = renderMessage(
      { template: 'sign-in.new-device', values: { ...occasion, device: `\u202e${'spam '.repeat(500)}` } },
      sender,
    )
    assert.doesNotMatch(text, /\u202e/)
    assert.ok(text.length < 1000)
  })

  it('a moment out of range does not stop a notice', () => {
    const { text } = renderMessage(
      { template: 'password.changed', values: { ...occasion, at: Number.NaN } },
      sender,
    )
    assert.match(text, /an unknown time/)
  })
})
