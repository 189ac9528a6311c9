import { parseWith } from '../../../kernel/parse.ts'
import { verificationInterval, verifiedJustNow } from '../../../streams/index.ts'
import { book } from './book.ts'
import type { SsfDeps } from './deps.ts'
import { ownStream, type Receiver } from './receiver.ts'
import { askedVerification } from './requests.ts'

/** A sign of life goes the way that all events go (SSF 1.0 §8.1.4). */
export async function askForVerification(deps: SsfDeps, receiver: Receiver, body: unknown): Promise<void> {
  const { stream_id: id, state } = parseWith(askedVerification, body)
  const stream = await ownStream(deps, receiver, id)
  const act = {
    id: stream.id,
    event: 'stream.verification',
    statements: [deps.engine.streams.markVerified(stream.id)],
    ...(state === undefined ? {} : { details: { state } }),
  }
  await book(deps, receiver, act, () => verifiedJustNow(verificationInterval))
}
