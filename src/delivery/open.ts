import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { type DeliveryReport, outboxWorker } from './deliver.ts'
import { createOutboxRow, createWordsRow, type Dispatch, type WordsDispatch } from './enqueue.ts'
import { channelClosed } from './errors.ts'
import { kicker } from './kick.ts'
import type { Sender } from './letter.ts'
import type { OutboxEntry } from './schema.ts'
import { outboxStore } from './store.ts'
import type { Channel, Transport } from './transport.ts'

/** Messages to people: booked with the change they tell of, sent behind its back. */
export interface Delivery {
  /** Whether there is a gateway for it: without one, nothing may rely on this channel (R9). */
  canDeliver(channel: Channel): boolean
  /** Joins the caller's booking, so that no change happens untold (F-20). */
  enqueue(dispatch: Dispatch): Statement
  /** A factor's own words, for the caller's booking; `kick` when it is booked. Throws where they may not be sent. */
  send(dispatch: WordsDispatch): Promise<readonly Statement[]>
  /** Sends what is due now rather than soon: somebody waits for a code. Returns at once and never throws. */
  kick(): void
  /** Sends what is due, at most `limit` messages; to be called every few seconds, on any node. */
  deliverDue(input: { readonly limit: number }): Promise<DeliveryReport>
  /** Messages that were tried in vain or given up, without their words: for the console (F-20). */
  listTroubled(limit: number): Promise<readonly OutboxEntry[]>
  /** Forgets messages that were settled thirty days ago. */
  sweep(): Statement
  close(): Promise<void>
}

export interface DeliveryDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal' | 'open'>
  readonly sender: Sender
  /** At most one for each channel. */
  readonly transports: readonly Transport[]
  readonly logger: Logger
}

const keptFor = 30 * 24 * 3_600_000

export function openDelivery(deps: DeliveryDeps): Delivery {
  const { storage, random, box, sender } = deps
  const { clock } = storage
  const store = outboxStore(storage)
  const transports = new Map(deps.transports.map((transport) => [transport.channel, transport]))
  const writing = { clock, random, box, sender }
  const deliverDue = outboxWorker({ storage, store, box, transports })
  const kicked = kicker(() => deliverDue({ limit: 50 }), deps.logger)
  return {
    canDeliver: (channel) => transports.has(channel),
    enqueue: (dispatch) => store.insert(createOutboxRow(writing, dispatch)),
    async send(dispatch) {
      if (!transports.has(dispatch.channel)) throw channelClosed(dispatch.channel)
      return [store.insert(createWordsRow(writing, dispatch))]
    },
    kick: kicked.kick,
    deliverDue,
    listTroubled: store.findTroubled,
    sweep: () => store.removeSettledBefore(clock.now() - keptFor),
    async close() {
      await kicked.settled()
      await Promise.all(deps.transports.map((transport) => transport.close()))
    },
  }
}
