import { isDeepStrictEqual } from 'node:util'
import {
  type Account,
  type Contact,
  type ContactAddress,
  canonicalName,
  emailAddress,
  foldAttributes,
  type Group,
  type Membership,
  type Name,
  phoneNumber,
  type ToldAttributes,
} from '../../accounts/index.ts'
import type {
  DirectoryContact,
  DirectoryEntry,
  DirectoryGroup,
  DirectorySnapshot,
  LinkedGroup,
} from '../../directories/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type ContactChanges, contactChanges } from './contacts.ts'

/** What is here of a directory, before it is read. */
export interface Known {
  readonly accounts: readonly Account[]
  /** Those that the directory, and nobody here, has ended. */
  readonly ended: ReadonlySet<Id<'account'>>
  readonly contactsOf: (id: Id<'account'>) => readonly Contact[]
  readonly groups: readonly (LinkedGroup & Pick<Group, 'name'>)[]
  readonly memberships: readonly Membership[]
}

/** What becomes of one account. */
export type AccountChange =
  | { readonly act: 'create'; readonly entry: DirectoryEntry; readonly name: Name }
  | ({
      readonly act: 'change'
      readonly account: Account
      readonly rename?: Name
      readonly enable?: true
      /** All that is told now, where it is something else. */
      readonly attributes?: ToldAttributes
    } & ContactChanges)
  | { readonly act: 'end'; readonly account: Account; readonly because: 'disabled' | 'gone' }

/** What becomes of one group; members as ids of the directory. */
export type GroupChange =
  | { readonly act: 'create'; readonly group: DirectoryGroup; readonly name: Name }
  | { readonly act: 'rename'; readonly groupId: Id<'group'>; readonly name: Name }
  | { readonly act: 'remove'; readonly groupId: Id<'group'>; readonly name: string }

/** What is left as it is, and why. */
export interface LeftOut {
  readonly name: string
  readonly because: 'name-taken' | 'not-a-name' | 'id-twice' | 'group-name-taken' | 'last-administrator'
}

export interface Plan {
  readonly accounts: readonly AccountChange[]
  readonly groups: readonly GroupChange[]
  /** Who comes out of a group that stays. */
  readonly left: readonly Membership[]
  readonly leftOut: readonly LeftOut[]
}

const mostContacts = 5

/** What a reading makes of what is here. Decides nothing about how much of it is too much. */
export function planOf(snapshot: DirectorySnapshot, known: Known): Plan {
  const leftOut: LeftOut[] = []
  const byId = new Map(known.accounts.map((account) => [account.directoryId, account]))
  const entries = uniqueEntries(snapshot.entries, leftOut)
  const there = new Set(entries.map(({ id }) => id))
  const gone = known.accounts.filter(
    ({ directoryId, status }) => status === 'active' && !there.has(directoryId),
  )
  return {
    accounts: [
      ...entries.flatMap((entry) => changeOf(entry, byId.get(entry.id), known, leftOut)),
      ...gone.map((account) => ({ act: 'end', account, because: 'gone' }) as const),
    ],
    groups: groupChanges(snapshot.groups, known, leftOut),
    left: snapshot.groups ? membershipChanges(snapshot.groups, known).left : [],
    leftOut,
  }
}

/** An id that two people have is nobody's: whom it once linked would open to the other (R12). */
function uniqueEntries(entries: readonly DirectoryEntry[], leftOut: LeftOut[]): readonly DirectoryEntry[] {
  const byId = Map.groupBy(entries, ({ id }) => id)
  return [...byId.values()].flatMap(([entry, ...others]) => {
    if (entry && others.length === 0) return [entry]
    if (entry) leftOut.push({ name: entry.name, because: 'id-twice' })
    return []
  })
}

function changeOf(
  entry: DirectoryEntry,
  account: Account | undefined,
  known: Known,
  leftOut: LeftOut[],
): readonly AccountChange[] {
  if (account && entry.disabled)
    return account.status === 'active' ? [{ act: 'end', account, because: 'disabled' }] : []
  const name = nameOf(entry.name)
  if (!account && entry.disabled) return []
  if (!name) leftOut.push({ name: entry.name.slice(0, 256), because: 'not-a-name' })
  if (!account) return name ? [{ act: 'create', entry, name }] : []
  const change = { act: 'change', account, ...differences(entry, account, name, known) } as const
  const { rename, enable, attributes, added, removed } = change
  const idle = !rename && !enable && !attributes && added.length === 0 && removed.length === 0
  return idle ? [] : [change]
}

function differences(entry: DirectoryEntry, account: Account, name: Name | undefined, known: Known) {
  return {
    ...(name && name.shown !== account.name ? { rename: name } : {}),
    ...(account.status === 'disabled' && known.ended.has(account.id) ? { enable: true as const } : {}),
    ...attributeChange(entry, account),
    ...contactChanges(known.contactsOf(account.id), addressesOf(entry.contacts)),
  }
}

function attributeChange({ attributes = {} }: DirectoryEntry, account: Account) {
  const told = foldAttributes(attributes)
  return isDeepStrictEqual(told, account.attributes.told) ? {} : { attributes: told }
}

/** Those that can be written to; what is no address or number is passed over. */
export function addressesOf(contacts: readonly DirectoryContact[]): readonly ContactAddress[] {
  const read = contacts.flatMap(({ type, value }) => {
    const parsed = (type === 'email' ? emailAddress : phoneNumber).safeParse(value)
    return parsed.success ? [parsed.data] : []
  })
  const once = new Map(read.map((address) => [`${address.type} ${address.value}`, address]))
  return [...once.values()].slice(0, mostContacts)
}

function groupChanges(
  groups: readonly DirectoryGroup[] | undefined,
  known: Known,
  leftOut: LeftOut[],
): readonly GroupChange[] {
  if (!groups) return []
  const linked = new Map(known.groups.map((group) => [group.directoryId, group]))
  const there = new Set(groups.map(({ id }) => id))
  const changes = groups.flatMap((group): GroupChange[] => {
    const name = nameOf(group.name)
    const ours = linked.get(group.id)
    if (!name) leftOut.push({ name: group.name.slice(0, 256), because: 'not-a-name' })
    if (!name || ours?.name === name.shown) return []
    return ours ? [{ act: 'rename', groupId: ours.groupId, name }] : [{ act: 'create', group, name }]
  })
  const gone = known.groups.filter(({ directoryId }) => !there.has(directoryId))
  return [...changes, ...gone.map(({ groupId, name }) => ({ act: 'remove', groupId, name }) as const)]
}

function nameOf(text: string): Name | undefined {
  const reading = canonicalName(text)
  return reading.valid ? { key: reading.key, shown: reading.shown } : undefined
}

/** Who comes into which group, and who out of it. */
export function membershipChanges(
  groups: readonly DirectoryGroup[],
  known: Pick<Known, 'accounts' | 'groups' | 'memberships'>,
): { readonly joined: readonly Membership[]; readonly left: readonly Membership[] } {
  const accounts = new Map(known.accounts.map((account) => [account.directoryId, account.id]))
  const linked = new Map(known.groups.map((group) => [group.directoryId, group.groupId]))
  const wanted = groups.flatMap(({ id, members }) => {
    const groupId = linked.get(id)
    if (groupId === undefined) return []
    return members.flatMap((member) => {
      const accountId = accounts.get(member)
      return accountId === undefined ? [] : [{ groupId, accountId }]
    })
  })
  const present = new Set(known.memberships.map(keyOf))
  const asked = new Set(wanted.map(keyOf))
  return {
    joined: wanted.filter((one) => !present.has(keyOf(one))),
    left: known.memberships.filter((one) => !asked.has(keyOf(one))),
  }
}

function keyOf({ groupId, accountId }: Membership): string {
  return `${groupId} ${accountId}`
}
