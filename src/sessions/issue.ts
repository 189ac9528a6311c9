import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import { hashToken, newToken } from '../kernel/tokens.ts'
import { assertSatisfied, type Satisfied } from '../policy/index.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { SessionConfig } from './config.ts'
import type { Session } from './schema.ts'
import { insertSession } from './store.ts'

export interface IssueDeps {
  readonly storage: Storage
  readonly random: Random
  readonly config: SessionConfig
}

/** Where a session is used: shown to its owner, never decided on. */
export interface Where {
  readonly applicationId: Id<'application'>
  readonly source: string | undefined
  readonly userAgent: string | undefined
}

/**
 * A new session out of a satisfied requirement and its completion, as a statement for the completion's own booking.
 * The token is new each time, whatever the browser sent (ASVS 7.2.4).
 */
export function issueSession(
  deps: IssueDeps,
  satisfied: Satisfied,
  completionId: Id<'completion'>,
  where: Where,
): { readonly session: Session; readonly token: string; readonly statement: Statement } {
  assertSatisfied(satisfied)
  const { storage, random, config } = deps
  const now = storage.clock.now()
  const token = newToken('sps', random)
  const session: Session = {
    id: newId<'session'>({ clock: storage.clock, random }),
    accountId: satisfied.accountId,
    applicationId: where.applicationId,
    completionId,
    epoch: satisfied.epoch,
    assurance: satisfied.assurance,
    phishingResistant: satisfied.phishingResistant,
    userVerified: satisfied.userVerified,
    amr: satisfied.amr,
    factors: satisfied.factors,
    proved: satisfied.proved,
    authenticators: satisfied.authenticators,
    rememberedBrowserId: satisfied.remembered?.id,
    authenticatedAt: satisfied.authenticatedAt,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: now + config.absolute,
    source: where.source,
    userAgent: where.userAgent?.slice(0, 256),
  }
  return { session, token, statement: insertSession(storage, session, hashToken(token)) }
}
