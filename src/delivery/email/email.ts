import type { Sender } from '../letter.ts'
import type { Transport } from '../transport.ts'
import type { EmailConfig } from './config.ts'
import { smtpTransport } from './smtp.ts'

const submissionPort = 587 // RFC 6409 §3.1
const submissionsPort = 465 // RFC 8314 §3.3

/** The e-mail gateway as configured; undefined where there is none: e-mail is then unavailable (R9). */
export function emailTransport(config: EmailConfig, sender: Pick<Sender, 'name'>): Transport | undefined {
  const { host, from, port, secure, user, password } = config
  if (!host || !from) return undefined
  return smtpTransport({
    host,
    port: port ?? (secure ? submissionsPort : submissionPort),
    secure,
    auth: user && password ? { user, pass: password } : undefined,
    from: { name: sender.name, address: from },
  })
}
