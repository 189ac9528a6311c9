import type { FastifyInstance } from 'fastify'
import type { Logger } from '../../kernel/logger.ts'

/** Runs something again and again while the server runs, and sooner when told to. */
export function watchWhile(
  app: FastifyInstance,
  {
    every,
    run,
    logger,
  }: { readonly every: number; readonly run: () => Promise<void>; readonly logger: Logger },
): { soon(): void } {
  let timer: NodeJS.Timeout | undefined
  let running = Promise.resolve()
  let closed = false

  function schedule(pause: number): void {
    clearTimeout(timer)
    if (closed) return
    timer = setTimeout(() => {
      running = run()
        .catch((error: unknown) => logger.error({ err: error }, 'Sign-outs could not be looked for.'))
        .then(() => schedule(every))
    }, pause)
    timer.unref()
  }

  app.addHook('onReady', async () => schedule(every))
  app.addHook('onClose', async () => {
    closed = true
    clearTimeout(timer)
    await running
  })
  return { soon: () => schedule(0) }
}
