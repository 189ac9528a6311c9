import type { Audit, AuditRow } from '../audit/index.ts'
import { mayCall, openOutbound } from '../delivery/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { SecretBox } from '../kernel/secret-box.ts'
import type { AuditEntry, Statement, Storage } from '../storage/index.ts'
import type { Subscriptions } from '../subscriptions/index.ts'
import { type Authorization, type StreamDoor, streamFeed, streamKind } from './kind.ts'
import type { StatusCause, Stream, StreamSettings } from './schema.ts'
import { signalOf } from './signals.ts'
import { type Standing, type StreamVersion, streamStore } from './store.ts'
import { hears } from './wanted.ts'

/**
 * Applications that are told what concerns those who sign in to them. Reads answer; what writes comes back as
 * statements for a booking.
 */
export interface Streams {
  list(): Promise<readonly Stream[]>
  listOf(applicationId: Id<'application'>): Promise<readonly Stream[]>
  find(id: Id<'stream'>): Promise<Stream | undefined>
  /** Whether an address is one that we call at all. */
  reaches(url: string): boolean
  /** Of what waits for them, or was given up. */
  counts(): ReturnType<Subscriptions['messages']['counts']>
  /** From this booking on, nothing that it asked for is left out. */
  create(stream: NewStream): Promise<{ readonly id: Id<'stream'>; readonly statements: readonly Statement[] }>
  /** Refuses the booking that makes this one, if its application has more by it. */
  atMost(stream: Pick<Stream, 'id' | 'applicationId'>, most: number): Statement
  /** `authorization` undefined: as it was; null: none any more. */
  set(at: StreamVersion, settings: StreamSettings, authorization: string | null | undefined): Statement
  /** Lets it rest or go on. What happened while it was paused is told; while it was disabled, nothing is. */
  turn(stream: Stream, standing: Omit<Standing, 'at'>): readonly Statement[]
  /** After a restore. */
  pauseAll(cause: StatusCause): Statement
  remove(at: StreamVersion): readonly Statement[]
  /** All that an application made by one door: it comes by it no longer. */
  removeAll(applicationId: Id<'application'>, door: string): Promise<readonly Statement[]>
  /** A sign of life was asked for; expects that none was within the interval. */
  markVerified(id: Id<'stream'>): Statement
  /** The receiver wants to hear nothing of an account. */
  leaveOut(id: Id<'stream'>, accountId: Id<'account'>): Statement
  takeIn(id: Id<'stream'>, accountId: Id<'account'>): Statement
  /** What waits to be fetched, oldest first. */
  waiting(stream: Stream, limit: number): Promise<readonly AuditRow[]>
  /** What the receiver says of what it fetched; of what was never its own, nothing changes. */
  settle(
    id: Id<'stream'>,
    eventIds: readonly string[],
    how: { readonly taken: boolean; readonly answer: string },
  ): Statement
  /** Queues what happened, and sends what is due; to be called every second, on any node, with the same door. */
  run(door: StreamDoor): Promise<void>
  /** Gives up what nobody fetched for a week. */
  sweep(at: number): Promise<readonly Statement[]>
}

export interface NewStream extends StreamSettings {
  readonly applicationId: Id<'application'>
  readonly door: string
  readonly authorization: string | undefined
}

export interface StreamDeps {
  readonly storage: Storage
  readonly random: Random
  readonly box: Pick<SecretBox, 'seal' | 'open'>
  readonly audit: Audit
  readonly subscriptions: Subscriptions
  /** Hosts with their ports that are called wherever they are, also without TLS. */
  readonly reach: readonly string[]
}

const second = 1000
const day = 24 * 60 * 60 * second

/** The least time between two signs of life, in seconds. */
export const verificationInterval = 30
/** How long what nobody takes waits, and what is told of the time in which a stream was paused. */
const keptFor = 7 * day
/** What is looked at to find, among what waits for a stream that rests, what it is told all the same. */
const restingLook = 500

export function openStreams(deps: StreamDeps): Streams {
  const { storage, random, box, audit, subscriptions, reach } = deps
  const { clock } = storage
  const { messages } = subscriptions
  const store = streamStore(storage)
  const outbound = openOutbound(reach)
  let run: (() => Promise<void>) | undefined

  const sealed = (text: string, id: string) => box.seal(Buffer.from(text), placeOf(id))

  async function authorizationOf(id: Id<'stream'>): Promise<Authorization> {
    const kept = await store.authorizationOf(id)
    try {
      const header = kept && Buffer.from(box.open(kept, placeOf(id))).toString()
      return { readable: true, header }
    } catch {
      return { readable: false }
    }
  }

  function turn(stream: Stream, standing: Omit<Standing, 'at'>): readonly Statement[] {
    const at = clock.now()
    const missed = standing.status === 'enabled' && stream.status === 'paused'
    const catchingUp = missed ? subscriptions.missedSince(Math.max(stream.statusAt, at - keptFor)) : undefined
    const statements = [store.setStanding(stream, { ...standing, at }, catchingUp)]
    return standing.status === 'disabled'
      ? [...statements, messages.abandonWaiting([stream.id], 'disabled')]
      : statements
  }

  async function giveUp(id: Id<'stream'>, cause: 'failing' | 'gone' | 'unreadable'): Promise<void> {
    const stream = await store.find(id)
    if (stream?.status !== 'enabled') return
    const event: AuditEntry = {
      at: clock.now(),
      event: 'stream.paused',
      outcome: 'done',
      actor: 'system',
      applicationId: stream.applicationId,
      details: { stream: id, reason: cause },
    }
    const statements = turn(stream, { status: 'paused', cause, reason: undefined })
    await storage.book({ statements, locks: [id], events: [event] })
  }

  return {
    list: store.list,
    listOf: store.listOf,
    find: store.find,
    reaches: (url) => mayCall(new URL(url), reach),
    counts: messages.counts,
    async create({ authorization, ...stream }) {
      const id = newId<'stream'>({ clock, random })
      const row = store.insert(
        { ...stream, id, createdAt: clock.now() },
        authorization === undefined ? undefined : sealed(authorization, id),
      )
      return { id, statements: [row, await subscriptions.begin(streamFeed)] }
    },
    atMost: store.atMost,
    set: (at, settings, authorization) =>
      store.set(
        at,
        settings,
        typeof authorization === 'string' ? sealed(authorization, at.id) : authorization,
      ),
    turn,
    pauseAll: (cause) => store.pauseAll(cause, clock.now()),
    remove: (at) => [...store.remove(at), messages.removeAll(at.id)],
    async removeAll(applicationId, door) {
      const own = (await store.listOf(applicationId)).filter((stream) => stream.door === door)
      const ids = own.map(({ id }) => id)
      return [...store.removeAll(ids), ...ids.map(messages.removeAll)]
    },
    markVerified: (id) => store.markVerified(id, clock.now(), clock.now() - verificationInterval * second),
    leaveOut: store.leaveOut,
    takeIn: store.takeIn,
    async waiting(stream, limit) {
      const rests = stream.status !== 'enabled'
      const look = { limit: rests ? restingLook : limit, ofNobody: rests }
      const rows = await audit.rows((await messages.waiting(stream.id, look)).map(({ eventId }) => eventId))
      return rows
        .filter((row) => hears(stream, signalOf(row)))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
    },
    settle: messages.settle,
    run(door) {
      run ??= subscriptions.teller(
        streamKind({ storage, audit, store, outbound, authorizationOf, giveUp }, door),
      )
      return run()
    },
    async sweep(at) {
      const ids = (await store.list()).map(({ id }) => id)
      return ids.length === 0 ? [] : [messages.abandonWaiting(ids, 'expired', audit.firstIdAt(at - keptFor))]
    },
  }
}

function placeOf(row: string) {
  return { table: 'streams', column: 'authorization', row }
}
