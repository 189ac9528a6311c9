import { get } from './client.ts'
import type { SummaryView } from './types.ts'

/** The numbers of the console's first page. */
export function readSummary(signal?: AbortSignal): Promise<SummaryView> {
  return get('/summary', signal)
}
