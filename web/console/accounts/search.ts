import type { AccountView } from '../../api/types.ts'

/** What the address of the list says: it can be shared and reloaded. */
export interface AccountsSearch {
  readonly search?: string
  readonly protected?: 'yes' | 'no'
  readonly status?: 'active' | 'disabled'
}

/** Reads the search of `/accounts`; what we do not know is dropped. */
export function accountsSearch(search: Record<string, unknown>): AccountsSearch {
  const { search: text, protected: shielded, status } = search
  return {
    ...(typeof text === 'string' && text !== '' ? { search: text } : {}),
    ...(shielded === 'yes' || shielded === 'no' ? { protected: shielded } : {}),
    ...(status === 'active' || status === 'disabled' ? { status } : {}),
  }
}

/** True for an account that the filters let through; the server knows the search only. */
export function fits(account: AccountView, filter: AccountsSearch): boolean {
  if (filter.protected !== undefined && account.protected !== (filter.protected === 'yes')) return false
  return filter.status === undefined || account.status === filter.status
}
