import type { Page } from 'playwright-core'

/** An ear on pages: what no page may ever do. */
export interface Watched {
  /** In words, as they happened. */
  readonly faults: readonly string[]
  /** Every address that was asked for. */
  readonly addresses: readonly string[]
  page(page: Page): void
}

/** Listens for errors of scripts, violations of the content policy and requests to others than these origins. */
export function watch(...origins: readonly (string | undefined)[]): Watched {
  const faults: string[] = []
  const addresses: string[] = []
  return {
    faults,
    addresses,
    page(page) {
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) faults.push(`${page.url()}: ${message.text()}`)
      })
      page.on('request', (request) => {
        addresses.push(request.url())
        if (isForeign(request.url(), origins)) faults.push(`${page.url()}: asked ${request.url()}`)
      })
    },
  }
}

function isForeign(address: string, origins: readonly (string | undefined)[]): boolean {
  return !/^(data|blob):/.test(address) && !origins.includes(new URL(address).origin)
}
