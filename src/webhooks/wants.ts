import type { AuditRow } from '../audit/index.ts'
import type { Webhook } from './schema.ts'

/** Whether an event is one of those that a webhook asked for. */
export function wants(
  { events, applicationId }: Pick<Webhook, 'events' | 'applicationId'>,
  row: Pick<AuditRow, 'event' | 'applicationId'>,
): boolean {
  if (applicationId !== undefined && row.applicationId !== applicationId) return false
  return events.some((pattern) => fits(pattern, row.event))
}

/** Whether a pattern speaks of an event. */
export function fits(pattern: string, event: string): boolean {
  if (pattern === '*') return true
  return pattern.endsWith('.*') ? event.startsWith(pattern.slice(0, -1)) : event === pattern
}
