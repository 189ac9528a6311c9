import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { type DeliveryReport, outboxWorker } from './deliver.ts'
import { createOutboxRow, type Dispatch } from './enqueue.ts'
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
}

const keptFor = 30 * 24 * 3_600_000

export function openDelivery(deps: DeliveryDeps): Delivery {
  const { storage, random, box, sender } = deps
  const { clock } = storage
  const store = outboxStore(storage)
  const transports = new Map(deps.transports.map((transport) => [transport.channel, transport]))
  return {
    canDeliver: (channel) => transports.has(channel),
    enqueue: (dispatch) => store.insert(createOutboxRow({ clock, random, box, sender }, dispatch)),
    deliverDue: outboxWorker({ storage, store, box, transports }),
    listTroubled: store.findTroubled,
    sweep: () => store.removeSettledBefore(clock.now() - keptFor),
    async close() {
      await Promise.all(deps.transports.map((transport) => transport.close()))
    },
  }
}
