import type { FactorId, FactorMessage } from '../factors/factor.ts'
import type { Clock } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Sender } from './letter.ts'
import { type Message, type RenderedMessage, renderMessage, renderWords } from './message.ts'
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

/** Words of a factor's own: a code on its way to a number. They are no use after `expiresAt`. */
export interface WordsDispatch extends FactorMessage, Asked {
  readonly accountId?: Id<'account'> | undefined
  readonly factor: FactorId
}

/** A message that somebody asked for, and that is guarded like a factor's words: a code to a new contact. */
export interface GuardedDispatch extends Dispatch, Asked {
  readonly notice?: boolean
}

/** How a message was asked for. */
interface Asked {
  /** Where the request for it came from. */
  readonly source?: string | undefined
  /** The challenge or enrolment that it is for. */
  readonly occasion?: string | undefined
}

export interface EnqueueDeps {
  readonly clock: Clock
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal'>
  readonly sender: Sender
}

/** A row to insert, with the id of its message. */
export type OutboxRow = OutboxTable & { readonly id: Id<'message'> }

const noticeLifetime = 7 * 24 * 3_600_000

/** The row of a message, its words sealed: what is booked is what will be sent. */
export function createOutboxRow(deps: EnqueueDeps, dispatch: Dispatch): OutboxRow {
  const { channel, to, message, dedupe } = dispatch
  return rowOf(deps, dispatch, {
    template: message.template,
    words: renderMessage(message, deps.sender, channel),
    // JSON keeps the parts apart: no two lists of them share one key (V-98).
    dedupe: dedupe ? JSON.stringify([channel, to, ...dedupe].map(String)) : null,
  })
}

/** The row of a factor's own words; it is named after the factor. */
export function createWordsRow(deps: EnqueueDeps, dispatch: WordsDispatch): OutboxRow {
  const template = `factor.${dispatch.factor}`
  return rowOf(deps, dispatch, { template, words: renderWords(dispatch, deps.sender), dedupe: null })
}

function rowOf(
  deps: EnqueueDeps,
  dispatch: Pick<Dispatch, 'channel' | 'to' | 'expiresAt'> & {
    readonly accountId?: Id<'account'> | undefined
  },
  what: { readonly template: string; readonly words: RenderedMessage; readonly dedupe: string | null },
): OutboxRow {
  const id = newId<'message'>(deps)
  const at = deps.clock.now()
  const { accountId, channel, to, expiresAt } = dispatch
  return {
    id,
    account_id: accountId ?? null,
    channel,
    template: what.template,
    body: sealBody(deps.box, { id, accountId }, { to, ...what.words }),
    status: 'waiting',
    attempts: 0,
    reason: null,
    dedupe_key: what.dedupe,
    created_at: at,
    next_at: at,
    lease_until: null,
    expires_at: expiresAt ?? at + noticeLifetime,
    sent_at: null,
  }
}
