import type { StreamDoor } from '../../../streams/index.ts'
import type { DoorDeps } from '../../protocol.ts'
import { openClients } from '../clients.ts'
import { mayUseStreams } from '../settings.ts'

/** Queues what happened for the streams, and sends what is due. What signs is loaded when there is something to sign. */
export function tellStreams(engine: DoorDeps): Promise<void> {
  return engine.streams.run(streamDoor(engine))
}

function streamDoor(engine: DoorDeps): StreamDoor {
  const clients = openClients(engine)
  return {
    async mayHear(applicationId) {
      const settings = await clients.settingsOf(applicationId)
      return settings !== undefined && mayUseStreams(settings)
    },
    async tokenOf(stream, row) {
      const settings = await clients.settingsOf(stream.applicationId)
      if (!settings) return undefined
      const { eventToken, signingKey } = await import('./token.ts')
      return eventToken(engine, { stream, row, settings }, await signingKey(engine))
    },
  }
}
