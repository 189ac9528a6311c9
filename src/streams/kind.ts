import type { Audit, AuditRow } from '../audit/index.ts'
import type { Outbound } from '../delivery/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import { type PostOutcome, post, type SubscriberKind } from '../subscriptions/index.ts'
import type { Stream } from './schema.ts'
import { signalOf } from './signals.ts'
import type { StreamStore } from './store.ts'
import { hears, wantedBy } from './wanted.ts'

/** What only the door knows by which applications come. */
export interface StreamDoor {
  /** Whether an administrator lets this application hear anything, as it is set now. */
  mayHear(applicationId: Id<'application'>): Promise<boolean>
  /** The token that tells of a row, signed; undefined where it tells nothing. */
  tokenOf(stream: Stream, row: AuditRow): Promise<string | undefined>
}

export interface StreamKindDeps {
  readonly storage: Storage
  readonly audit: Pick<Audit, 'pairs'>
  readonly store: StreamStore
  readonly outbound: Outbound
  /** What the receiver wants to see in the header of that name. */
  authorizationOf(id: Id<'stream'>): Promise<string | undefined>
  giveUp(id: Id<'stream'>, reason: 'failing' | 'gone'): Promise<void>
}

/** The name of their feed. */
export const streamFeed = 'streams'

/** What is no signal any more, or has no subject: it is settled, and nothing is said. */
const nothingToTell: PostOutcome = { taken: true, answer: 'nothing', rest: false, gone: false }

/** How streams are told. */
export function streamKind(deps: StreamKindDeps, door: StreamDoor): SubscriberKind<Stream> {
  const { storage, store, outbound } = deps

  async function send(stream: Stream, url: string, row: AuditRow): Promise<PostOutcome> {
    const body = await door.tokenOf(stream, row)
    if (body === undefined) return nothingToTell
    const authorization = await deps.authorizationOf(stream.id)
    const headers = {
      accept: 'application/json',
      'content-type': 'application/secevent+jwt',
      ...(authorization === undefined ? {} : { authorization }),
    }
    return post(outbound, { url, headers, body })
  }

  return {
    feed: streamFeed,
    list: store.list,
    find: store.find,
    isSentTo: ({ delivery }) => delivery.method === 'push',
    async wanted(streams, rows) {
      if (!rows.some(signalOf)) return []
      const allowed = await Promise.all(streams.map(({ applicationId }) => door.mayHear(applicationId)))
      const listening = streams.filter((_, at) => allowed[at])
      return wantedBy({ clock: storage.clock, audit: deps.audit, store }, listening, rows)
    },
    async sender(stream) {
      const { delivery } = stream
      if (delivery.method !== 'push' || !(await door.mayHear(stream.applicationId))) return undefined
      return (row) => send(stream, delivery.url, row)
    },
    rests: ({ status }) => status !== 'enabled',
    hears: (stream, row) => hears(stream, signalOf(row)),
    catchUp: store.catchUp,
    markFailing: store.markFailing,
    giveUp: deps.giveUp,
  }
}
