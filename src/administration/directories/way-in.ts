import type { Account, Membership } from '../../accounts/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { outlookOfMembers, outlookWith } from '../policy/lock-out.ts'
import type { HeldTo } from '../policy/one-by-one.ts'
import type { AccountChange, GroupChange, LeftOut } from './plan.ts'

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

/**
 * What a change of whoever administers is held to; undefined where it would leave nobody who administers and comes in,
 * whatever a directory says: the last administrator stays, and what rules say of attributes shuts nobody out.
 */
export async function wayInAfter(
  deps: AdministrationDeps,
  change: Exclude<AccountChange, { readonly act: 'create' }>,
): Promise<HeldTo | undefined> {
  const { account } = change
  const { shutOut, heldTo } = await outlookWith(deps, account, after(change))
  if (shutOut) return undefined
  if (change.act !== 'end') return heldTo
  const witness = await deps.accounts.witnessOf(account)
  return witness && { ...heldTo, statements: [...heldTo.statements, ...witness] }
}

function after(change: Exclude<AccountChange, { readonly act: 'create' }>): Account | undefined {
  if (change.act === 'end') return undefined
  const { account, rename, enable, attributes = account.attributes.told } = change
  return {
    ...account,
    ...(rename ? { name: rename.shown, key: rename.key } : {}),
    ...(enable ? { status: 'active' } : {}),
    attributes: { ...account.attributes, told: attributes },
  }
}

/** The same of another name of a group, which a rule may speak of. */
export async function wayInUnderName(
  deps: AdministrationDeps,
  { groupId, name }: Extract<GroupChange, { readonly act: 'rename' }>,
): Promise<HeldTo | undefined> {
  const members = await deps.groups.membershipsOf([groupId])
  const ids = new Set(members.map(({ accountId }) => accountId))
  const { shutOut, heldTo } = await outlookOfMembers(deps, ids, (_, before) =>
    before.map((group) => (group.id === groupId ? { ...group, name: name.shown, key: name.key } : group)),
  )
  return shutOut ? undefined : heldTo
}
