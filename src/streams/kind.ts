import type { Audit, AuditRow } from '../audit/index.ts'
import type { Outbound } from '../delivery/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Storage } from '../storage/index.ts'
import { type PostOutcome, post, type Sender, type SubscriberKind } from '../subscriptions/index.ts'
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
  authorizationOf(id: Id<'stream'>): Promise<Authorization>
  giveUp(id: Id<'stream'>, reason: 'failing' | 'gone' | 'unreadable'): Promise<void>
}

/** What the receiver wants to see in the header of that name, where it wants anything, and we can read it. */
export type Authorization =
  | { readonly readable: true; readonly header: string | undefined }
  | { readonly readable: false }

/** The name of their feed. */
export const streamFeed = 'streams'

/** What is no signal any more, or has no subject: it is settled, and nothing is said. */
const nothingToTell: PostOutcome = { taken: true, answer: 'nothing', rest: false, gone: false }

/** How streams are told. */
export function streamKind(deps: StreamKindDeps, door: StreamDoor): SubscriberKind<Stream> {
  const { storage, store, outbound } = deps

  function senderTo(stream: Stream, url: string, authorization: string | undefined): Sender {
    const headers = {
      accept: 'application/json',
      'content-type': 'application/secevent+jwt',
      ...(authorization === undefined ? {} : { authorization }),
    }
    return async (row) => {
      const body = await door.tokenOf(stream, row)
      return body === undefined ? nothingToTell : post(outbound, { url, headers, body })
    }
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
      const authorization = await deps.authorizationOf(stream.id)
      if (authorization.readable) return senderTo(stream, delivery.url, authorization.header)
      await deps.giveUp(stream.id, 'unreadable')
      return undefined
    },
    rests: ({ status }) => status !== 'enabled',
    hears: (stream, row) => hears(stream, signalOf(row)),
    catchUp: store.catchUp,
    markFailing: store.markFailing,
    giveUp: deps.giveUp,
  }
}
