import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { listAccounts } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { useDebounced } from '../../kit/debounced.ts'

/** Which account a typed name means, as far as is known. */
export type NamedAccount =
  | { readonly state: 'any' }
  | { readonly state: 'looking' }
  | { readonly state: 'unknown' }
  | { readonly state: 'failed'; readonly query: UseQueryResult }
  | { readonly state: 'found'; readonly id: string }

/** Looks up the account of a typed name: the exact one, else the first that fits. */
export function useNamedAccount(typed: string | undefined): NamedAccount {
  const name = useDebounced(typed ?? '', 300)
  const found = useQuery({
    queryKey: [...keys.accounts, 'named', name],
    queryFn: ({ signal }) => listAccounts({ search: name, limit: 20 }, signal),
    enabled: name !== '',
  })
  if (name === '') return { state: 'any' }
  if (found.data === undefined)
    return found.error === null ? { state: 'looking' } : { state: 'failed', query: found }
  const { items } = found.data
  const account = items.find((item) => item.name.toLowerCase() === name.toLowerCase()) ?? items[0]
  return account === undefined ? { state: 'unknown' } : { state: 'found', id: account.id }
}
