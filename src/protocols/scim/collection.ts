import { setImmediate as turn } from 'node:timers/promises'
import type { Lookup, Page } from '../../administration/index.ts'
import type { ApiCaller } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { DoorDeps } from '../protocol.ts'
import type { Asked } from './asked.ts'
import type { Resource } from './attributes.ts'
import { notFound } from './errors.ts'
import { type Operation, patch } from './patch.ts'

/** What can be done with users, and with groups, in the same words. */
export interface Collection {
  /** The attribute that nobody else has the same of, in whatever case. */
  readonly nameIn: 'userName' | 'displayName'
  count(asked: Asked): Promise<number>
  /** In the order in which they were made; all of them without a page. */
  list(asked: Asked, page?: Page): Promise<readonly Resource[]>
  lookUp(asked: Asked, lookup: Lookup): Promise<readonly Resource[]>
  find(asked: Asked, id: string): Promise<Resource>
  create(asked: Asked, body: unknown): Promise<Resource>
  replace(asked: Asked, id: string, body: unknown): Promise<Resource>
  patch(asked: Asked, id: string, operations: readonly Operation[]): Promise<Resource>
  remove(asked: Asked, id: string): Promise<void>
}

/** How resources of one kind are kept here, read and shown. */
interface Kind<Name extends string, One, Wanted> extends Pick<Collection, 'nameIn'> {
  count(deps: DoorDeps, caller: ApiCaller): Promise<number>
  list(deps: DoorDeps, caller: ApiCaller, page?: Page): Promise<readonly One[]>
  lookUp(deps: DoorDeps, caller: ApiCaller, lookup: Lookup): Promise<One | undefined>
  find(deps: DoorDeps, caller: ApiCaller, id: Id<Name>): Promise<One>
  create(deps: DoorDeps, caller: ApiCaller, wanted: Wanted): Promise<One>
  change(deps: DoorDeps, caller: ApiCaller, before: One, wanted: Wanted): Promise<One>
  remove(deps: DoorDeps, caller: ApiCaller, one: One): Promise<void>
  wanted(body: unknown): Wanted
  /** What the caller may change of it, as it stands. */
  bare(one: One): Resource
  shown(asked: Asked, all: readonly One[]): Promise<readonly Resource[]>
}

export function collectionOf<Name extends string, One, Wanted>(kind: Kind<Name, One, Wanted>): Collection {
  const found = ({ deps, caller }: Asked, id: string) => {
    if (!isId<Name>(id)) throw notFound()
    return kind.find(deps, caller, id)
  }
  const shown = async (asked: Asked, one: One) => {
    const [resource] = await kind.shown(asked, [one])
    if (!resource) throw notFound()
    return resource
  }
  /** As the caller knows it. The booking is held to this very reading, so that nothing comes in between. */
  const expected = async (asked: Asked, id: string) => {
    const before = await found(asked, id)
    if (asked.expects) asked.expects(await shown(asked, before))
    return before
  }
  const changed = async (asked: Asked, before: One, body: unknown) =>
    shown(asked, await kind.change(asked.deps, asked.caller, before, kind.wanted(body)))

  return {
    nameIn: kind.nameIn,
    count: ({ deps, caller }) => kind.count(deps, caller),
    list: async (asked, page) => kind.shown(asked, await kind.list(asked.deps, asked.caller, page)),
    async lookUp(asked, lookup) {
      const one = await kind.lookUp(asked.deps, asked.caller, lookup)
      return one === undefined ? [] : kind.shown(asked, [one])
    },
    find: async (asked, id) => shown(asked, await found(asked, id)),
    create: async (asked, body) =>
      shown(asked, await kind.create(asked.deps, asked.caller, kind.wanted(body))),
    replace: async (asked, id, body) => changed(asked, await expected(asked, id), body),
    async patch(asked, id, operations) {
      const before = await expected(asked, id)
      const resource = kind.bare(before)
      for (const operation of operations) {
        patch(resource, operation)
        // Each may go through all members of a group: others get their turn in between.
        await turn()
      }
      return changed(asked, before, resource)
    },
    remove: async (asked, id) => kind.remove(asked.deps, asked.caller, await expected(asked, id)),
  }
}
