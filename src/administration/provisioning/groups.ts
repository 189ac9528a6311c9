import { groupNameTaken, type Membership } from '../../accounts/index.ts'
import type { ApiCaller } from '../../applications/index.ts'
import { pushedDirectoryId } from '../../directories/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { AuditEntry } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { requireProvisioning } from './caller.ts'
import { memberUnknown, provisionedChanged, provisionedNotFound } from './errors.ts'
import type { ProvisionedGroup, WantedGroup } from './schema.ts'
import { provisioningStore } from './store.ts'

/** Those that an application has brought, in the order in which they were made. */
export async function listProvisionedGroups(
  deps: AdministrationDeps,
  caller: ApiCaller,
): Promise<readonly ProvisionedGroup[]> {
  requireProvisioning(caller)
  const [rows, groups] = await Promise.all([
    provisioningStore(deps.storage).groupsOf(caller.application.id),
    deps.groups.list(),
  ])
  const byId = new Map(groups.map((group) => [group.id, group]))
  return rows.flatMap(({ groupId, ...row }) => {
    const group = byId.get(groupId)
    return group ? [{ group, ...row }] : []
  })
}

/** Throws `provisioning.not-found`. */
export async function findProvisionedGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  id: Id<'group'>,
): Promise<ProvisionedGroup> {
  requireProvisioning(caller)
  const [group, row] = await Promise.all([
    deps.groups.find(id),
    provisioningStore(deps.storage).group(caller.application.id, id),
  ])
  if (!group || !row) throw provisionedNotFound()
  const { groupId: _, ...told } = row
  return { group, ...told }
}

/** Who is in these groups. */
export function membersOfProvisioned(
  deps: AdministrationDeps,
  ids: readonly Id<'group'>[],
): Promise<readonly Membership[]> {
  return deps.groups.membershipsOf(ids)
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
  const outcome = await deps.storage.book({
    statements: [
      statement,
      deps.directoryBooks.linkGroup(group.id, pushedDirectoryId(applicationId), group.id),
      provisioningStore(deps.storage).insertGroup({ groupId: group.id, applicationId, externalId }),
      ...wanted.members.map((accountId) => deps.groups.addMember(group.id, accountId)),
    ],
    events: [
      eventOf(deps, caller, 'group.created', group.name),
      ...wanted.members.map((id) => eventOf(deps, caller, 'group.joined', group.name, id)),
    ],
    locks: [...wanted.members],
  })
  if (outcome === 'refused') throw groupNameTaken()
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
  const has = new Set((await deps.groups.membershipsOf([group.id])).map(({ accountId }) => accountId))
  const wants = new Set(wanted.members)
  const joining = [...wants].filter((id) => !has.has(id))
  const leaving = [...has].filter((id) => !wants.has(id))
  await requireOwn(deps, caller, joining)
  const renamed = wanted.name.shown !== group.name
  const outcome = await deps.storage.book({
    statements: [
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
    locks: [...leaving, ...joining],
  })
  if (outcome === 'refused') throw renamed ? groupNameTaken() : provisionedChanged()
  return findProvisionedGroup(deps, caller, group.id)
}

export async function removeProvisionedGroup(
  deps: AdministrationDeps,
  caller: ApiCaller,
  { group }: ProvisionedGroup,
): Promise<void> {
  requireProvisioning(caller)
  const outcome = await deps.storage.book({
    statements: [
      provisioningStore(deps.storage).removeGroup(group.id),
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
  const perQuery = 500
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
