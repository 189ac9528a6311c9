import type { Account } from '../accounts/index.ts'
import type { Id } from '../kernel/ids.ts'
import { besidesPassword } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/**
 * What follows from another password: whatever the old one has opened half, all other sessions and what was remembered
 * beside it are over, marks that spoke of it are gone, and every contact is told (ASVS 6.3.7, 7.4.3).
 */
export async function firstFactorChanged(
  deps: EnrolmentDeps,
  account: Account,
  by: { readonly attempt?: Id<'attempt'> | undefined; readonly session?: Id<'session'> | undefined },
): Promise<readonly Statement[]> {
  const values = { at: deps.storage.clock.now(), account: account.name }
  return [
    deps.attempts.cancelAll(account.id, by.attempt),
    deps.passwordLinks.voidAll(account.id),
    deps.sessions.endAll(account.id, by.session),
    deps.remembered.forgetAll(account.id),
    ...withoutPasswordMarks(deps, account),
    ...(await deps.notices.tell(account, { template: 'password.changed', values })),
  ]
}

/** Marks that spoke of a password are over with the one that takes its place, or is the first. */
export function withoutPasswordMarks(deps: EnrolmentDeps, account: Account): readonly Statement[] {
  const left = besidesPassword(account.marks)
  return left.length === account.marks.length ? [] : [deps.accounts.setMarks(account, left)]
}
