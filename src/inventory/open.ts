import type { Id } from '../kernel/ids.ts'
import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { Access } from './schema.ts'
import { inventoryStore } from './store.ts'

/** Which accounts reach which systems. Reads answer; what writes comes back as statements for the caller's booking. */
export type Inventory = ReturnType<typeof openInventory>

export function openInventory(deps: { readonly storage: Storage; readonly random: Random }) {
  const { insert, ...store } = inventoryStore(deps.storage)
  return {
    ...store,
    /** Lines that nobody sees before their list is published. */
    stage(importId: Id<'import'>, lines: readonly Access[]): Statement {
      const of = { clock: deps.storage.clock, random: deps.random }
      return insert(
        importId,
        lines.map((line) => ({ ...line, id: newId<'access'>(of) })),
      )
    },
  }
}
