import type { PushConfig } from './config.ts'
import type { Reach } from './schema.ts'

/** What says who is called. */
export type ReachConfig = Pick<PushConfig, 'services' | 'webhook'>

/**
 * The way to a phone, where it is one that we use: the address comes from a browser, and we call push services that we
 * know and nobody else (SSRF). Without one the phone is opened by hand.
 */
export function usableReach({ services, webhook }: ReachConfig, reach: Reach | undefined): Reach | undefined {
  if (!reach) return undefined
  if ('app' in reach) return webhook.url === undefined ? undefined : reach
  const { hostname, port, username, password } = new URL(reach.endpoint)
  if (port !== '' || username !== '' || password !== '') return undefined
  return services.some((service) => covers(service, hostname)) ? reach : undefined
}

function covers(service: string, hostname: string): boolean {
  return service.startsWith('*.') ? hostname.endsWith(service.slice(1)) : hostname === service
}
