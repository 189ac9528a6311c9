import { actOnAccount, invite, resetAuthenticators } from '../../api/accounts.ts'
import type { AccountView, Invitation } from '../../api/types.ts'

/** What an administrator can do to an account. */
export type ActionId = 'unlock' | 'invite' | 'reset' | 'disable' | 'enable'

/** The actions that make sense for the account as it is. */
export function actionsFor(account: AccountView): readonly ActionId[] {
  const locked: readonly ActionId[] = account.locked ? ['unlock'] : []
  if (account.status === 'disabled') return [...locked, 'enable']
  return [...locked, 'invite', 'reset', 'disable']
}

/** Every action but the invitation is written to the audit with a reason. */
export function needsReason(action: ActionId): boolean {
  return action !== 'invite'
}

/** Carries an action out; an invitation where it yields one. */
export async function carryOut(
  action: ActionId,
  id: string,
  reason: string,
): Promise<{ readonly invitation?: Invitation }> {
  if (action === 'invite') return { invitation: await invite(id) }
  if (action === 'reset') return resetAuthenticators(id, reason)
  await actOnAccount(id, action, reason)
  return {}
}
