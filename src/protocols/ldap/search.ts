import type { Account } from '../../accounts/index.ts'
import { canonicalName } from '../../directories/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { type Bound, type System, systemOf } from './bind.ts'
import { type Described, describe, foldersOf } from './entries.ts'
import { conditionsIn, fits, valuesIn } from './filter.ts'
import { type Entry, type Result, results, type Search } from './message.ts'
import { groupName, type Place, placeOf, suffixOf } from './names.ts'
import { ldapKind } from './settings.ts'

export interface Found {
  readonly entries: readonly Entry[]
  readonly result: Result
}

/** People whom one search may name. */
const mostNamed = 8

/** Conditions of one filter: each is held against all groups of everybody who is named. */
const mostConditions = 128

/** What names a person in a filter. */
const naming = new Set(['uid', 'cn', 'mail'])
const belonging = new Set(['member', 'uniquemember', 'memberuid'])

/** Nobody can be listed: who asks about somebody has to know them. */
const nameSomebody: Found = {
  entries: [],
  result: {
    code: results.adminLimitExceeded,
    says: 'Name somebody, as in (uid=ana): nobody is listed here.',
  },
}

const askLess: Found = {
  entries: [],
  result: { code: results.adminLimitExceeded, says: `A filter has ${mostConditions} conditions at most.` },
}

/** RFC 4511 §4.5, for whoever is bound; nothing is told to nobody but what this is (§5.1 of RFC 4512). */
export async function search(deps: DoorDeps, bound: Bound, asked: Search, address: string): Promise<Found> {
  if (asked.base === '') return asked.scope === 'base' ? given(asked, [rootOf(bound)]) : nowhere
  if (bound.by === 'nobody') return { entries: [], result: { code: results.insufficientAccessRights } }
  const place = placeOf(asked.base)
  const system = await stillBound(deps, bound, address)
  if (!system) return { entries: [], result: { code: results.insufficientAccessRights } }
  if (place?.applicationId !== bound.applicationId || place.kind === 'reader') return nowhere
  return searchBelow(deps, system, bound, asked, place)
}

const nowhere: Found = { entries: [], result: { code: results.noSuchObject } }

/** Whoever has bound may have been shut out since; the system, too (R3). */
export async function stillBound(
  deps: DoorDeps,
  bound: Exclude<Bound, { readonly by: 'nobody' }>,
  address: string,
): Promise<System | undefined> {
  const system = await systemOf(deps, bound.applicationId, address)
  if (!system) return undefined
  if (bound.by === 'system')
    return (await deps.doors.secrets.matches(bound.applicationId, ldapKind.id, bound.secret))
      ? system
      : undefined
  if (deps.storage.clock.now() >= bound.until) return undefined
  const account = await deps.accounts.find(bound.accountId)
  return account?.status === 'active' && account.epoch === bound.epoch ? system : undefined
}

async function searchBelow(
  deps: DoorDeps,
  system: System,
  bound: Bound,
  asked: Search,
  place: Place,
): Promise<Found> {
  if (conditionsIn(asked.filter) > mostConditions) return askLess
  const named = namesIn(asked, place)
  const reaches = reachOf(asked, place)
  if (named.length > mostNamed) return nameSomebody
  if (named.length === 0 && (reaches.people || reaches.groups)) return nameSomebody
  const people = await describedBy(deps, system, bound, named)
  const folders = foldersOf(system)
  const entries = [
    ...reaches.folders.map((kind) => folders[kind]),
    ...(reaches.people ? people.map(({ person }) => person) : []),
    ...(reaches.groups ? people.flatMap(({ groups }) => groups).filter(isMeant(place)) : []),
  ]
  const meant = place.kind === 'person' || place.kind === 'group'
  if (meant && entries.length === 0) return nowhere
  return given(asked, entries)
}

/** Where one group is asked about, that one. */
function isMeant({ kind, name, applicationId }: Place): (group: Entry) => boolean {
  const dn = kind === 'group' ? groupName(applicationId, name ?? '').toLowerCase() : undefined
  return (group) => dn === undefined || group.dn.toLowerCase() === dn
}

interface Reach {
  readonly folders: readonly ('top' | 'people' | 'groups')[]
  readonly people: boolean
  readonly groups: boolean
}

/** What lies within base and scope. */
function reachOf({ scope }: Search, { kind }: Place): Reach {
  const none: Reach = { folders: [], people: false, groups: false }
  if (kind === 'person') return scope === 'one' ? none : { ...none, people: true }
  if (kind === 'group') return scope === 'one' ? none : { ...none, groups: true }
  if (kind === 'reader') return none
  if (scope === 'base') return { ...none, folders: [kind] }
  if (kind === 'top')
    return scope === 'one'
      ? { ...none, folders: ['people', 'groups'] }
      : { folders: ['top', 'people', 'groups'], people: true, groups: true }
  const folders = scope === 'sub' ? [kind] : []
  return { folders, people: kind === 'people', groups: kind === 'groups' }
}

/** Account names of those who are asked about: by the base, by what the filter says of people or of members. */
function namesIn({ filter }: Search, { kind, name, applicationId }: Place): readonly string[] {
  if (kind === 'person') return [name ?? '']
  const members = valuesIn(filter, belonging).map((value) => {
    const member = placeOf(value)
    if (!member) return value
    return member.kind === 'person' && member.applicationId === applicationId ? (member.name ?? '') : ''
  })
  return [...new Set([...valuesIn(filter, naming), ...members])]
}

/** Those of them who are there; a person learns of nobody but themselves. */
async function describedBy(
  deps: DoorDeps,
  system: System,
  bound: Bound,
  names: readonly string[],
): Promise<readonly Described[]> {
  const keys = names.map((name) => canonicalName(name)).flatMap((name) => (name.valid ? [name.key] : []))
  const accounts = keys.length === 0 ? [] : await deps.accounts.findByNames([...new Set(keys)])
  const shown = accounts.filter((account) => account.status === 'active' && mayRead(bound, account))
  return Promise.all(shown.map((account) => describe(deps, system, account)))
}

function mayRead(bound: Bound, account: Account): boolean {
  return bound.by === 'system' || (bound.by === 'person' && bound.accountId === account.id)
}

/** Those that the filter fits, with what was asked for of them. */
function given({ filter, sizeLimit, ...asked }: Search, entries: readonly Entry[]): Found {
  const found = entries.filter((entry) => fits(filter, (attribute) => valuesOf(entry, attribute)))
  const some = sizeLimit > 0 ? found.slice(0, sizeLimit) : found
  return {
    entries: some.map((entry) => cutTo(asked, entry)),
    result: { code: some.length < found.length ? results.sizeLimitExceeded : results.success },
  }
}

function valuesOf({ attributes }: Entry, asked: string): readonly string[] {
  return Object.entries(attributes).find(([name]) => name.toLowerCase() === asked)?.[1] ?? []
}

/** What people use comes where nothing is named, or `*`; what the server keeps by its name, or `+` (RFC 3673). */
const kept = new Set(['entryUUID'])

function cutTo({ attributes: asked, typesOnly }: Omit<Search, 'filter' | 'sizeLimit'>, entry: Entry): Entry {
  const names = new Set(asked.map((name) => name.toLowerCase()))
  const all = asked.length === 0 || names.has('*')
  const wanted = Object.entries(entry.attributes).filter(
    ([name]) => names.has(name.toLowerCase()) || (kept.has(name) ? names.has('+') : all),
  )
  return {
    dn: entry.dn,
    attributes: Object.fromEntries(wanted.map(([name, values]) => [name, typesOnly ? [] : values])),
  }
}

/** What this server is (RFC 4512 §5.1); of applications each learns of itself alone. */
function rootOf(bound: Bound): Entry {
  return {
    dn: '',
    attributes: {
      objectClass: ['top'],
      supportedLDAPVersion: ['3'],
      vendorName: ['Sallyport'],
      ...(bound.by === 'nobody' ? {} : { namingContexts: [suffixOf(bound.applicationId)] }),
    },
  }
}
