import type { GatewayHealth } from '../receipt.ts'

const failuresToOpen = 3
const firstRest = 15_000
const longestRest = 300_000

/**
 * Lets a gateway rest that failed three times in a row: 15 seconds, doubling to five minutes. Then one message tries
 * it (F-19). Times are monotonic milliseconds.
 */
export function circuitBreaker(gateway: string, monotonic: () => number) {
  let failures = 0
  let restsUntil = 0
  let trying = false
  let taken = 0
  let refused = 0
  let reason: string | undefined

  function rest(): void {
    const times = failures - failuresToOpen
    restsUntil = monotonic() + Math.min(longestRest, firstRest * 2 ** times)
  }

  return {
    /** Whether a message may go there now. Each `true` is answered by `succeeded`, `failed` or `refusedOne`. */
    mayTry(): boolean {
      if (failures < failuresToOpen) return true
      if (trying || monotonic() < restsUntil) return false
      trying = true
      return true
    },
    succeeded(): void {
      taken++
      failures = 0
      trying = false
      reason = undefined
    },
    /** The gateway answered, and does not want this message: it is well. */
    refusedOne(): void {
      refused++
      failures = 0
      trying = false
    },
    failed(why: string): void {
      refused++
      failures++
      trying = false
      reason = why
      if (failures >= failuresToOpen) rest()
    },
    health(): GatewayHealth {
      const open = failures >= failuresToOpen
      return { gateway, state: open ? (trying ? 'trying' : 'open') : 'closed', taken, refused, reason }
    },
  }
}
