import { useQuery } from '@tanstack/react-query'
import { listAccounts } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'
import { useDebounced } from '../../kit/debounced.ts'

/** The account that a typed name means: the exact one, else the first that fits. Not known while it is looked up. */
export function useAccountId(typed: string | undefined): {
  readonly known: boolean
  readonly id: string | undefined
} {
  const name = useDebounced(typed ?? '', 300)
  const found = useQuery({
    queryKey: [...keys.accounts, 'named', name],
    queryFn: ({ signal }) => listAccounts({ search: name, limit: 20 }, signal),
    enabled: name !== '',
  })
  if (name === '') return { known: true, id: undefined }
  const items = found.data?.items ?? []
  const account = items.find((item) => item.name.toLowerCase() === name.toLowerCase()) ?? items[0]
  return { known: account !== undefined, id: account?.id }
}
