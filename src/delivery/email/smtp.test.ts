import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { OutgoingMessage } from '../transport.ts'
import { type SmtpSettings, smtpTransport } from './smtp.ts'
import { startMailServer } from './smtp-server.fixture.ts'

const message: OutgoingMessage = {
  id: '0123456789abcdefghjkmnpqrstvwxyz',
  to: 'ana@example.com',
  subject: 'Your pässword was changed',
  text: 'It was changed.\n',
  html: '<p>It was changed.</p>',
  expiresAt: Date.now() + 3_600_000,
}

describe('mail by SMTP', () => {
  const closing: (() => Promise<void>)[] = []
  after(() => Promise.all(closing.map((close) => close())))

  it('hands one mail to one recipient, from the configured sender, marked as automatic', async () => {
    const server = await mailServer()
    assert.deepEqual(await send(settingsFor(server.port)), { sent: true })
    const [mail] = server.mails
    assert.deepEqual(mail?.envelope, { from: 'no-reply@example.com', to: ['ana@example.com'] })
    assert.match(mail?.source ?? '', /^From: Example <no-reply@example\.com>/m)
    assert.match(mail?.source ?? '', /^Message-ID: <0123456789abcdefghjkmnpqrstvwxyz@example\.com>/m)
    assert.match(mail?.source ?? '', /^Auto-Submitted: auto-generated/m)
  })

  it('1.3.11: neither subject nor recipient nor sender opens a header or a second recipient', async () => {
    const server = await mailServer()
    const inject = 'x\r\nBcc: eve@example.net\r\n\r\nHello'
    const settings = settingsFor(server.port)
    await send({ ...settings, from: { ...settings.from, name: inject } }, { ...message, subject: inject })
    await send(settings, { ...message, to: 'ana@example.com, eve@example.net' })
    await send(settings, { ...message, to: 'ana@example.com>\r\nRCPT TO:<eve@example.net' })
    assert.equal(server.mails.length, 1, 'the one with a clean recipient')
    for (const { envelope, source } of server.mails) {
      assert.equal(envelope.to.includes('eve@example.net'), false)
      assert.doesNotMatch(source, /^Bcc:/im)
    }
  })

  it('logs in where a name and password are configured', async () => {
    const server = await mailServer({ login: { user: 'sallyport', pass: 'right' } })
    const auth = (pass: string) => ({ user: 'sallyport', pass })
    assert.deepEqual(await send({ ...settingsFor(server.port), auth: auth('right') }), { sent: true })
    const refused = await send({ ...settingsFor(server.port), auth: auth('wrong') })
    assert.deepEqual(refused, { sent: false, failure: 'unreachable', detail: 'EAUTH 535' })
  })

  it('sends nothing in clear beyond loopback, though STARTTLS was stripped', async () => {
    const server = await mailServer({ offersTls: false })
    const outcome = await send({ ...settingsFor(server.port), host: '0.0.0.0' })
    assert.equal(!outcome.sent && outcome.failure, 'unreachable')
    assert.equal(server.mails.length, 0)
  })

  it('sends nothing to a server whose certificate does not hold', async () => {
    const server = await mailServer({ offersTls: true })
    const outcome = await send({ ...settingsFor(server.port), host: '0.0.0.0' })
    assert.equal(!outcome.sent && outcome.failure, 'unreachable')
    assert.equal(server.mails.length, 0)
  })

  it('tells a mailbox that is unknown from one that is busy', async () => {
    const server = await mailServer({ answer: (to) => ({ unknown: 550, busy: 451 })[to.split('@')[0] ?? ''] })
    const to = (address: string) => send(settingsFor(server.port), { ...message, to: address })
    assert.deepEqual(await to('unknown@example.com'), {
      sent: false,
      failure: 'rejected',
      detail: 'EENVELOPE 550',
    })
    assert.deepEqual(await to('busy@example.com'), {
      sent: false,
      failure: 'deferred',
      detail: 'EENVELOPE 451',
    })
  })

  it('F-19: a server that is down, unknown or silent takes bounded time', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    closing.push(async () => silent.closeAllConnections())
    closing.push(() => new Promise((resolve) => silent.close(() => resolve())))
    await new Promise((resolve) => silent.once('listening', resolve))
    const address = silent.address()
    assert.ok(address && typeof address === 'object')
    const down: readonly Partial<SmtpSettings>[] = [
      { port: 1 },
      { host: 'no-such-host.invalid' },
      { port: address.port, patience: 300 },
    ]
    for (const settings of down) {
      const outcome = await send({ ...settingsFor(1), ...settings })
      assert.equal(!outcome.sent && outcome.failure, 'unreachable')
    }
  })

  it('F-19: recovers by itself once the server is back', async () => {
    const server = await mailServer()
    const transport = smtpTransport(settingsFor(server.port))
    closing.push(transport.close)
    await server.close()
    assert.equal((await transport.send(message)).sent, false)
    const again = await mailServer({ port: server.port })
    assert.deepEqual(await transport.send(message), { sent: true })
    assert.equal(again.mails.length, 1)
  })

  it('F-19: a message that fails late leaves alone what was opened after its own connection', async () => {
    const held = Promise.withResolvers<undefined>()
    const never = new Promise<undefined>(() => undefined)
    const server = await mailServer({
      answer: (to) => (to.startsWith('old') ? never : held.promise),
    })
    const transport = smtpTransport({ ...settingsFor(server.port), patience: 1000 })
    closing.push(transport.close)
    const to = (name: string) => transport.send({ ...message, to: `${name}@example.com` })
    const first = to('old-1')
    await setTimeout(400)
    const second = to('old-2')
    assert.deepEqual(await first, { sent: false, failure: 'unreachable', detail: 'timeout' })
    const newer = ['new-1', 'new-2', 'new-3'].map(to) // one more than there are connections
    assert.deepEqual(await second, { sent: false, failure: 'unreachable', detail: 'timeout' })
    held.resolve(undefined)
    assert.deepEqual(await Promise.all(newer), [{ sent: true }, { sent: true }, { sent: true }])
  })

  async function mailServer(options: Parameters<typeof startMailServer>[0] = {}) {
    const server = await startMailServer(options)
    closing.push(server.close)
    return server
  }

  async function send(settings: SmtpSettings, sent: OutgoingMessage = message) {
    const transport = smtpTransport(settings)
    try {
      return await transport.send(sent)
    } finally {
      await transport.close()
    }
  }
})

function settingsFor(port: number): SmtpSettings {
  return {
    host: '127.0.0.1',
    port,
    secure: false,
    auth: undefined,
    from: { name: 'Example', address: 'no-reply@example.com' },
  }
}
