import type { Membership } from '../../accounts/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { shutOutAfter } from '../policy/lock-out.ts'
import type { LeftOut } from './plan.ts'

/**
 * What a directory may do to groups without shutting out every administrator: a rule may speak of a group that it fills.
 * Where it would, no administrator joins any, and is told by name.
 */
export async function withWayIn(
  deps: AdministrationDeps,
  joined: readonly Membership[],
): Promise<{ readonly joining: readonly Membership[]; readonly leftOut: readonly LeftOut[] }> {
  const all = { joining: joined, leftOut: [] }
  const administrators = await deps.accounts.listAdministrators()
  const theirs = joined.filter(({ accountId }) => administrators.some(({ id }) => id === accountId))
  if (theirs.length === 0) return all

  const known = new Map((await deps.groups.list()).map((group) => [group.id, group]))
  const found = await shutOutAfter(deps, {
    groups(id, before) {
      const joins = theirs.filter(({ accountId }) => accountId === id)
      return [...before, ...joins.flatMap(({ groupId }) => known.get(groupId) ?? [])]
    },
  })
  if (!found) return all
  const kept = administrators.filter(({ id }) => theirs.some(({ accountId }) => accountId === id))
  return {
    joining: joined.filter((one) => !theirs.includes(one)),
    leftOut: kept.map(({ name }) => ({ name, because: 'last-administrator' })),
  }
}
