import { type Logger, scrubbingLogger } from '../kernel/logger.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/** Structured lines on standard error; every field passes the scrubber first (G9). */
export async function createServerLogger(level: LogLevel): Promise<Logger> {
  const { pino, destination } = (await import('pino')).default
  return scrubbingLogger(
    pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination(2)),
  )
}
