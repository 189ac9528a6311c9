export type { Renewal } from './renew.ts'
export { type Restored, type RestoreInput, type RestorePlace, restoreBackup } from './restore.ts'
export { fateOfTables } from './tables.ts'
