export { type Classified, classifier, isPrivileged, type System, serviceBecause } from './classify.ts'
export { classNotSaid, listNotFound, ownPages } from './errors.ts'
export { inventoryMigrations } from './migrations.ts'
export { type Inventory, openInventory } from './open.ts'
export { isGeneral, readName } from './pattern.ts'
export { type Assessment, assess, type Profile, type Reach } from './risk.ts'
export {
  type Access,
  type AccessList,
  type ClassRule,
  entitlement,
  type InventoryTables,
  type ListedSystem,
  sourceName,
} from './schema.ts'
export type { Reached } from './store.ts'
