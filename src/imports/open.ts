import { newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { Import } from './schema.ts'
import { importStore } from './store.ts'

/** The imports of an installation. Reads answer; what writes comes back as statements for the caller's booking. */
export type Imports = ReturnType<typeof openImports>

export function openImports(deps: { readonly storage: Storage; readonly random: Random }) {
  const { storage, random } = deps
  const { insert, ...store } = importStore(storage)
  return {
    ...store,
    begin(input: Pick<Import, 'digest' | 'actor' | 'entries'>): {
      readonly begun: Import
      readonly statement: Statement
    } {
      const at = storage.clock.now()
      const id = newId<'import'>({ clock: storage.clock, random })
      const begun: Import = { ...input, id, status: 'staging', staged: 0, createdAt: at, changedAt: at }
      return { begun, statement: insert(begun) }
    },
  }
}
