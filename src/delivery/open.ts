import type { Audit } from '../audit/index.ts'
import type { Logger } from '../kernel/logger.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { type Administrator, closer } from './close.ts'
import { type DeliverInput, type DeliveryReport, outboxWorker } from './deliver.ts'
import { mailGuard } from './email/index.ts'
import {
  createOutboxRow,
  createWordsRow,
  type Dispatch,
  type GuardedDispatch,
  type WordsDispatch,
} from './enqueue.ts'
import { channelClosed, sendingRefused } from './errors.ts'
import type { Admission, Budgets, Guard } from './guard.ts'
import { kicker } from './kick.ts'
import type { Sender } from './letter.ts'
import type { GatewayHealth, Posted } from './receipt.ts'
import { type Reception, receiver } from './receive.ts'
import type { OutboxEntry } from './schema.ts'
import {
  type Closure,
  closuresStore,
  ledgerStore,
  type Scope,
  type SmsRules,
  type StateCount,
  smsGuard,
} from './sms/index.ts'
import { outboxStore } from './store.ts'
import type { Channel, Transport } from './transport.ts'

/** Messages to people: booked with the change they tell of, sent behind its back. */
export interface Delivery {
  /** Whether there is a gateway for it: without one, nothing may rely on this channel (R9). */
  canDeliver(channel: Channel): boolean
  /** Joins the caller's booking, so that no change happens untold (F-20). */
  enqueue(dispatch: Dispatch): Statement
  /**
   * What somebody asked to have sent, for the caller's booking; `kick` when it is booked. Whoever guards the channel
   * is asked first: throws `delivery.destination`, `.interval`, `.budget`, `.closed` or `.no-gateway`.
   */
  send(dispatch: WordsDispatch | GuardedDispatch): Promise<readonly Statement[]>
  /** The code that was sent on this occasion was typed: messages there are of use. */
  markUsed(occasion: string): Statement
  /** Sends what is due now rather than soon: somebody waits for a code. Returns at once and never throws. */
  kick(): void
  /** Sends what is due; to be called every few seconds, on any node. */
  deliverDue(input: DeliverInput): Promise<DeliveryReport>
  /** Gives up whatever waits: after a restore nobody knows what was sent already. */
  abandonAll(): Statement
  /** What a gateway posts to us of a message: not taken unless its signature holds. */
  receive(gateway: string, posted: Posted): Promise<Reception>
  /** Messages that were tried in vain or given up, without their words: for the console (F-20). */
  listTroubled(limit: number): Promise<readonly OutboxEntry[]>
  /** What is stopped now, and why. */
  listClosures(): Promise<readonly Closure[]>
  /** Lets messages there go out again; refused where they do. */
  reopen(scope: Scope, by: string): Statement
  /** The gateways as this node sees them. */
  gateways(): readonly GatewayHealth[]
  /** Text messages since a time, by gateway and what became of them. */
  countMessages(since: number): Promise<readonly StateCount[]>
  /** Forgets messages that were settled thirty days ago. */
  sweep(): readonly Statement[]
  /** Resolves when what was kicked has been sent, or put off. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface DeliveryDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal' | 'open' | 'mac'>
  readonly sender: Sender
  /** At most one for each channel. */
  readonly transports: readonly Transport[]
  readonly budgets: Budgets
  readonly audit: Pick<Audit, 'countRefusal'>
  readonly smsRules: SmsRules
  /** Whoever must hear that messages were stopped. */
  administrators(): Promise<readonly Administrator[]>
  readonly logger: Logger
}

const keptFor = 30 * 24 * 3_600_000

export function openDelivery(deps: DeliveryDeps): Delivery {
  const { storage, random, box, sender, budgets } = deps
  const { clock } = storage
  const store = outboxStore(storage)
  const ledger = ledgerStore(storage)
  const closures = closuresStore(storage)
  const transports = new Map(deps.transports.map((transport) => [transport.channel, transport]))
  const writing = { clock, random, box, sender }
  const hash = (text: string) =>
    Buffer.from(box.mac('delivery', Buffer.from(text, 'utf8'))).toString('base64url')
  const enqueue = (dispatch: Dispatch) => store.insert(createOutboxRow(writing, dispatch))
  const close = closer({ ...deps, closures, canMail: () => transports.has('email'), enqueue })
  const guards: ReadonlyMap<Channel, Guard> = new Map([
    ['email', mailGuard({ clock, budgets, hash })],
    ['sms', smsGuard({ clock, budgets, hash, rules: deps.smsRules, ledger, closures, close })],
  ])
  const deliverDue = outboxWorker({
    storage,
    store,
    box,
    transports,
    inVain: async ({ id, channel, accountId }, at) =>
      channel === 'sms' && accountId ? ledger.inVain(accountId, id, at) : [],
    handed: ({ id, channel }, by, at) => (channel === 'sms' ? [ledger.hand(id, by, at)] : []),
  })
  const receive = receiver({ storage, ledger })
  const kicks = deps.transports.map(({ channel }) =>
    kicker(() => deliverDue({ limit: 50, channel }), deps.logger),
  )
  for (const transport of transports.values()) transport.listen?.(receive)

  return {
    canDeliver: (channel) => transports.has(channel),
    enqueue,

    async send(dispatch) {
      const { channel, notice } = dispatch
      if (!transports.has(channel)) throw channelClosed(channel)
      const row =
        'message' in dispatch ? createOutboxRow(writing, dispatch) : createWordsRow(writing, dispatch)
      const admission = (await guards.get(channel)?.(dispatch, row.id)) ?? unguarded
      if (admission.admitted) return [store.insert(row), ...admission.statements]
      await record(dispatch, admission.reason)
      if (notice) return []
      throw sendingRefused(admission)
    },

    markUsed: (occasion) => ledger.markUsed(occasion, clock.now()),
    kick() {
      for (const { kick } of kicks) kick()
    },
    deliverDue,
    abandonAll: () => store.abandonAll('restored'),

    async receive(gateway, posted) {
      const readers = [...transports.values()].map((transport) => transport.readReceipt?.(gateway, posted))
      const receipt = readers.find((read) => read !== undefined)
      if (!receipt) return 'unknown'
      return (await receive(gateway, receipt)) ? 'taken' : 'later'
    },

    listTroubled: store.findTroubled,
    listClosures: () => closures.listOpen(clock.now()),
    reopen: (scope, by) => closures.end(scope, by, clock.now()),
    gateways: () => deps.transports.flatMap((transport) => transport.health?.() ?? []),
    countMessages: ledger.countStates,
    sweep() {
      const before = clock.now() - keptFor
      return [store.removeSettledBefore(before), ledger.removeBefore(before)]
    },

    settled,

    async close() {
      await settled()
      await Promise.all(deps.transports.map((transport) => transport.close()))
    },
  }

  async function settled(): Promise<void> {
    await Promise.all(kicks.map((kicked) => kicked.settled()))
  }

  /** Counted like every other refusal, per account, source, reason and minute: asking again and again fills nothing (R16). */
  async function record(dispatch: WordsDispatch | GuardedDispatch, reason: string): Promise<void> {
    const { accountId, source, channel } = dispatch
    const ownerKey = accountId ?? 'nobody'
    const refusal = { at: clock.now(), accountId, ownerKey, source, reason: `delivery.${channel}-${reason}` }
    await storage.book({ statements: [deps.audit.countRefusal(refusal)], locks: [ownerKey] })
  }
}

const unguarded: Admission = { admitted: true, statements: [] }
