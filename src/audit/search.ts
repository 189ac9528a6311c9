import type { Storage } from '../storage/index.ts'
import type { AuditPage, AuditQuery } from './schema.ts'

export async function search(_storage: Storage, _query: AuditQuery, _key: Uint8Array): Promise<AuditPage> {
  return { items: [] }
}

export async function* exportLines(_storage: Storage, _query: AuditQuery): AsyncGenerator<string> {}
