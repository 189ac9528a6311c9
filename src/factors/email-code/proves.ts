import { type CodeMaker, channelOf } from '../../kernel/sent-code.ts'
import type { Accepted } from '../factor.ts'

/**
 * What a code proves: that somebody reads the mailbox. Enough to replace what was lost, beside the password, and never
 * a factor (N-15); so no `amr` value is claimed for it.
 */
const proves = {
  kinds: ['has'],
  amr: [],
  userVerified: false,
  deviceBound: false,
  received: true,
} as const satisfies Partial<Accepted<unknown>>

/** The same with the channel it came over: whatever else goes by this mailbox does not count beside it. */
export function provesFor(maker: Pick<CodeMaker, 'mac'>, address: string) {
  return { ...proves, channel: channelOf(maker, { kind: 'mail', to: address.toLowerCase() }) }
}
