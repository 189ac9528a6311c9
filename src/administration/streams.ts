import type { Id } from '../kernel/ids.ts'
import { type Stream, streamChanged, streamEnabled, streamNotFound, streamResting } from '../streams/index.ts'
import type { MessageStatus } from '../subscriptions/index.ts'
import { type Actor, requirePermission } from './actor.ts'
import { type Act, bookAct } from './book.ts'
import type { AdministrationDeps } from './deps.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const
const changes = { ...looks, changes: true } as const

/** A stream, whose it is, and how many messages for it wait or were given up. */
export interface StreamView extends Stream {
  readonly application: string
  readonly waiting: number
  readonly abandoned: number
}

interface StreamAct {
  readonly actor: Actor
  readonly streamId: Id<'stream'>
  readonly reason: string
}

/** Who has made itself streams of security events; of one application, if one is named. */
export async function listStreams(
  deps: AdministrationDeps,
  { actor, applicationId }: { readonly actor: Actor; readonly applicationId?: string | undefined },
): Promise<readonly StreamView[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  const [all, counts] = await Promise.all([deps.streams.list(), deps.streams.counts()])
  const countOf = (id: string, status: MessageStatus) =>
    counts.find((one) => one.subscriberId === id && one.status === status)?.count ?? 0
  const shown = all.filter((stream) => applicationId === undefined || stream.applicationId === applicationId)
  return Promise.all(
    shown.map(async (stream) => ({
      ...stream,
      application: (await deps.applications.find(stream.applicationId))?.name ?? stream.applicationId,
      waiting: countOf(stream.id, 'waiting'),
      abandoned: countOf(stream.id, 'abandoned'),
    })),
  )
}

/** What happens meanwhile is told when somebody resumes it; its receiver cannot. Throws `stream.resting`. */
export async function pauseStream(deps: AdministrationDeps, input: StreamAct): Promise<StreamView> {
  const stream = await toChange(deps, input)
  if (stream.status !== 'enabled') throw streamResting()
  return turn(deps, input, stream, 'paused')
}

/** Throws `stream.enabled`. */
export async function resumeStream(deps: AdministrationDeps, input: StreamAct): Promise<StreamView> {
  const stream = await toChange(deps, input)
  if (stream.status === 'enabled') throw streamEnabled()
  return turn(deps, input, stream, 'enabled')
}

export async function removeStream(deps: AdministrationDeps, input: StreamAct): Promise<void> {
  const stream = await toChange(deps, input)
  await book(deps, input, stream, { statements: deps.streams.remove(stream), event: 'stream.removed' })
}

async function turn(
  deps: AdministrationDeps,
  input: StreamAct,
  stream: Stream,
  status: 'paused' | 'enabled',
): Promise<StreamView> {
  const statements = deps.streams.turn(stream, { status, cause: 'administrator', reason: undefined })
  await book(deps, input, stream, { statements, event: `stream.${status}` })
  const turned = (await listStreams(deps, { actor: input.actor, applicationId: stream.applicationId })).find(
    ({ id }) => id === stream.id,
  )
  if (!turned) throw streamNotFound()
  return turned
}

async function toChange(deps: AdministrationDeps, { actor, streamId }: StreamAct): Promise<Stream> {
  requirePermission(actor, changes, deps.sessions.requireFresh)
  const stream = await deps.streams.find(streamId)
  if (!stream) throw streamNotFound()
  return stream
}

async function book(
  deps: AdministrationDeps,
  { actor, reason }: StreamAct,
  { id, applicationId }: Stream,
  act: Pick<Act, 'statements' | 'event'>,
): Promise<void> {
  const told = { actor, applicationId, locks: [id], details: { stream: id, reason } }
  if ((await bookAct(deps, { ...act, ...told })) === 'refused') throw streamChanged()
}
