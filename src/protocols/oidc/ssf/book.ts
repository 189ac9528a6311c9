import type { Id } from '../../../kernel/ids.ts'
import type { AuditEntry, Statement } from '../../../storage/index.ts'
import { actorOf, streamChanged } from '../../../streams/index.ts'
import type { SsfDeps } from './deps.ts'
import type { Receiver } from './receiver.ts'

/** What a receiver does, and what the trail says of it. */
interface ReceiverAct {
  readonly id: Id<'stream'>
  readonly event: string
  readonly statements: readonly Statement[]
  readonly accountId?: Id<'account'>
  readonly details?: AuditEntry['details']
}

/** Throws `stream.changed` where somebody was faster, unless told otherwise. */
export async function book(
  { engine: { storage } }: SsfDeps,
  { applicationId }: Receiver,
  { id, event, statements, accountId, details }: ReceiverAct,
  refused: () => Error = streamChanged,
): Promise<void> {
  const entry: AuditEntry = {
    at: storage.clock.now(),
    event,
    outcome: 'done',
    actor: actorOf(applicationId),
    applicationId,
    ...(accountId ? { accountId } : {}),
    details: { stream: id, ...details },
  }
  if ((await storage.book({ statements, locks: [id, applicationId], events: [entry] })) === 'refused')
    throw refused()
}
