import { get, query } from './client.ts'
import type { AuditItem, Page } from './types.ts'

export interface AuditFilter {
  readonly account?: string | undefined
  readonly outcome?: string | undefined
  readonly since?: number | undefined
  readonly cursor?: string | undefined
}

export function listAudit(filter: AuditFilter, signal?: AbortSignal): Promise<Page<AuditItem>> {
  return get(`/audit${query({ ...filter })}`, signal)
}
