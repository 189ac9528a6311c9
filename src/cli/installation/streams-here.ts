import * as administration from '../../administration/index.ts'
import type { Engine } from '../../engine.ts'
import type { StreamEntry, StreamsPort } from './streams.ts'

/** Streams of the installation on this machine. */
export function streamsHere(engine: Engine, actor: administration.Actor): StreamsPort {
  return {
    listStreams: async () => (await administration.listStreams(engine, { actor })).map(entryOf),
    pauseStream: async (streamId, reason) =>
      entryOf(await administration.pauseStream(engine, { actor, streamId, reason })),
    resumeStream: async (streamId, reason) =>
      entryOf(await administration.resumeStream(engine, { actor, streamId, reason })),
    removeStream: (streamId, reason) => administration.removeStream(engine, { actor, streamId, reason }),
  }
}

function entryOf(stream: administration.StreamView): StreamEntry {
  const { id, application, delivery, status, cause, failingSince, waiting, abandoned } = stream
  const { method } = delivery
  const url = delivery.method === 'push' ? { url: delivery.url } : {}
  return { id, application, method, ...url, status, cause, failingSince, waiting, abandoned }
}
