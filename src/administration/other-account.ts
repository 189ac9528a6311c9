import { type Account, accountNotFound } from '../accounts/index.ts'
import { type Permission, requirePermission, requireRightsOver } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'
import { notForOneself, reasonNeeded } from './errors.ts'
import type { SubjectInput } from './subject.ts'

/** The account to which somebody else binds something: never one's own, nor one with more rights (R11). */
export async function otherAccount(
  deps: AdministrationDeps,
  input: SubjectInput,
  permission: Permission,
): Promise<Account> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const account = await deps.accounts.find(input.accountId)
  if (account?.status !== 'active') throw accountNotFound()
  if (input.actor.by === 'person' && input.actor.account.id === account.id) throw notForOneself()
  requireRightsOver(input.actor, account)
  return account
}
