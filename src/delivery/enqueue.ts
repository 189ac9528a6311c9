import type { Clock } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Sender } from './letter.ts'
import { type Message, renderMessage } from './message.ts'
import type { OutboxTable } from './schema.ts'
import { sealBody } from './seal.ts'
import type { Channel } from './transport.ts'

/** A message to be sent to one recipient. */
export interface Dispatch {
  readonly accountId?: Id<'account'>
  readonly channel: Channel
  /** One parsed address or number. */
  readonly to: string
  readonly message: Message
  /** After which it is no use; a notice is tried for seven days unless told, a link as long as it works. */
  readonly expiresAt?: number
  /** At most one message is sent for the same parts, in this order: `[template, account, hour]`. */
  readonly dedupe?: readonly (string | number)[]
}

export interface EnqueueDeps {
  readonly clock: Clock
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal'>
  readonly sender: Sender
}

const noticeLifetime = 7 * 24 * 3_600_000

/** The row of a message, its words sealed: what is booked is what will be sent. */
export function createOutboxRow(deps: EnqueueDeps, dispatch: Dispatch): OutboxTable {
  const id = newId<'message'>(deps)
  const at = deps.clock.now()
  const { accountId, channel, to, message, expiresAt, dedupe } = dispatch
  const words = renderMessage(message, deps.sender)
  return {
    id,
    account_id: accountId ?? null,
    channel,
    template: message.template,
    body: sealBody(deps.box, { id, accountId }, { to, ...words }),
    status: 'waiting',
    attempts: 0,
    reason: null,
    // JSON keeps the parts apart: no two lists of them share one key (V-98).
    dedupe_key: dedupe ? JSON.stringify([channel, to, ...dedupe].map(String)) : null,
    created_at: at,
    next_at: at,
    lease_until: null,
    expires_at: expiresAt ?? at + noticeLifetime,
    sent_at: null,
  }
}
