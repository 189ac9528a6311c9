import type { Filter } from 'ldapts'
import type { LdapConfig } from './config.ts'
import { domainOf } from './dn.ts'
import { idOf, type LdapEntry } from './entry.ts'
import { aroundFilter, sidFilter } from './filters.ts'
import { flavourOf } from './flavour.ts'
import type { Session } from './session.ts'

/** More of them than this are a mistake, and change nothing. */
const mostPrimaryGroups = 1_000

/**
 * By group id, the ids of those who are in it by way of their primary group (MS-ADTS §3.1.1.3.4.4.3 follows what is
 * listed, and nobody is listed there). "Domain Users" is one of these, and a rule about it would else meet nobody.
 */
export async function primaryMembers(
  config: LdapConfig,
  session: Session,
  people: readonly LdapEntry[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const bySid = Map.groupBy(people, ({ primaryGroup }) => primaryGroup)
  if (bySid.size > mostPrimaryGroups)
    throw new Error(`There are more than ${mostPrimaryGroups} primary groups.`)
  const members = new Map<string, string[]>()
  for (const [sid, own] of bySid) {
    const groups = sid === undefined ? [] : await groupsOf(config, session, sid, domainOf(own[0]?.dn ?? ''))
    for (const group of groups)
      members.set(group, [...(members.get(group) ?? []), ...own.map(({ id }) => id)])
  }
  return members
}

/** A primary group and, where groups in groups count, those that it is in. It may lie outside of where groups are looked for. */
async function groupsOf(
  config: LdapConfig,
  session: Session,
  sid: string,
  domain: string,
): Promise<readonly string[]> {
  const { id, primary } = flavourOf(config)
  if (!primary) return []
  const find = (base: string, filter: Filter) =>
    session.search({ base, filter, attributes: [id], binary: [id] })
  const ids: (string | undefined)[] = []
  for await (const group of find(domain, await sidFilter(primary.sid, sid))) {
    ids.push(idOf(config, group, id))
    if (!config.groups?.nested) continue
    for await (const outer of find(config.groups.base, await aroundFilter(config, group.dn)))
      ids.push(idOf(config, outer, id))
  }
  return ids.filter((one) => one !== undefined)
}
