import { z } from 'zod'
import { type Id, isId } from '../../kernel/ids.ts'
import type { Rest } from './rest.ts'
import type { StreamsPort } from './streams.ts'

const stream = z.object({
  id: z.custom<Id<'stream'>>((value) => typeof value === 'string' && isId(value)),
  application: z.string(),
  method: z.enum(['push', 'poll']),
  url: z.string().optional(),
  status: z.enum(['enabled', 'paused', 'disabled']),
  cause: z.enum(['receiver', 'administrator', 'failing', 'gone', 'unreadable', 'restored']),
  failingSince: z.number().optional(),
  waiting: z.number(),
  abandoned: z.number(),
})
const streams = z.object({ items: z.array(stream) })

/** Streams of an installation elsewhere. */
export function streamsElsewhere(rest: Rest): StreamsPort {
  return {
    listStreams: async () => (await rest({ path: 'streams', answer: streams })).items,
    pauseStream: (id, reason) => rest({ path: `streams/${id}/pause`, body: { reason }, answer: stream }),
    resumeStream: (id, reason) => rest({ path: `streams/${id}/resume`, body: { reason }, answer: stream }),
    async removeStream(id, reason) {
      await rest({ method: 'DELETE', path: `streams/${id}`, query: { reason }, answer: z.unknown() })
    },
  }
}
