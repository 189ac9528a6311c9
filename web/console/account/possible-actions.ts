import type { AccountAction } from '../../api/accounts.ts'
import type { AccountView, WhyView } from '../../api/types.ts'

/** What takes something away: it stands apart, and is asked for once more in red. */
export function isDangerous(action: AccountAction): boolean {
  return action === 'reset-authenticators' || action === 'reset-password' || action === 'disable'
}

/** The actions that make sense for the account as it is. */
export function actionsFor(
  account: AccountView,
  why: WhyView | undefined,
  administers: boolean,
): readonly AccountAction[] {
  if (account.status === 'disabled') return ['enable']
  const locked: readonly AccountAction[] = why !== undefined && why.locked.length > 0 ? ['unlock'] : []
  const password: readonly AccountAction[] = administers && hasPasswordHere(account) ? ['reset-password'] : []
  return [...locked, 'invite', 'reset-authenticators', ...password, 'disable']
}

/** Elsewhere the directory judges it, and it is reset there. */
function hasPasswordHere({ directory }: AccountView): boolean {
  return directory === 'local' || directory === 'scim'
}
