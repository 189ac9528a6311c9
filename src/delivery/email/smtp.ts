import { within } from '../../kernel/deadline.ts'
import { isLoopback } from '../../kernel/loopback.ts'
import type { OutgoingMessage, SendFailure, SendOutcome, Transport } from '../transport.ts'

/** What an SMTP transport needs to know; `emailTransport` makes it of the configuration. */
export interface SmtpSettings {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly auth: { readonly user: string; readonly pass: string } | undefined
  readonly from: { readonly name: string; readonly address: string }
  /** Milliseconds for one message from connection to acknowledgement; 45 seconds unless told. */
  readonly patience?: number
}

const defaultPatience = 45_000
const stepTimeout = 10_000

const late: SendOutcome = { sent: false, failure: 'unreachable', detail: 'timeout' }

/**
 * Mail by SMTP. TLS is required unless the server is on loopback; time is bounded at each step and in all (F-19).
 * The library is loaded with the first message.
 */
export function smtpTransport(settings: SmtpSettings): Transport {
  let opened: Promise<Pool> | undefined

  async function drop(pool: Promise<Pool>): Promise<void> {
    if (opened === pool) opened = undefined
    await pool.then((open) => open.close()).catch(() => undefined)
  }

  return {
    channel: 'email',
    async send(message) {
      opened ??= openPool(settings)
      const pool = opened
      const handed = hand(pool, settings, message)
      const outcome = await within(settings.patience ?? defaultPatience, handed).catch(() => late)
      if (!outcome.sent && outcome.failure === 'unreachable') await drop(pool)
      return outcome
    },
    async close() {
      if (opened) await drop(opened)
    },
  }
}

type Pool = Awaited<ReturnType<typeof openPool>>

async function openPool(settings: SmtpSettings) {
  const { createTransport } = await import('nodemailer')
  const { host, port, secure, auth } = settings
  const local = isLoopback(host)
  return createTransport({
    host,
    port,
    secure,
    ...(auth ? { auth } : {}),
    requireTLS: !secure && !local,
    ignoreTLS: !secure && local,
    pool: true,
    maxConnections: 2,
    dnsTimeout: stepTimeout,
    connectionTimeout: stepTimeout,
    greetingTimeout: stepTimeout,
    socketTimeout: stepTimeout,
    tls: { minVersion: 'TLSv1.2' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** The recipient travels as an object: the library takes a text, even in an envelope, for a list (V-49b). */
async function hand(
  pool: Promise<Pool>,
  settings: SmtpSettings,
  message: OutgoingMessage,
): Promise<SendOutcome> {
  const { from } = settings
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  try {
    const opened = await pool
    await opened.sendMail({
      from,
      to: { name: '', address: message.to },
      messageId: `<${message.id}@${domain}>`,
      subject: message.subject,
      text: message.text,
      html: message.html,
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: no out-of-office reply comes back
    })
    return { sent: true }
  } catch (error) {
    return { sent: false, ...failureOf(error) }
  }
}

/** The envelope and the message are this mail's fault; all else is the gateway's. */
function failureOf(error: unknown): { failure: SendFailure; detail: string } {
  const code = field(error, 'code')
  const reply = field(error, 'responseCode')
  const ownFault = code === 'EENVELOPE' || code === 'EMESSAGE'
  const failure = !ownFault ? 'unreachable' : Number(reply) >= 500 ? 'rejected' : 'deferred'
  return { failure, detail: [code, reply].filter(Boolean).join(' ').slice(0, 40) || 'unknown' }
}

function field(error: unknown, name: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, name) : undefined
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
