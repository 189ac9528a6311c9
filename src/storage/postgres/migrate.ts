import { unreachable } from '../errors.ts'
import type { Migration } from '../migration.ts'

export function migratePostgres(_url: string, _migrations: readonly Migration[]): Promise<readonly string[]> {
  return Promise.reject(unreachable('not yet'))
}
