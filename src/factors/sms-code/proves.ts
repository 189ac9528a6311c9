import type { Accepted, FactorHost } from '../factor.ts'

/** What a code proves: that its sender receives what is sent to the number (NIST 3.1.3.3). RFC 8176 knows it as `sms`. */
const proves = {
  kinds: ['has'],
  amr: ['sms'],
  userVerified: false,
  deviceBound: false,
  received: true,
} as const satisfies Partial<Accepted<unknown>>

/** The same with the channel it came over: two authenticators over one number count once. */
export function provesFor(host: Pick<FactorHost, 'mac'>, number: string) {
  const name = Buffer.from(host.mac('channel', Buffer.from(number, 'utf8'))).toString('base64url')
  return { ...proves, channel: `number:${name.slice(0, 22)}` }
}
