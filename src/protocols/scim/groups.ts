import { type Membership, typedName } from '../../accounts/index.ts'
import {
  changeProvisionedGroup,
  findProvisionedGroup,
  listProvisionedGroups,
  membersOfProvisioned,
  type ProvisionedGroup,
  provisionGroup,
  removeProvisionedGroup,
  type WantedGroup,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { withMeta } from './answer.ts'
import type { Asked } from './asked.ts'
import { type Resource, urn } from './attributes.ts'
import { invalidValue, notFound } from './errors.ts'
import { parsed } from './parsed.ts'
import { type Operation, patched } from './patch.ts'
import { groupBody } from './schema.ts'

/** The groups of whoever asks. */
export const groups = {
  async list({ deps, caller }: Asked): Promise<readonly Resource[]> {
    const all = await listProvisionedGroups(deps, caller)
    const memberships = await membersOfProvisioned(
      deps,
      all.map(({ group }) => group.id),
    )
    const byGroup = Map.groupBy(memberships, ({ groupId }) => groupId)
    return all.map((one) => toGroup(deps.baseUrl, one, byGroup.get(one.group.id) ?? []))
  },

  async find(asked: Asked, id: string): Promise<Resource> {
    return shown(asked, await findProvisionedGroup(asked.deps, asked.caller, groupId(id)))
  },

  async create(asked: Asked, body: unknown): Promise<Resource> {
    return shown(asked, await provisionGroup(asked.deps, asked.caller, wantedOf(body)))
  },

  async replace(asked: Asked, id: string, body: unknown): Promise<Resource> {
    const { deps, caller } = asked
    const before = await findProvisionedGroup(deps, caller, groupId(id))
    return shown(asked, await changeProvisionedGroup(deps, caller, before, wantedOf(body)))
  },

  async patch(asked: Asked, id: string, operations: readonly Operation[]): Promise<Resource> {
    const { deps, caller } = asked
    const before = await findProvisionedGroup(deps, caller, groupId(id))
    const memberships = await membersOfProvisioned(deps, [before.group.id])
    const wanted = wantedOf(patched(bareGroup(before, memberships), operations))
    return shown(asked, await changeProvisionedGroup(deps, caller, before, wanted))
  },

  async remove({ deps, caller }: Asked, id: string): Promise<void> {
    await removeProvisionedGroup(deps, caller, await findProvisionedGroup(deps, caller, groupId(id)))
  },
} as const

function groupId(text: string): Id<'group'> {
  if (!isId<'group'>(text)) throw notFound()
  return text
}

async function shown({ deps }: Asked, one: ProvisionedGroup): Promise<Resource> {
  return toGroup(deps.baseUrl, one, await membersOfProvisioned(deps, [one.group.id]))
}

function bareGroup({ group, externalId }: ProvisionedGroup, memberships: readonly Membership[]): Resource {
  return {
    ...(externalId === undefined ? {} : { externalId }),
    displayName: group.name,
    members: memberships.map(({ accountId }) => ({ value: accountId })),
  }
}

function toGroup(baseUrl: string, one: ProvisionedGroup, memberships: readonly Membership[]): Resource {
  const { group, changedAt: changed } = one
  const bare = bareGroup(one, memberships)
  const members = memberships.map(({ accountId }) => ({
    value: accountId,
    $ref: `${baseUrl}/scim/v2/Users/${accountId}`,
    type: 'User',
  }))
  const resource = { schemas: [urn.group], id: group.id, ...bare, members }
  const location = `${baseUrl}/scim/v2/Groups/${group.id}`
  return withMeta(resource, { resourceType: 'Group', created: group.createdAt, changed, location })
}

function wantedOf(body: unknown): WantedGroup {
  const { displayName, externalId, members } = parsed(groupBody, body)
  const name = typedName.safeParse(displayName)
  if (!name.success) throw invalidValue('displayName is no name for a group here.')
  const ids = new Set(members.map(({ value }) => value))
  return { name: name.data, externalId, members: [...ids].map(memberId) }
}

function memberId(text: string): Id<'account'> {
  if (!isId<'account'>(text)) throw invalidValue('members: one of them is none of your users.')
  return text
}
