import { SMTPServer } from 'smtp-server'

export interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
  readonly source: string
}

export interface MailServerOptions {
  readonly port?: number
  readonly offersTls?: boolean
  readonly login?: { readonly user: string; readonly pass: string }
  /** The reply code for a recipient, where it is not to be accepted; may keep whoever sends waiting. */
  readonly answer?: (recipient: string) => number | undefined | Promise<undefined>
}

/** A real SMTP server on loopback, for tests. */
export async function startMailServer(options: MailServerOptions = {}) {
  const { port = 0, offersTls = false, login, answer } = options
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: offersTls ? [] : ['STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onAuth({ username, password }, _session, done) {
      const right = username === login?.user && password === login?.pass
      done(right ? null : replyWith(535), right ? { user: username } : undefined)
    },
    async onRcptTo({ address }, _session, done) {
      const code = await answer?.(address)
      done(code ? replyWith(code) : null)
    },
    async onData(stream, { envelope }, done) {
      const chunks: Uint8Array[] = []
      for await (const chunk of stream) chunks.push(chunk)
      const { mailFrom, rcptTo } = envelope
      mails.push({
        envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
        source: Buffer.concat(chunks).toString('utf8'),
      })
      done()
    },
  })
  server.on('error', () => undefined) // a client that hangs up is no failure of the test
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address()
  return {
    mails,
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

function replyWith(code: number): Error {
  return Object.assign(new Error('no'), { responseCode: code })
}
