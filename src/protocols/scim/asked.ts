import { listProvisionedGroups, membersOfProvisioned } from '../../administration/index.ts'
import type { ApiCaller } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { DoorDeps } from '../protocol.ts'

export interface GroupName {
  readonly id: Id<'group'>
  readonly name: string
}

/** Who asks, and what they may be told of groups. */
export interface Asked {
  readonly deps: DoorDeps
  readonly caller: ApiCaller
  /** The caller's own groups by account; of these accounts, or of all. */
  groups(of?: readonly Id<'account'>[]): Promise<ReadonlyMap<Id<'account'>, readonly GroupName[]>>
}

export function askedBy(deps: DoorDeps, caller: ApiCaller): Asked {
  return {
    deps,
    caller,
    async groups(of) {
      const own = (await listProvisionedGroups(deps, caller)).map(({ group }) => group)
      const names = new Map(own.map((group) => [group.id, group]))
      if (of) {
        const found = await deps.groups.listOfAll(of)
        return new Map(of.map((id) => [id, (found.get(id) ?? []).filter((group) => names.has(group.id))]))
      }
      const memberships = await membersOfProvisioned(deps, [...names.keys()])
      const byAccount = Map.groupBy(memberships, ({ accountId }) => accountId)
      return new Map(
        [...byAccount].map(([id, all]) => [id, all.flatMap(({ groupId }) => names.get(groupId) ?? [])]),
      )
    },
  }
}
