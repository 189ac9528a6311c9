import { z } from 'zod'
import {
  listStreams,
  pauseStream,
  removeStream,
  resumeStream,
  type StreamView,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { deliveredTo, streamNotFound } from '../../streams/index.ts'
import { type Route, route } from './route.ts'
import { id, reasoned, time } from './views.ts'

const tag = 'Streams'
const access = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const identified = z.strictObject({ id })

const streamView = z.object({
  id,
  applicationId: id,
  application: z.string().describe('Its name'),
  door: z.string().describe('By which the application came when it made it'),
  method: z.enum(['push', 'poll']),
  url: z.string().optional().describe('Where events are pushed to'),
  events: z.array(z.string()).describe('The types that it gets'),
  description: z.string().optional().describe('In the words of the application'),
  status: z.enum(['enabled', 'paused', 'disabled']),
  cause: z
    .enum(['receiver', 'administrator', 'failing', 'gone', 'unreadable', 'restored'])
    .describe('Who or what set it'),
  reason: z.string().optional().describe('In the words of the application'),
  statusAt: time,
  failingSince: time.optional().describe('Since when nothing was taken there'),
  waiting: z.number().int().describe('Events that are not taken yet'),
  abandoned: z.number().int().describe('Events that were given up within the last thirty days'),
  createdAt: time,
})

function streamId(text: string): Id<'stream'> {
  if (!isId<'stream'>(text)) throw streamNotFound()
  return text
}

function show(stream: StreamView) {
  const { version: _, catchingUp: _left, requested: _asked, verifiedAt: _sign, delivery, ...view } = stream
  return {
    ...view,
    events: [...deliveredTo(stream)],
    method: delivery.method,
    ...(delivery.method === 'push' ? { url: delivery.url } : {}),
  }
}

const list = route({
  method: 'GET',
  path: '/streams',
  access,
  tag,
  summary: 'Which applications have made themselves streams of security events (Shared Signals).',
  query: z.strictObject({ applicationId: id.optional().describe('Of one application') }),
  answer: z.object({ items: z.array(streamView) }),
  async handle(call) {
    const all = await listStreams(call.deps, { actor: await call.actor(), ...call.query })
    return { body: { items: all.map(show) } }
  },
})

/** Lets it rest, or speak again. */
function turn(word: string, summary: string, act: typeof pauseStream): Route {
  return route({
    method: 'POST',
    path: `/streams/:id/${word}`,
    access,
    tag,
    summary,
    params: identified,
    body: reasoned,
    answer: streamView,
    async handle(call) {
      const turned = await act(call.deps, {
        actor: await call.actor(),
        streamId: streamId(call.params.id),
        reason: call.body.reason,
      })
      return { body: show(turned) }
    },
  })
}

const pause = turn(
  'pause',
  'Tell it nothing more until an administrator resumes it; it hears that.',
  pauseStream,
)
const resume = turn('resume', 'Tell it again, also what happened while it was paused.', resumeStream)

const remove = route({
  method: 'DELETE',
  path: '/streams/:id',
  access,
  tag,
  summary: 'Remove it with what waits for it; its application may make another one.',
  params: identified,
  query: reasoned,
  async handle(call) {
    await removeStream(call.deps, {
      actor: await call.actor(),
      streamId: streamId(call.params.id),
      reason: call.query.reason,
    })
    return { status: 204 }
  },
})

export const streamRoutes: readonly Route[] = [list, pause, resume, remove]
