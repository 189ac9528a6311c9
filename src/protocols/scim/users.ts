import {
  type ContactAddress,
  emailAddress,
  foldAttributes,
  type Group,
  phoneNumber,
  type ToldAttributes,
  typedName,
} from '../../accounts/index.ts'
import {
  changeProvisioned,
  countProvisioned,
  findProvisioned,
  listProvisioned,
  lookUpProvisioned,
  type ProvisionedAccount,
  provisionAccount,
  provisionedGroupsOf,
  removeProvisioned,
  type WantedAccount,
} from '../../administration/index.ts'
import { withMeta } from './answer.ts'
import { type Resource, urn } from './attributes.ts'
import { collectionOf } from './collection.ts'
import { invalidValue } from './errors.ts'
import { parsed } from './parsed.ts'
import { type UserProfile, userBody } from './schema.ts'

/** The users of whoever asks. */
export const users = collectionOf<'account', ProvisionedAccount, WantedAccount>({
  nameIn: 'userName',
  count: countProvisioned,
  list: listProvisioned,
  lookUp: lookUpProvisioned,
  find: findProvisioned,
  create: provisionAccount,
  change: changeProvisioned,
  remove: removeProvisioned,
  wanted: wantedOf,
  bare: bareUser,
  async shown({ deps, caller }, all) {
    const ids = all.map(({ account }) => account.id)
    const groups = await provisionedGroupsOf(deps, caller, ids)
    return all.map((one) => toUser(deps.baseUrl, one, groups.get(one.account.id) ?? []))
  },
})

/** What the caller may change of it, as it stands. */
function bareUser({ account, externalId, profile }: ProvisionedAccount): Resource {
  return {
    ...(externalId === undefined ? {} : { externalId }),
    userName: account.name,
    active: account.status === 'active',
    ...structuredClone(profile),
  }
}

function toUser(baseUrl: string, one: ProvisionedAccount, groups: readonly Group[]): Resource {
  const { account, profile, changedAt } = one
  const resource = {
    schemas: [urn.user, ...(profile[urn.enterprise] === undefined ? [] : [urn.enterprise])],
    id: account.id,
    ...bareUser(one),
    ...(groups.length > 0
      ? {
          groups: groups.map(({ id, name }) => ({
            value: id,
            display: name,
            $ref: `${baseUrl}/scim/v2/Groups/${id}`,
          })),
        }
      : {}),
  }
  const location = `${baseUrl}/scim/v2/Users/${account.id}`
  const changed = Math.max(changedAt, account.updatedAt)
  return withMeta(resource, { resourceType: 'User', created: account.createdAt, changed, location })
}

function wantedOf(body: unknown): WantedAccount {
  const { userName, externalId, active, ...profile } = parsed(userBody, body)
  const name = typedName.safeParse(userName)
  if (!name.success) throw invalidValue('userName is no name for an account here.')
  const { emails = [], phoneNumbers = [] } = profile
  const contacts = [
    ...emails.flatMap(({ value }) => readable(emailAddress.safeParse(value))),
    ...phoneNumbers.flatMap(({ value }) => readable(phoneNumber.safeParse(value))),
  ]
  const attributes = attributesIn(profile)
  return { name: name.data, externalId, active, contacts: once(contacts), attributes, profile }
}

/** What rules may speak of: each of them is known to have no value where the caller sends none. */
function attributesIn(profile: UserProfile): ToldAttributes {
  const { title, userType, [urn.enterprise]: enterprise = {} } = profile
  const { costCenter, organization, division, department } = enterprise
  const all = { title, userType, costCenter, organization, division, department }
  const told = Object.entries(all).map(([name, value]) => [name, value === undefined ? [] : [value]] as const)
  return foldAttributes(Object.fromEntries(told))
}

const mostContacts = 5

/** What is no address is kept for the caller, and reaches nobody. */
function readable(read: {
  readonly success: boolean
  readonly data?: ContactAddress
}): readonly ContactAddress[] {
  return read.success && read.data ? [read.data] : []
}

function once(contacts: readonly ContactAddress[]): readonly ContactAddress[] {
  const byValue = new Map(contacts.map((contact) => [`${contact.type} ${contact.value}`, contact]))
  return [...byValue.values()].slice(0, mostContacts)
}
