import { type ContactAddress, emailAddress, phoneNumber, typedName } from '../../accounts/index.ts'
import {
  changeProvisioned,
  findProvisioned,
  listProvisioned,
  type ProvisionedAccount,
  provisionAccount,
  removeProvisioned,
  type WantedAccount,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { withMeta } from './answer.ts'
import type { Asked } from './asked.ts'
import { type Resource, urn } from './attributes.ts'
import { invalidValue, notFound } from './errors.ts'
import { parsed } from './parsed.ts'
import { type Operation, patched } from './patch.ts'
import { userBody } from './schema.ts'

/** The users of whoever asks. */
export const users = {
  async list({ deps, caller, groups }: Asked): Promise<readonly Resource[]> {
    const [all, byAccount] = await Promise.all([listProvisioned(deps, caller), groups()])
    return all.map((one) => toUser(deps.baseUrl, one, byAccount.get(one.account.id) ?? []))
  },

  async find(asked: Asked, id: string): Promise<Resource> {
    return shown(asked, await findProvisioned(asked.deps, asked.caller, accountId(id)))
  },

  async create(asked: Asked, body: unknown): Promise<Resource> {
    return shown(asked, await provisionAccount(asked.deps, asked.caller, wantedOf(body)))
  },

  async replace(asked: Asked, id: string, body: unknown): Promise<Resource> {
    const { deps, caller } = asked
    const before = await findProvisioned(deps, caller, accountId(id))
    return shown(asked, await changeProvisioned(deps, caller, before, wantedOf(body)))
  },

  async patch(asked: Asked, id: string, operations: readonly Operation[]): Promise<Resource> {
    const { deps, caller } = asked
    const before = await findProvisioned(deps, caller, accountId(id))
    const wanted = wantedOf(patched(bareUser(before), operations))
    return shown(asked, await changeProvisioned(deps, caller, before, wanted))
  },

  async remove({ deps, caller }: Asked, id: string): Promise<void> {
    await removeProvisioned(deps, caller, await findProvisioned(deps, caller, accountId(id)))
  },
} as const

export function accountId(text: string): Id<'account'> {
  if (!isId<'account'>(text)) throw notFound()
  return text
}

async function shown({ deps, groups }: Asked, one: ProvisionedAccount): Promise<Resource> {
  return toUser(deps.baseUrl, one, (await groups([one.account.id])).get(one.account.id) ?? [])
}

/** What the caller may change of it, as it stands. */
function bareUser({ account, externalId, profile }: ProvisionedAccount): Resource {
  return {
    ...(externalId === undefined ? {} : { externalId }),
    userName: account.name,
    active: account.status === 'active',
    ...structuredClone(profile),
  }
}

function toUser(
  baseUrl: string,
  one: ProvisionedAccount,
  groups: readonly { readonly id: string; readonly name: string }[],
): Resource {
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
  return { name: name.data, externalId, active, contacts: once(contacts), profile }
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
