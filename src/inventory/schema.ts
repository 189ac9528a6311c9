import { z } from 'zod'
import type { Name } from '../accounts/index.ts'
import type { ApplicationClass } from '../applications/index.ts'

const shownLine = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u

/** What a list of accesses is called; importing one of the same name replaces it. */
export const sourceName = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(shownLine)
  .transform((name) => name.toLowerCase())

/** A right within a system, as its list calls it; empty where none is told. */
export const entitlement = z.string().trim().max(256).regex(shownLine)

/** One line of a list: which account reaches which system, and as what. */
export interface Access {
  readonly source: string
  readonly account: Name
  readonly system: Name
  readonly entitlement: string
}

/** What lists say of one system. */
export interface ListedSystem {
  readonly key: string
  readonly name: string
  readonly accounts: number
  readonly entitlements: readonly string[]
}

/** A list that is in force. */
export interface AccessList {
  readonly name: string
  readonly changedAt: number
}

/** Said by hand: systems of this name, or whose name the pattern fits, are of this class. */
export interface ClassRule {
  /** Folded as names are; `*` stands for anything. Without one it is the name of one system. */
  readonly pattern: string
  readonly class: ApplicationClass
  readonly reason: string
  readonly actor: string
  readonly createdAt: number
}

/** A list that is in force, and the import that brought it. */
export interface SourcesTable {
  name: string
  import_id: string
  changed_at: number
}

/** Counts while its import is the one that a source names. */
export interface AccessTable {
  id: string
  import_id: string
  account_key: string
  account_name: string
  system_key: string
  system_name: string
  entitlement: string
}

export interface ClassRulesTable {
  pattern: string
  class: string
  reason: string
  actor: string
  created_at: number
}

export interface InventoryTables {
  inventory_sources: SourcesTable
  inventory_access: AccessTable
  inventory_classes: ClassRulesTable
}
