import { channelOf } from '../../kernel/sent-code.ts'
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
  return { ...proves, channel: channelOf(host, { kind: 'number', to: number }) }
}
