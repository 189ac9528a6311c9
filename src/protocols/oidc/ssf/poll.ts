import { setTimeout as wait } from 'node:timers/promises'
import type { AuditRow } from '../../../audit/index.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { Statement } from '../../../storage/index.ts'
import { type Stream, streamNotFound } from '../../../streams/index.ts'
import type { SsfDeps } from './deps.ts'
import { ownStream, type Receiver } from './receiver.ts'
import { type AskedSets, askedSets, mostSets } from './requests.ts'
import { eventToken, jtiOf, rowIn, signingKey } from './token.ts'

/** A receiver that fetches. */
export interface Fetching {
  /** Asks anew who it is and what it may: while it waits, that may end. */
  readonly identify: () => Promise<Receiver>
  readonly id: string | undefined
  readonly body: unknown
  /** It has hung up, or the server stops. */
  readonly ended: AbortSignal
}

/** How often somebody who waits is looked for something, and how long between two looks, in milliseconds. */
const looks = 20
const pause = 1000

export interface Sets {
  readonly sets: Readonly<Record<string, string>>
  readonly moreAvailable?: true
}

/** Poll-based delivery (RFC 8936): what is acknowledged is gone, what is not comes again. */
export async function pollStream(deps: SsfDeps, fetching: Fetching): Promise<Sets> {
  const receiver = await fetching.identify()
  const stream = await pulled(deps, receiver, fetching.id)
  const asked = parseWith(askedSets, fetching.body ?? {})
  await settle(deps, stream, asked)
  const most = Math.min(asked.maxEvents ?? mostSets, mostSets)
  if (most === 0) return { sets: {} }
  const rows = asked.returnImmediately
    ? await deps.engine.streams.waiting(stream, most + 1)
    : await waitFor(deps, stream, fetching, most + 1)
  return answer(deps, stream, { rows, most })
}

/** Of one stream one waits: whoever comes after it has it answered with nothing. */
async function waitFor(
  deps: SsfDeps,
  { id }: Stream,
  fetching: Fetching,
  limit: number,
): Promise<readonly AuditRow[]> {
  const own = new AbortController()
  deps.waiters.get(id)?.abort()
  deps.waiters.set(id, own)
  try {
    return await rowsFor(deps, fetching, { limit, ended: AbortSignal.any([fetching.ended, own.signal]) })
  } finally {
    if (deps.waiters.get(id) === own) deps.waiters.delete(id)
  }
}

async function rowsFor(
  deps: SsfDeps,
  { identify, id }: Fetching,
  { limit, ended }: { readonly limit: number; readonly ended: AbortSignal },
): Promise<readonly AuditRow[]> {
  for (let look = 1; ; look++) {
    const stream = await pulled(deps, await identify(), id)
    const rows = await deps.engine.streams.waiting(stream, limit)
    if (rows.length > 0 || look >= looks || ended.aborted) return rows
    await wait(pause, undefined, { signal: ended }).catch(() => undefined)
  }
}

/** One of the receiver's own that is fetched; what is pushed is not also fetched. */
async function pulled(deps: SsfDeps, receiver: Receiver, id: string | undefined): Promise<Stream> {
  const stream = await ownStream(deps, receiver, id)
  if (stream.delivery.method !== 'poll') throw streamNotFound()
  return stream
}

async function settle({ engine }: SsfDeps, stream: Stream, { ack, setErrs }: AskedSets): Promise<void> {
  const rowsIn = (all: readonly string[]) => all.flatMap((jti) => rowIn(stream, jti) ?? [])
  const settled = (jtis: readonly string[], how: { readonly taken: boolean; readonly answer: string }) => {
    const rows = rowsIn(jtis)
    return rows.length === 0 ? [] : [engine.streams.settle(stream.id, rows, how)]
  }
  const statements: readonly Statement[] = [
    ...settled(ack, { taken: true, answer: 'acknowledged' }),
    ...Object.entries(setErrs).flatMap(([jti, { err = 'error' }]) =>
      settled([jti], { taken: false, answer: err }),
    ),
  ]
  if (statements.length > 0) await engine.storage.book({ statements, locks: [stream.id] })
}

async function answer(
  { engine, clients }: SsfDeps,
  stream: Stream,
  { rows, most }: { readonly rows: readonly AuditRow[]; readonly most: number },
): Promise<Sets> {
  const settings = await clients.settingsOf(stream.applicationId)
  if (!settings) throw streamNotFound()
  if (rows.length === 0) return { sets: {} }
  const key = await signingKey(engine)
  const sets: Record<string, string> = {}
  for (const row of rows.slice(0, most)) {
    const token = await eventToken(engine, { stream, row, settings }, key)
    if (token !== undefined) sets[jtiOf(stream, row)] = token
  }
  return { sets, ...(rows.length > most ? { moreAvailable: true } : {}) }
}
