import type { Id } from '../kernel/ids.ts'
import type { DoorDeps } from './protocol.ts'

type Deps = Pick<DoorDeps, 'storage' | 'audit' | 'logger'>

export interface Refusal {
  readonly door: string
  /** Within the door. */
  readonly reason: string
  readonly applicationId?: Id<'application'> | undefined
  readonly source?: string | undefined
  /** For the log. */
  readonly because?: unknown
}

/** Counted under its application. The answer does not wait for it: what was refused was refused (G13). */
export function noteRefusal(
  { storage, audit, logger }: Deps,
  { door, reason, applicationId, source, because }: Refusal,
): void {
  logger.info({ door, reason, application: applicationId, because }, 'Refused.')
  const refusal = {
    at: storage.clock.now(),
    accountId: undefined,
    ownerKey: applicationId ?? door,
    source,
    reason: `${door}.${reason}`,
  }
  storage.book({ statements: [audit.countRefusal(refusal)], locks: [] }).catch((error: unknown) => {
    logger.error({ err: error }, 'What was refused could not be written down.')
  })
}
