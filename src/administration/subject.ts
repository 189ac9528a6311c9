import { type Account, accountNotFound } from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import { type Actor, type Permission, requirePermission, requireRightsOver } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'
import { reasonNeeded } from './errors.ts'
import type { RetryKey } from './retry-keys.ts'

/** Who acts upon whom, and why. */
export interface SubjectInput {
  readonly actor: Actor
  readonly accountId: Id<'account'>
  /** Kept in the audit trail. */
  readonly reason: string
  /** Heeded by acts whose answer is shown once. */
  readonly retry?: RetryKey | undefined
}

/** The account that is acted upon, by whoever may, has at least its rights, and says why. */
export async function subjectOf(
  deps: Pick<AdministrationDeps, 'accounts' | 'sessions'>,
  input: SubjectInput,
  permission: Permission,
): Promise<Account> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const account = await deps.accounts.find(input.accountId)
  if (!account) throw accountNotFound()
  requireRightsOver(input.actor, account)
  return account
}
