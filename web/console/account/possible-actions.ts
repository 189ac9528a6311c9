import type { AccountAction } from '../../api/accounts.ts'
import type { AccountView, WhyView } from '../../api/types.ts'

/** The actions that make sense for the account as it is. */
export function actionsFor(account: AccountView, why: WhyView | undefined): readonly AccountAction[] {
  if (account.status === 'disabled') return ['enable']
  const locked: readonly AccountAction[] = why !== undefined && why.locked.length > 0 ? ['unlock'] : []
  return [...locked, 'invite', 'reset-authenticators', 'disable']
}
