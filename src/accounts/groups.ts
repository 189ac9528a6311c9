import type { CanonicalName } from '../directories/index.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Statement, Storage } from '../storage/index.ts'
import { groupStore } from './groups-store.ts'
import type { Group, MemberPage, Membership, Name } from './schema.ts'

/** Named sets of accounts, for policies to speak of. */
export interface Groups {
  list(): Promise<readonly Group[]>
  find(id: Id<'group'>): Promise<Group | undefined>
  findByName(key: CanonicalName): Promise<Group | undefined>
  findAll(ids: readonly Id<'group'>[]): Promise<readonly Group[]>
  /** Groups of one account: a fact of each decision, read live (G11). */
  listOf(accountId: Id<'account'>): Promise<readonly Group[]>
  /** Those of several accounts, by account; who is in none is left out. */
  listOfAll(accountIds: readonly Id<'account'>[]): Promise<ReadonlyMap<string, readonly Group[]>>
  /** How many each has; those without members are left out. */
  countMembers(): Promise<ReadonlyMap<Id<'group'>, number>>
  listMembers(id: Id<'group'>, page: MemberPage): Promise<readonly Id<'account'>[]>
  /** Refused where the name is taken. */
  create(name: Name): { readonly group: Group; readonly statement: Statement }
  /** Refused where the name is taken. */
  rename(id: Id<'group'>, name: Name): Statement
  /** All memberships of these groups, as pairs in the order of the accounts. */
  membershipsOf(ids: readonly Id<'group'>[]): Promise<readonly Membership[]>
  /** The group and, with it, its memberships. */
  remove(id: Id<'group'>): readonly Statement[]
  /** Refused where the account is a member already. */
  addMember(id: Id<'group'>, accountId: Id<'account'>): Statement
  removeMember(id: Id<'group'>, accountId: Id<'account'>): Statement
}

export function openGroups(deps: { storage: Storage; random: Random }): Groups {
  const { storage, random } = deps
  const store = groupStore(storage)
  return {
    list: store.list,
    find: store.find,
    findByName: store.findByName,
    findAll: store.findAll,
    listOf: store.listOf,
    listOfAll: store.listOfAll,
    countMembers: store.countMembers,
    listMembers: store.listMembers,
    create(name) {
      const id = newId<'group'>({ clock: storage.clock, random })
      const group = { id, name: name.shown, key: name.key, createdAt: storage.clock.now() }
      return { group, statement: store.insert(group) }
    },
    rename: store.rename,
    membershipsOf: store.membershipsOf,
    remove: (id) => [store.removeMembers(id), store.remove(id)],
    addMember: store.addMember,
    removeMember: store.removeMember,
  }
}
