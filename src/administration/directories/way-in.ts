import type { Account, Membership } from '../../accounts/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { outlookOfMembers } from '../policy/lock-out.ts'
import type { HeldTo } from '../policy/one-by-one.ts'
import type { LeftOut } from './plan.ts'

/** The groups that a directory has somebody join, and what the booking of them is held to. */
interface Joining {
  readonly joining: readonly Membership[]
  readonly heldTo: HeldTo
  readonly leftOut: readonly LeftOut[]
}

/**
 * What a directory may do to groups without shutting out every administrator: a rule may speak of a group that it fills.
 * Where it would, no administrator joins any, and is told by name.
 */
export async function withWayIn(deps: AdministrationDeps, joined: readonly Membership[]): Promise<Joining> {
  const groups = await deps.groups.findAll([...new Set(joined.map(({ groupId }) => groupId))])
  const known = new Map(groups.map((group) => [group.id, group]))
  const byAccount = Map.groupBy(joined, ({ accountId }) => accountId)
  const outlook = await outlookOfMembers(deps, new Set(byAccount.keys()), (id, before) => {
    const joins = byAccount.get(id) ?? []
    return [...before, ...joins.flatMap(({ groupId }) => known.get(groupId) ?? [])]
  })
  const { shutOut, heldTo } = outlook
  if (!shutOut) return { joining: joined, heldTo, leftOut: [] }

  const administrators = await deps.accounts.listAdministrators()
  const isOne = (id: Account['id']) => administrators.some((one) => one.id === id)
  const kept = administrators.filter(({ id }) => byAccount.has(id))
  return {
    joining: joined.filter(({ accountId }) => !isOne(accountId)),
    heldTo,
    leftOut: kept.map(({ name }) => ({ name, because: 'last-administrator' })),
  }
}
