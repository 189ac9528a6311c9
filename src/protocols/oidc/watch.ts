import type { FastifyInstance } from 'fastify'
import type { Logger } from '../../kernel/logger.ts'

interface Watched {
  /** Milliseconds between the end of one run and the start of the next. */
  readonly every: number
  readonly run: () => Promise<void>
  readonly logger: Logger
}

/** Runs something again and again while the server runs. */
export function watchWhile(
  app: FastifyInstance,
  { every, run, logger }: Watched,
): {
  /** Runs something else at once, which the server waits for, too, before it ends. */
  besides(other: () => Promise<void>): void
} {
  const running = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  function begin(work: () => Promise<void>): Promise<void> {
    const begun = work()
      .catch((error: unknown) => logger.error({ err: error }, 'Sign-outs could not be looked for.'))
      .finally(() => running.delete(begun))
    running.add(begun)
    return begun
  }

  function schedule(): void {
    if (closed) return
    timer = setTimeout(() => begin(run).then(schedule), every)
    timer.unref()
  }

  app.addHook('onReady', async () => schedule())
  app.addHook('onClose', async () => {
    closed = true
    clearTimeout(timer)
    await Promise.all(running)
  })
  return { besides: (other) => void begin(other) }
}
