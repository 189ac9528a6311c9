import { typedName } from '../../accounts/index.ts'
import {
  changeProvisionedGroup,
  countProvisionedGroups,
  findProvisionedGroup,
  listProvisionedGroups,
  lookUpProvisionedGroup,
  type ProvisionedGroup,
  provisionGroup,
  removeProvisionedGroup,
  type WantedGroup,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { withMeta } from './answer.ts'
import { type Resource, urn } from './attributes.ts'
import { collectionOf } from './collection.ts'
import { invalidValue } from './errors.ts'
import { parsed } from './parsed.ts'
import { groupBody } from './schema.ts'

/** The groups of whoever asks. */
export const groups = collectionOf<'group', ProvisionedGroup, WantedGroup>({
  nameIn: 'displayName',
  count: countProvisionedGroups,
  list: listProvisionedGroups,
  lookUp: lookUpProvisionedGroup,
  find: findProvisionedGroup,
  create: provisionGroup,
  change: changeProvisionedGroup,
  remove: removeProvisionedGroup,
  wanted: wantedOf,
  bare: bareGroup,
  shown: async ({ deps }, all) => all.map((one) => toGroup(deps.baseUrl, one)),
})

function bareGroup({ group, externalId, members }: ProvisionedGroup): Resource {
  return {
    ...(externalId === undefined ? {} : { externalId }),
    displayName: group.name,
    members: members.map((value) => ({ value })),
  }
}

function toGroup(baseUrl: string, one: ProvisionedGroup): Resource {
  const { group, changedAt: changed } = one
  const members = one.members.map((value) => ({
    value,
    $ref: `${baseUrl}/scim/v2/Users/${value}`,
    type: 'User',
  }))
  const resource = { schemas: [urn.group], id: group.id, ...bareGroup(one), members }
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
