import {
  type Account,
  accountNotFound,
  type Group,
  groupNameTaken,
  groupNotFound,
  type Name,
} from '../../accounts/index.ts'
import { busy } from '../../authentication/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { requireOurs } from '../directories/index.ts'
import { requireWayInOfMembers } from './lock-out.ts'

const looks = { role: 'help-desk', scope: 'accounts:read', changes: false } as const
/** Who is in a group decides what is asked of them, so it takes the rights of policy itself. */
const changes = { role: 'administrator', scope: 'administration', changes: true } as const

/** A group as administrators see it. */
export interface GroupView extends Pick<Group, 'id' | 'name' | 'createdAt'> {
  readonly members: number
}

export async function listGroups(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<readonly GroupView[]> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  const [groups, members] = await Promise.all([deps.groups.list(), deps.groups.countMembers()])
  return groups.map(({ id, name, createdAt }) => ({ id, name, createdAt, members: members.get(id) ?? 0 }))
}

export interface MembersQuery {
  readonly actor: Actor
  readonly groupId: Id<'group'>
  readonly after?: Id<'account'> | undefined
  /** At most 200. */
  readonly limit: number
}

/** Its members in the order in which their accounts were made. Throws `group.not-found`. */
export async function listMembers(
  deps: AdministrationDeps,
  { actor, groupId, after, limit }: MembersQuery,
): Promise<{
  readonly items: readonly Pick<Account, 'id' | 'name'>[]
  readonly next?: Id<'account'>
}> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  if (!(await deps.groups.find(groupId))) throw groupNotFound()
  const ids = await deps.groups.listMembers(groupId, { after, limit })
  const names = new Map((await deps.accounts.findAll(ids)).map(({ id, name }) => [id, name]))
  const next = ids.length < limit ? undefined : ids.at(-1)
  return { items: ids.map((id) => ({ id, name: names.get(id) ?? id })), ...(next ? { next } : {}) }
}

/** Throws `group.name-taken`. */
export async function createGroup(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly name: Name },
): Promise<GroupView> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const { group, statement } = deps.groups.create(input.name)
  const outcome = await bookAct(deps, {
    actor: input.actor,
    statements: [statement],
    event: 'group.created',
    details: { group: group.name },
    locks: [],
  })
  if (outcome === 'refused') throw groupNameTaken()
  return { id: group.id, name: group.name, createdAt: group.createdAt, members: 0 }
}

interface GroupAct {
  readonly actor: Actor
  readonly groupId: Id<'group'>
  readonly reason: string
}

/** Its members stay; rules that name it fit them no more. */
export async function removeGroup(deps: AdministrationDeps, input: GroupAct): Promise<void> {
  const group = await groupOf(deps, input)
  const outcome = await bookAct(deps, {
    actor: input.actor,
    statements: [...deps.groups.remove(group.id), deps.directoryBooks.unlinkGroup(group.id)],
    event: 'group.removed',
    details: { group: group.name, reason: input.reason },
    locks: [],
  })
  if (outcome === 'refused') throw groupNotFound()
}

type MemberAct = GroupAct & { readonly accountId: Id<'account'> }

/** Who is a member already stays one. Throws `policy.locks-out` where no administrator could sign in after it. */
export async function addToGroup(deps: AdministrationDeps, input: MemberAct): Promise<void> {
  const group = await groupOf(deps, input)
  if (!(await deps.accounts.find(input.accountId))) throw accountNotFound()
  const own = await deps.groups.listOf(input.accountId)
  if (own.some(({ id }) => id === group.id)) return
  const wayIn = await requireWayInOfMembers(deps, new Set([input.accountId]), (id, before) =>
    id === input.accountId ? [...before, group] : before,
  )
  const act = memberAct(input, group)
  const outcome = await bookAct(deps, {
    ...act,
    statements: [...wayIn.statements, deps.groups.addMember(group.id, input.accountId)],
    locks: [...act.locks, ...wayIn.locks],
    event: 'group.joined',
  })
  if (outcome === 'refused') throw busy()
}

/** Throws `account.not-found` for who is no member. */
export async function takeFromGroup(deps: AdministrationDeps, input: MemberAct): Promise<void> {
  const group = await groupOf(deps, input)
  const outcome = await bookAct(deps, {
    ...memberAct(input, group),
    statements: [deps.groups.removeMember(group.id, input.accountId)],
    event: 'group.left',
  })
  if (outcome === 'refused') throw accountNotFound()
}

function memberAct({ actor, accountId, reason }: MemberAct, group: Group) {
  return { actor, accountId, locks: [accountId], details: { group: group.name, reason } }
}

/** Throws `group.not-found` and `group.of-directory`. */
async function groupOf(deps: AdministrationDeps, { actor, groupId }: GroupAct): Promise<Group> {
  requirePermission(actor, changes, deps.sessions.requireFresh)
  const group = await deps.groups.find(groupId)
  if (!group) throw groupNotFound()
  await requireOurs(deps, groupId)
  return group
}
