import { get, post } from './client.ts'
import type { SummaryView } from './types.ts'

/** The numbers of the console's first page. */
export function readSummary(signal?: AbortSignal): Promise<SummaryView> {
  return get('/summary', signal)
}

/** Lets text messages go out again. */
export function reopenMessages(scope: string, reason: string): Promise<void> {
  return post('/delivery/reopen', { scope, reason })
}
