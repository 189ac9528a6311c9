import type { AccountFilter } from '../../api/accounts.ts'
import { roles } from './roles.ts'

/** What the address of the list says: it can be shared and reloaded. */
export interface AccountsSearch extends Pick<AccountFilter, 'search' | 'role' | 'status'> {
  readonly protected?: 'yes' | 'no' | undefined
}

/** Reads the search of `/accounts`; what we do not know is dropped. */
export function accountsSearch(search: Record<string, unknown>): AccountsSearch {
  const { search: text, protected: shielded, status } = search
  const role = roles.find((one) => one === search.role)
  return {
    ...(typeof text === 'string' && text !== '' ? { search: text } : {}),
    ...(shielded === 'yes' || shielded === 'no' ? { protected: shielded } : {}),
    ...(status === 'active' || status === 'disabled' ? { status } : {}),
    ...(role === undefined ? {} : { role }),
  }
}
