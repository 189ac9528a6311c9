import { type Account, accountNotFound } from '../accounts/index.ts'
import { isOwn, type Permission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'
import { notForOneself } from './errors.ts'
import { type SubjectInput, subjectOf } from './subject.ts'

/** The account of somebody else, in whatever state: never one's own, nor one with more rights (R11). */
export async function someoneElse(
  deps: Pick<AdministrationDeps, 'accounts' | 'sessions'>,
  input: SubjectInput,
  permission: Permission,
): Promise<Account> {
  const account = await subjectOf(deps, input, permission)
  if (isOwn(input.actor, account.id)) throw notForOneself()
  return account
}

/** The account to which somebody else binds something: an active one. */
export async function otherAccount(
  deps: Pick<AdministrationDeps, 'accounts' | 'sessions'>,
  input: SubjectInput,
  permission: Permission,
): Promise<Account> {
  const account = await someoneElse(deps, input, permission)
  if (account.status !== 'active') throw accountNotFound()
  return account
}
