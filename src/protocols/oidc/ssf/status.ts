import { parseWith } from '../../../kernel/parse.ts'
import { type Stream, streamHeld } from '../../../streams/index.ts'
import { book } from './book.ts'
import type { SsfDeps } from './deps.ts'
import { ownStream, type Receiver } from './receiver.ts'
import { newStatus } from './requests.ts'
import { statusView } from './stream-view.ts'

/** SSF 1.0 §8.1.2.1. */
export async function readStatus(deps: SsfDeps, receiver: Receiver, id: string | undefined) {
  return statusView(await ownStream(deps, receiver, id))
}

/** §8.1.2.2. What an administrator or a restore has stopped, no receiver starts: throws `stream.held`. */
export async function updateStatus(deps: SsfDeps, receiver: Receiver, body: unknown) {
  const { stream_id: id, status, reason } = parseWith(newStatus, body)
  const stream = await ownStream(deps, receiver, id)
  if (isHeld(stream)) throw streamHeld()
  if (stream.status !== status) {
    const statements = deps.engine.streams.turn(stream, { status, cause: 'receiver', reason })
    const details = { reason: reason ?? 'asked by the application' }
    await book(deps, receiver, { id: stream.id, event: `stream.${status}`, statements, details })
  }
  return readStatus(deps, receiver, id)
}

function isHeld({ status, cause }: Stream): boolean {
  return status !== 'enabled' && (cause === 'administrator' || cause === 'restored')
}
