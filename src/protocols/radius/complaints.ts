import type { Clock } from '../../kernel/clock.ts'
import type { LogFields, Logger } from '../../kernel/logger.ts'

/** Milliseconds between two lines about one sender and one reason. */
const every = 60_000

/** Lines in that time: addresses can be forged, and a log is read by people. */
const most = 100

/** The log of what was not answered, or only by way of exception: never more than people can read. */
export function openComplaints(clock: Clock, logger: Logger) {
  let said = new Set<string>()
  let untold = 0
  let since = clock.monotonic()

  function turn(): void {
    if (clock.monotonic() - since < every) return
    if (untold > 0) logger.warn({ untold }, 'More about RADIUS packets was not logged.')
    said = new Set()
    untold = 0
    since = clock.monotonic()
  }

  return {
    note(
      about: { readonly address: string; readonly reason: string },
      message: string,
      more: LogFields = {},
    ) {
      turn()
      const key = `${about.reason} ${about.address}`
      if (said.has(key)) return
      if (said.size >= most) {
        untold++
        return
      }
      said.add(key)
      logger.warn({ ...about, ...more }, message)
    },
  }
}
