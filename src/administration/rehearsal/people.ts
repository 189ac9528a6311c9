import type { Id } from '../../kernel/ids.ts'
import type { Policy } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type Holder, holdersOf } from '../holder.ts'

/** Of so many accounts, what they hold takes some 100 MB. */
const usuallyKept = 50_000

/** Reads accounts when they are met, many at once, and keeps them; beyond `most` it begins to keep anew. */
export function openPeople(deps: AdministrationDeps, policies: readonly Policy[], most = usuallyKept) {
  const known = new Map<string, Holder>()
  return {
    /** Those who still are; the others are left out. */
    async of(ids: readonly string[]): Promise<ReadonlyMap<string, Holder>> {
      if (known.size > most) known.clear()
      const missing = [...new Set(ids)].filter((id) => !known.has(id)) as Id<'account'>[]
      for (let from = 0; from < missing.length; from += perRead) {
        const accounts = await deps.accounts.findAll(missing.slice(from, from + perRead))
        for (const holder of await holdersOf(deps, policies, accounts)) known.set(holder.account.id, holder)
      }
      return known
    },
  }
}

const perRead = 200
