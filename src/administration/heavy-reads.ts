import { SallyportError } from '../kernel/errors.ts'

/** Runs what reads all accounts, or the trail of many days, while few others do. */
export type HeavyReads = <Result>(run: () => Promise<Result>) => Promise<Result>

/** More at a time make none of them faster, and take the turns of whoever signs in. */
const mostAtOnce = 4

/** Seconds after which it is worth another try. */
const retryAfter = 5

/**
 * So many at a time in one process, and nobody queues: whoever waits in a queue may have gone, and is worked for all the
 * same. Throws `administration.reads-busy`.
 */
export function heavyReads(most = mostAtOnce): HeavyReads {
  let running = 0
  return async (run) => {
    if (running >= most) throw readsBusy()
    running += 1
    try {
      return await run()
    } finally {
      running -= 1
    }
  }
}

function readsBusy() {
  return new SallyportError(
    'unavailable',
    'administration.reads-busy',
    'Others are looking through all accounts right now. Please try again in a few seconds.',
    { details: { retryAfter } },
  )
}
