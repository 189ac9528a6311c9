import type { Finding } from '../applications/index.ts'
import type { Outbound } from '../delivery/index.ts'
import { isLoopback } from '../kernel/loopback.ts'
import { reached, unreached } from './reach.ts'

/**
 * Where people come back to: whether anybody is there, and whether they send people on to another name. Undefined where
 * nobody could look from here.
 */
export async function returnAddressFound(
  check: string,
  address: string,
  reach: Outbound,
): Promise<Finding | undefined> {
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol) || isLoopback(url.hostname)) return undefined
  const { response, fault } = await reached(reach, `${url.origin}/`)
  if (fault && !fault.unread) return unreached(check, fault)
  const elsewhere = response && elsewhereOf(response, url)
  if (elsewhere === undefined)
    return { check, outcome: 'good', says: `${url.origin} is reached, and its certificate is trusted.` }
  return {
    check,
    outcome: 'bad',
    says: `${url.origin} sends people on to ${elsewhere}, and will come back to there.`,
    remedy: `Register the address at ${elsewhere}, or open the application by the one that is registered.`,
  }
}

/** The other origin that a front page leads to; our own pages are where it should lead. */
function elsewhereOf(response: Response, from: URL): string | undefined {
  const to = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
  const target = to === null ? null : URL.parse(to, from)
  if (!target || target.origin === from.origin) return undefined
  // With or without www, or another port: the same application under another name.
  return bareHost(target) === bareHost(from) ? target.origin : undefined
}

function bareHost({ hostname }: URL): string {
  return hostname.replace(/^www\./, '')
}
