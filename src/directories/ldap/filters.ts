import type { Filter } from 'ldapts'
import type { LdapConfig } from './config.ts'
import { namesOf } from './entry.ts'
import { flavourOf } from './flavour.ts'
import { guidBytes } from './guid.ts'
import { sidBytes } from './sid.ts'

/** Follows groups in groups to the end (MS-ADTS §3.1.1.3.4.4.3). */
const inChain = '1.2.840.113556.1.4.1941'

/** Who of the people there may have an account here. */
export function usersFilter(config: LdapConfig): string {
  return config.userFilter ?? flavourOf(config).users
}

export function groupsFilter(config: LdapConfig): string {
  return config.groups?.filter ?? flavourOf(config).groups
}

/**
 * Whoever has this id, and may have an account here. What is looked for is a value of its own and never a part of a
 * filter's text, so that nothing in it can change the question (ASVS 1.2.6). Undefined where nobody can have such an id.
 */
export async function userFilter(config: LdapConfig, id: string): Promise<Filter | undefined> {
  const { AndFilter, EqualityFilter, FilterParser } = await import('ldapts')
  const value = flavourOf(config).binaryIds ? guidBytes(id) : id
  if (value === undefined || value === '') return undefined
  const attribute = namesOf(config).id
  const filters = [new EqualityFilter({ attribute, value }), FilterParser.parseString(usersFilter(config))]
  return new AndFilter({ filters })
}

/** The group of this SID. */
export async function sidFilter(attribute: string, sid: string): Promise<Filter> {
  const { EqualityFilter } = await import('ldapts')
  return new EqualityFilter({ attribute, value: sidBytes(sid) })
}

/** The groups that count and that this group is in, itself or by way of others. */
export async function aroundFilter(config: LdapConfig, groupDn: string): Promise<Filter> {
  const { AndFilter, ExtensibleFilter, FilterParser } = await import('ldapts')
  const member = new ExtensibleFilter({ matchType: 'member', rule: inChain, value: groupDn })
  return new AndFilter({ filters: [member, FilterParser.parseString(groupsFilter(config))] })
}

/** Whoever is in this group, or in one that is in it. */
export async function membersFilter(config: LdapConfig, groupDn: string): Promise<Filter> {
  const { AndFilter, EqualityFilter, ExtensibleFilter, FilterParser } = await import('ldapts')
  const member = config.groups?.nested
    ? new ExtensibleFilter({ matchType: 'memberOf', rule: inChain, value: groupDn })
    : new EqualityFilter({ attribute: 'memberOf', value: groupDn })
  return new AndFilter({ filters: [member, FilterParser.parseString(usersFilter(config))] })
}
