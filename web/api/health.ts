import { get } from './client.ts'
import type { HealthView } from './types.ts'

/** The numbers of the console's first page. */
export function readHealth(signal?: AbortSignal): Promise<HealthView> {
  return get('/health', signal)
}
