import type { Logger } from '../kernel/logger.ts'

/** Runs side by side at most: a slow message holds up nobody who asks after it. */
const width = 4

/** Runs something at once, and once more where it was asked for meanwhile; failures are logged, and left to the job. */
export function kicker(run: () => Promise<unknown>, logger: Logger) {
  const running = new Set<Promise<void>>()
  let again = false

  async function runOnce(): Promise<void> {
    try {
      await run()
    } catch (error) {
      logger.error({ err: error }, 'Messages could not be sent at once; the outbox tries again.')
    }
  }

  function kick(): void {
    if (running.size >= width) {
      again = true
      return
    }
    const one = runOnce().then(() => {
      running.delete(one)
      if (again) {
        again = false
        kick()
      }
    })
    running.add(one)
  }

  return {
    kick,
    async settled(): Promise<void> {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
