import type { Entry } from 'ldapts'
import type { DirectoryGroup } from '../directory.ts'
import type { LdapConfig } from './config.ts'
import { dnKey } from './dn.ts'
import { idOf, type LdapEntry, namesOf, valuesOf } from './entry.ts'
import { groupsFilter, membersFilter } from './filters.ts'
import { flavourOf } from './flavour.ts'
import { primaryMembers } from './primary-group.ts'
import type { Session } from './session.ts'

/** More groups than this are a mistake, and change nothing. */
const mostGroups = 5_000

/** A group as it was read, before anybody asked who is in it. */
interface FoundGroup {
  readonly dn: string
  readonly id: string
  readonly name: string
  /** Its members by their distinguished names. */
  readonly members: readonly string[]
  /** Its members by what they sign in with (RFC 2307). */
  readonly uids: readonly string[]
}

/** The groups that count, each with its people. */
export async function readGroups(
  config: LdapConfig,
  session: Session,
  people: readonly LdapEntry[],
): Promise<readonly DirectoryGroup[] | undefined> {
  if (!config.groups) return undefined
  const found = await findGroups(config, session)
  const listed = flavourOf(config).chains
    ? await askForMembers(config, session, found)
    : walkMembers(found, people, config.groups.nested)
  const primary = await primaryMembers(config, session, people)
  const membersOf = (id: string) => [...new Set([...(listed.get(id) ?? []), ...(primary.get(id) ?? [])])]
  const { prefix } = config.groups
  return found.map(({ id, name }) => ({ id, name: prefix + name, members: membersOf(id) }))
}

async function findGroups(config: LdapConfig, session: Session): Promise<readonly FoundGroup[]> {
  const { base = '', name = 'cn' } = config.groups ?? {}
  const { id, binaryIds, chains } = flavourOf(config)
  // Active Directory gives long lists of members by parts only, and answers who they are by itself.
  const attributes = [id, name, ...(chains ? [] : ['member', 'uniqueMember', 'memberUid'])]
  const groups: FoundGroup[] = []
  let read = 0
  const search = { base, filter: groupsFilter(config), attributes, binary: binaryIds ? [id] : [] }
  for await (const entry of session.search(search)) {
    if (++read > mostGroups) throw new Error(`There are more than ${mostGroups} groups.`)
    const group = toGroup(config, entry, { id, name })
    if (group) groups.push(group)
  }
  return groups
}

function toGroup(
  config: LdapConfig,
  entry: Entry,
  names: { readonly id: string; readonly name: string },
): FoundGroup | undefined {
  const values = valuesOf(entry)
  const id = idOf(config, entry, names.id)
  const [name] = values(names.name)
  if (id === undefined || name === undefined) return undefined
  const members = [...values('member'), ...values('uniqueMember')]
  return { dn: entry.dn, id, name, members, uids: values('memberUid') }
}

/** By group id, the ids of its people; asked of the directory, group by group. */
async function askForMembers(
  config: LdapConfig,
  session: Session,
  groups: readonly FoundGroup[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { id } = namesOf(config)
  const byGroup = new Map<string, readonly string[]>()
  for (const group of groups) {
    const filter = await membersFilter(config, group.dn)
    const ids: string[] = []
    for await (const entry of session.search({ base: config.base, filter, attributes: [id], binary: [id] })) {
      if (ids.length >= config.mostEntries) throw new Error(`${group.name} has more members than there are.`)
      ids.push(idOf(config, entry, id) ?? '')
    }
    byGroup.set(group.id, ids.filter(Boolean))
  }
  return byGroup
}

/** The same out of what was read. Each group is entered once, so that groups which contain each other come to an end. */
function walkMembers(
  groups: readonly FoundGroup[],
  people: readonly LdapEntry[],
  nested: boolean,
): ReadonlyMap<string, readonly string[]> {
  const byDn = new Map(people.map((one) => [dnKey(one.dn), one.id]))
  const byName = new Map(people.map((one) => [one.name, one.id]))
  const groupsByDn = new Map(groups.map((group) => [dnKey(group.dn), group]))

  function peopleIn(top: FoundGroup): readonly string[] {
    const entered = new Set([top])
    const ids = new Set<string>()
    for (const group of entered) {
      for (const uid of group.uids) add(ids, byName.get(uid))
      for (const dn of group.members.map(dnKey)) {
        add(ids, byDn.get(dn))
        const inner = nested ? groupsByDn.get(dn) : undefined
        if (inner) entered.add(inner)
      }
    }
    return [...ids]
  }
  return new Map(groups.map((group) => [group.id, peopleIn(group)]))
}

function add(ids: Set<string>, id: string | undefined): void {
  if (id !== undefined) ids.add(id)
}
