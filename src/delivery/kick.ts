import type { Logger } from '../kernel/logger.ts'

/** Runs something at once, and once more where it was asked for meanwhile; failures are logged, and left to the job. */
export function kicker(run: () => Promise<unknown>, logger: Logger) {
  let running: Promise<void> | undefined
  let again = false

  async function runUntilQuiet(): Promise<void> {
    do {
      again = false
      try {
        await run()
      } catch (error) {
        logger.error({ err: error }, 'Messages could not be sent at once; the outbox tries again.')
      }
    } while (again)
    running = undefined
  }

  return {
    kick(): void {
      again = true
      running ??= runUntilQuiet()
    },
    async settled(): Promise<void> {
      await running
    },
  }
}
