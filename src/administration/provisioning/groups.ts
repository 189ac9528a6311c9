import { canonicalName, type Group, groupNameTaken, type Name } from '../../accounts/index.ts'
import type { ApiCaller } from '../../applications/index.ts'
import { busy } from '../../authentication/index.ts'
import { pushedDirectoryId } from '../../directories/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { AuditEntry } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { requireWayInOfMembers } from '../policy/lock-out.ts'
import type { HeldTo } from '../policy/one-by-one.ts'
import { requireProvisioning } from './caller.ts'
import { memberUnknown, provisionedChanged, provisionedNotFound } from './errors.ts'
import type { Lookup, Page, ProvisionedGroup, WantedGroup } from './schema.ts'
import { type GroupRow, provisioningStore } from './store.ts'

/** Those that an application has brought, in the order in which they were made; all of them without a page. */
export async function listProvisionedGroups(
  deps: AdministrationDeps,
  caller: ApiCaller,
  page?: Page,
): Promise<readonly ProvisionedGroup[]> {
  requireProvisioning(caller)
  const rows = await provisioningStore(deps.storage).groupsOf(caller.application.id, page)
  return together(deps, rows)
}

export function countProvisionedGroups(deps: AdministrationDeps, caller: ApiCaller): Promise<number> {
  requireProvisioning(caller)
  return provisioningStore(deps.storage).countGroups(caller.application.id)
}

/** The one that has this value, if the application has brought it. */
export async function lookUpProvisionedGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  lookup: Lookup,
): Promise<ProvisionedGroup | undefined> {
  requireProvisioning(caller)
  const row = await rowOf(deps, caller, lookup)
  return row && (await together(deps, [row]))[0]
}

async function rowOf(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  { by, value }: Lookup,
): Promise<GroupRow | undefined> {
  const store = provisioningStore(deps.storage)
  if (by === 'externalId') return store.groupCalled(application.id, value)
  if (by === 'id') return isId<'group'>(value) ? store.group(application.id, value) : undefined
  const name = canonicalName(value)
  const group = name.valid ? await deps.groups.findByName(name.key) : undefined
  return group && store.group(application.id, group.id)
}

/** Throws `provisioning.not-found`. */
export async function findProvisionedGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  id: Id<'group'>,
): Promise<ProvisionedGroup> {
  const found = await lookUpProvisionedGroup(deps, caller, { by: 'id', value: id })
  if (!found) throw provisionedNotFound()
  return found
}

async function together(
  deps: AdministrationDeps,
  rows: readonly GroupRow[],
): Promise<readonly ProvisionedGroup[]> {
  const ids = rows.map(({ groupId }) => groupId)
  const [groups, memberships] = await Promise.all([deps.groups.findAll(ids), deps.groups.membershipsOf(ids)])
  const byId = new Map(groups.map((group) => [group.id, group]))
  const byGroup = Map.groupBy(memberships, ({ groupId }) => groupId)
  return rows.flatMap(({ groupId, ...row }) => {
    const group = byId.get(groupId)
    const members = (byGroup.get(groupId) ?? []).map(({ accountId }) => accountId)
    return group ? [{ group, members, ...row }] : []
  })
}

/** The caller's own groups that these accounts are in, by account. */
export async function provisionedGroupsOf(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  accountIds: readonly Id<'account'>[],
): Promise<ReadonlyMap<string, readonly Group[]>> {
  const found = new Map<string, readonly Group[]>()
  for (let at = 0; at < accountIds.length; at += perQuery) {
    const groups = await deps.groups.listOfAll(accountIds.slice(at, at + perQuery))
    const ids = new Set([...groups.values()].flatMap((some) => some.map(({ id }) => id)))
    const own = await provisioningStore(deps.storage).groupsAmong(application.id, [...ids])
    for (const [accountId, all] of groups) found.set(accountId, all.filter(isIn(own)))
  }
  return found
}

const perQuery = 5_000

function isIn(own: ReadonlySet<Id<'group'>>) {
  return ({ id }: Group) => own.has(id)
}

/** Throws `group.name-taken`, whoever has it, and `provisioning.member-unknown`. */
export async function provisionGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  wanted: WantedGroup,
): Promise<ProvisionedGroup> {
  requireProvisioning(caller)
  await requireOwn(deps, caller, wanted.members)
  const { group, statement } = deps.groups.create(wanted.name)
  const applicationId = caller.application.id
  const { externalId } = wanted
  const wayIn = await requireWayIn(deps, group, new Set(wanted.members))
  const outcome = await deps.storage.book({
    statements: [
      ...wayIn.statements,
      statement,
      deps.directoryBooks.linkGroup(group.id, pushedDirectoryId(applicationId), group.id),
      provisioningStore(deps.storage).insertGroup({ groupId: group.id, applicationId, externalId }),
      ...wanted.members.map((accountId) => deps.groups.addMember(group.id, accountId)),
    ],
    events: [
      eventOf(deps, caller, 'group.created', group.name),
      ...wanted.members.map((id) => eventOf(deps, caller, 'group.joined', group.name, id)),
    ],
    locks: [...wanted.members, ...wayIn.locks],
  })
  if (outcome === 'refused') throw (await isFree(deps, wanted.name, group.id)) ? busy() : groupNameTaken()
  return findProvisionedGroup(deps, caller, group.id)
}

/** Makes a group as its application wants it. Throws what `provisionGroup` throws. */
export async function changeProvisionedGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  before: ProvisionedGroup,
  wanted: WantedGroup,
): Promise<ProvisionedGroup> {
  requireProvisioning(caller)
  const { group } = before
  const has = new Set(before.members)
  const wants = new Set(wanted.members)
  const joining = [...wants].filter((id) => !has.has(id))
  const leaving = [...has].filter((id) => !wants.has(id))
  await requireOwn(deps, caller, joining)
  const renamed = wanted.name.shown !== group.name
  const wayIn = await requireWayIn(deps, { ...group, name: wanted.name.shown, key: wanted.name.key }, wants)
  const outcome = await deps.storage.book({
    statements: [
      ...wayIn.statements,
      provisioningStore(deps.storage).updateGroup({ groupId: group.id, ...before }, wanted.externalId),
      ...(renamed ? [deps.groups.rename(group.id, wanted.name)] : []),
      ...leaving.map((id) => deps.groups.removeMember(group.id, id)),
      ...joining.map((id) => deps.groups.addMember(group.id, id)),
    ],
    events: [
      ...(renamed ? [eventOf(deps, caller, 'group.renamed', wanted.name.shown)] : []),
      ...leaving.map((id) => eventOf(deps, caller, 'group.left', group.name, id)),
      ...joining.map((id) => eventOf(deps, caller, 'group.joined', group.name, id)),
    ],
    locks: [...leaving, ...joining, ...wayIn.locks],
  })
  if (outcome === 'refused')
    throw renamed && !(await isFree(deps, wanted.name, group.id)) ? groupNameTaken() : provisionedChanged()
  return findProvisionedGroup(deps, caller, group.id)
}

/** A group that rules speak of may shut out whoever is in it. Throws `policy.locks-out`. */
function requireWayIn(
  deps: AdministrationDeps,
  group: Group,
  members: ReadonlySet<Id<'account'>>,
): Promise<HeldTo> {
  return requireWayInOfMembers(deps, members, (id, before) => {
    const others = before.filter((one) => one.id !== group.id)
    return members.has(id) ? [...others, group] : others
  })
}

async function isFree(deps: AdministrationDeps, { key }: Name, own: Id<'group'>): Promise<boolean> {
  const holder = await deps.groups.findByName(key)
  return holder === undefined || holder.id === own
}

export async function removeProvisionedGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  before: ProvisionedGroup,
): Promise<void> {
  requireProvisioning(caller)
  const { group } = before
  const outcome = await deps.storage.book({
    statements: [
      provisioningStore(deps.storage).removeGroup({ ...before, groupId: group.id }),
      deps.directoryBooks.unlinkGroup(group.id),
      ...deps.groups.remove(group.id),
    ],
    events: [eventOf(deps, caller, 'group.removed', group.name)],
    locks: [],
  })
  if (outcome === 'refused') throw provisionedChanged()
}

/** Only accounts that the same application has brought: nobody else's groups are its to say (R12). */
async function requireOwn(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  ids: readonly Id<'account'>[],
): Promise<void> {
  const directory = pushedDirectoryId(application.id)
  for (let at = 0; at < ids.length; at += perQuery) {
    const wanted = ids.slice(at, at + perQuery)
    const found = await deps.accounts.findAll(wanted)
    if (found.filter((account) => account.directory === directory).length < wanted.length)
      throw memberUnknown()
  }
}

function eventOf(
  deps: AdministrationDeps,
  { application }: ApiCaller,
  event: string,
  group: string,
  accountId?: Id<'account'>,
): AuditEntry {
  return {
    at: deps.storage.clock.now(),
    event,
    outcome: 'done',
    actor: `application:${application.id}`,
    applicationId: application.id,
    ...(accountId ? { accountId } : {}),
    details: { group, reason: 'said by its application' },
  }
}
