import type { Audit, AuditRow } from '../audit/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Wanted } from '../subscriptions/index.ts'
import type { Stream } from './schema.ts'
import { type Signal, signalOf, supportedEvents, typeOf } from './signals.ts'
import type { StreamStore } from './store.ts'

export interface WantedDeps {
  readonly clock: Clock
  readonly audit: Pick<Audit, 'pairs'>
  readonly store: Pick<StreamStore, 'leftOut'>
}

const day = 24 * 60 * 60_000
/** How long after somebody was last let in an application hears of them: longer than it should keep anybody signed in. */
const knownFor = 90 * day

/** A row that means something to receivers. */
interface Signalled {
  readonly row: AuditRow
  readonly signal: Signal
}

/** What these streams are told of these rows: of nobody who has not signed in to the application (least knowledge). */
export async function wantedBy(
  deps: WantedDeps,
  streams: readonly Stream[],
  rows: readonly AuditRow[],
): Promise<readonly Wanted<Stream>[]> {
  const signalled = rows.flatMap((row): readonly Signalled[] => {
    const signal = signalOf(row)
    return signal ? [{ row, signal }] : []
  })
  if (streams.length === 0 || signalled.length === 0) return []
  const isAbout = await acquaintances(deps, streams, signalled)
  return signalled.flatMap(({ row, signal }) =>
    streams
      .filter((stream) => asksFor(stream, signal) && isAbout(stream, row, signal))
      .map((subscriber) => ({ subscriber, row })),
  )
}

/** Whether a stream is told of a signal: one that rests hears that it does. */
export function hears({ status }: Stream, signal: Signal | undefined): boolean {
  return status === 'enabled' || signal?.type === 'stream-updated'
}

/** What a receiver gets of what it asked for. */
export function deliveredTo({ requested = supportedEvents }: Pick<Stream, 'requested'>): readonly string[] {
  return supportedEvents.filter((type) => requested.includes(type))
}

function asksFor(stream: Stream, signal: Signal): boolean {
  return hears(stream, signal) && (isOfStream(signal) || deliveredTo(stream).includes(typeOf(signal)))
}

function isOfStream({ type }: Signal): boolean {
  return type === 'verification' || type === 'stream-updated'
}

async function acquaintances(
  { clock, audit, store }: WantedDeps,
  streams: readonly Stream[],
  signalled: readonly Signalled[],
): Promise<(stream: Stream, row: AuditRow, signal: Signal) => boolean> {
  const accountIds = [...new Set(signalled.flatMap(({ row }) => row.accountId ?? []))]
  const [pairs, leftOut] = await Promise.all([
    audit.pairs({
      event: 'application.admitted',
      accountIds,
      applicationIds: [...new Set(streams.map(({ applicationId }) => applicationId))],
      since: clock.now() - knownFor,
    }),
    store.leftOut(
      streams.map(({ id }) => id),
      accountIds,
    ),
  ])
  const known = new Set(pairs.map((pair) => `${pair.accountId} ${pair.applicationId}`))
  const unwanted = new Set(leftOut.map((one) => `${one.accountId} ${one.streamId}`))

  return (stream, { accountId, applicationId, details }, signal) => {
    if (isOfStream(signal)) return details?.stream === stream.id
    if (accountId === undefined || unwanted.has(`${accountId} ${stream.id}`)) return false
    if (signal.type === 'session-revoked' && signal.of === 'sign-in')
      return applicationId === stream.applicationId
    return known.has(`${accountId} ${stream.applicationId}`)
  }
}
