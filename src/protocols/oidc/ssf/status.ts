import { parseWith } from '../../../kernel/parse.ts'
import { book } from './book.ts'
import type { SsfDeps } from './deps.ts'
import { ownStream, type Receiver, requireNoneHeld } from './receiver.ts'
import { newStatus } from './requests.ts'
import { statusView } from './stream-view.ts'

/** SSF 1.0 §8.1.2.1. */
export async function readStatus(deps: SsfDeps, receiver: Receiver, id: string | undefined) {
  return statusView(await ownStream(deps, receiver, id))
}

/** §8.1.2.2. Throws `stream.held`. */
export async function updateStatus(deps: SsfDeps, receiver: Receiver, body: unknown) {
  const { stream_id: id, status, reason } = parseWith(newStatus, body)
  const stream = await ownStream(deps, receiver, id)
  requireNoneHeld([stream])
  if (stream.status !== status) {
    const statements = deps.engine.streams.turn(stream, { status, cause: 'receiver', reason })
    const details = { reason: reason ?? 'asked by the application' }
    await book(deps, receiver, { id: stream.id, event: `stream.${status}`, statements, details })
  }
  return readStatus(deps, receiver, id)
}
