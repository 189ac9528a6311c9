import { isDeepStrictEqual } from 'node:util'
import { parseWith } from '../../../kernel/parse.ts'
import {
  type Stream,
  type StreamDelivery,
  streamsTooMany,
  streamUnreachable,
} from '../../../streams/index.ts'
import { oidcKind } from '../kind.ts'
import { book } from './book.ts'
import type { SsfDeps } from './deps.ts'
import { notOurs } from './errors.ts'
import { ownStream, type Receiver, requireNoneHeld } from './receiver.ts'
import { type AskedDelivery, changedStream, newStream } from './requests.ts'
import { pollAddress, streamView } from './stream-view.ts'

const mostStreams = 10

/** SSF 1.0 §8.1.1.1. Throws `stream.held`, and `stream.too-many`. */
export async function createStream(deps: SsfDeps, receiver: Receiver, body: unknown) {
  const { streams } = deps.engine
  const asked = parseWith(newStream, body ?? {})
  const { applicationId } = receiver
  const own = await streams.listOf(applicationId)
  requireNoneHeld(own)
  if (own.length >= mostStreams) throw streamsTooMany(mostStreams)
  const { id, statements } = await streams.create({
    applicationId,
    door: oidcKind.id,
    delivery: deliveryOf(deps, asked.delivery),
    requested: asked.events_requested,
    description: asked.description,
    authorization: authorizationIn(asked.delivery) ?? undefined,
  })
  const act = {
    id,
    event: 'stream.created',
    statements: [...statements, streams.atMost({ id, applicationId }, mostStreams)],
  }
  await book(deps, receiver, act, () => streamsTooMany(mostStreams))
  return shown(deps, receiver, id)
}

/** One that is named, or all of the receiver's own (§8.1.1.2). */
export async function readStreams(deps: SsfDeps, receiver: Receiver, id: string | undefined) {
  if (id !== undefined) return shown(deps, receiver, id)
  const own = await deps.engine.streams.listOf(receiver.applicationId)
  return own.map((stream) => streamView(stream, deps.engine.baseUrl))
}

/** What is left out stays (§8.1.1.3). */
export async function updateStream(deps: SsfDeps, receiver: Receiver, body: unknown) {
  const asked = parseWith(changedStream, body)
  const stream = await ownStream(deps, receiver, asked.stream_id)
  return set(deps, receiver, stream, {
    asked,
    delivery: asked.delivery ? deliveryOf(deps, asked.delivery, stream) : stream.delivery,
    requested: asked.events_requested ?? stream.requested,
    description: asked.description ?? stream.description,
  })
}

/** What is left out is gone (§8.1.1.4). */
export async function replaceStream(deps: SsfDeps, receiver: Receiver, body: unknown) {
  const asked = parseWith(changedStream, body)
  const stream = await ownStream(deps, receiver, asked.stream_id)
  return set(deps, receiver, stream, {
    asked,
    delivery: deliveryOf(deps, asked.delivery, stream),
    requested: asked.events_requested,
    description: asked.description,
  })
}

/** §8.1.1.5. Throws `stream.held`. */
export async function removeStream(deps: SsfDeps, receiver: Receiver, id: string | undefined): Promise<void> {
  const stream = await ownStream(deps, receiver, id)
  requireNoneHeld([stream])
  const statements = deps.engine.streams.remove(stream)
  const details = { reason: 'asked by the application' }
  await book(deps, receiver, { id: stream.id, event: 'stream.removed', statements, details })
}

interface Change extends Pick<Stream, 'delivery' | 'requested' | 'description'> {
  readonly asked: Readonly<Record<string, unknown>> & { readonly delivery?: AskedDelivery | undefined }
}

async function set(deps: SsfDeps, receiver: Receiver, stream: Stream, { asked, ...settings }: Change) {
  const { streams, baseUrl } = deps.engine
  requireOurs(asked, streamView(stream, baseUrl))
  const authorization = authorizationAfter(stream, settings.delivery, asked.delivery)
  const statements = [streams.set(stream, settings, authorization)]
  await book(deps, receiver, { id: stream.id, event: 'stream.changed', statements })
  return shown(deps, receiver, stream.id)
}

async function shown(deps: SsfDeps, receiver: Receiver, id: string) {
  return streamView(await ownStream(deps, receiver, id), deps.engine.baseUrl)
}

function deliveryOf(
  { engine }: SsfDeps,
  asked: AskedDelivery | undefined,
  stream?: Pick<Stream, 'id'>,
): StreamDelivery {
  if (asked?.method !== 'urn:ietf:rfc:8935') {
    const address = stream && pollAddress(stream, engine.baseUrl)
    const given = asked?.endpoint_url
    if (given !== undefined && given !== address) throw notOurs('delivery.endpoint_url')
    return { method: 'poll' }
  }
  if (!engine.streams.reaches(asked.endpoint_url)) throw streamUnreachable()
  return { method: 'push', url: asked.endpoint_url }
}

function authorizationIn(asked: AskedDelivery | undefined): string | null | undefined {
  return asked?.method === 'urn:ietf:rfc:8935' ? asked.authorization_header : undefined
}

/** What was meant for one address goes to no other; to the same it goes on, for nobody can read it here and send it back. */
function authorizationAfter(
  { delivery: before }: Stream,
  after: StreamDelivery,
  asked: AskedDelivery | undefined,
): string | null | undefined {
  const given = authorizationIn(asked)
  if (given !== undefined) return given
  return isDeepStrictEqual(before, after) ? undefined : null
}

const transmitterSupplied = [
  'iss',
  'aud',
  'events_supported',
  'events_delivered',
  'min_verification_interval',
] as const

/** What is ours may be sent along, as it is (§8.1.1.3). */
function requireOurs(asked: Readonly<Record<string, unknown>>, view: ReturnType<typeof streamView>): void {
  for (const name of transmitterSupplied)
    if (asked[name] !== undefined && !isDeepStrictEqual(asked[name], view[name])) throw notOurs(name)
}
