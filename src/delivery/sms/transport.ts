import type { SendOutcome, Transport } from '../transport.ts'
import { circuitBreaker } from './breaker.ts'
import type { Gateway } from './gateway.ts'

/**
 * Several gateways as one transport: the first that is well gets the message, the next where it is out or does not
 * want it now. One whose last message did not arrive comes last: some networks drop in silence what it sends there. What
 * a gateway rejects for good is not offered to another: the number is wrong, or has opted out.
 */
export function smsTransport(gateways: readonly Gateway[], monotonic: () => number): Transport {
  const ways = gateways.map((gateway) => ({ gateway, breaker: circuitBreaker(gateway.name, monotonic) }))
  return {
    channel: 'sms',

    async send(message) {
      let last: SendOutcome = { sent: false, failure: 'unreachable', detail: 'all-resting' }
      const { inVain = [] } = message
      const inOrder = ways.toSorted((one, other) => isIn(inVain, one) - isIn(inVain, other))
      for (const { gateway, breaker } of inOrder) {
        if (!breaker.mayTry()) continue
        last = await gateway.send(message)
        if (last.sent) breaker.succeeded()
        else if (last.failure === 'unreachable') breaker.failed(last.detail)
        else breaker.refusedOne()
        if (last.sent || last.failure === 'rejected') return last
      }
      return last
    },

    readReceipt: (name, posted) => gateways.find((gateway) => gateway.name === name)?.readReceipt?.(posted),

    listen(receive) {
      for (const gateway of gateways) {
        gateway.listen?.((receipt) => receive(gateway.name, receipt))
      }
    },

    health: () => ways.map(({ breaker }) => breaker.health()),

    async close() {
      await Promise.all(gateways.map((gateway) => gateway.close?.()))
    },
  }
}

function isIn(names: readonly string[], { gateway }: { readonly gateway: Gateway }): number {
  return Number(names.includes(gateway.name))
}
