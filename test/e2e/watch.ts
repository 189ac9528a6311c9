import type { Page } from 'playwright-core'

/** An ear on pages: what no page may ever do. */
export interface Watched {
  /** In words, as they happened. */
  readonly faults: readonly string[]
  /** Every address that was asked for. */
  readonly addresses: readonly string[]
  page(page: Page): void
}

/** Listens for errors of scripts, violations of the content policy and requests to another host than `origin`. */
export function watch(origin: string): Watched {
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
        if (isForeign(request.url(), origin)) faults.push(`${page.url()}: asked ${request.url()}`)
      })
    },
  }
}

function isForeign(address: string, origin: string): boolean {
  return !/^(data|blob):/.test(address) && new URL(address).origin !== origin
}
