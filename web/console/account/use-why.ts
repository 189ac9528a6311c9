import { useQuery } from '@tanstack/react-query'
import { readWhy } from '../../api/accounts.ts'
import { keys } from '../../api/keys.ts'

/** Why an account was refused lately, and what holds it back. */
export function useWhy(id: string) {
  return useQuery({ queryKey: [...keys.account(id), 'why'], queryFn: ({ signal }) => readWhy(id, signal) })
}
