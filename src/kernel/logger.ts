import type { Logger as Pino } from 'pino'
import { errorCode } from './error-code.ts'

/** What we log through. Fields are scrubbed first: a secret that strays into them is not printed (G9). */
export interface Logger {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}

export type LogFields = Readonly<Record<string, unknown>>

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** Wraps pino so that every field passes the scrubber. */
export function scrubbingLogger(pino: Pick<Pino, 'debug' | 'info' | 'warn' | 'error'>): Logger {
  return {
    debug: (fields, message) => pino.debug(scrub(fields), cleanLine(message)),
    info: (fields, message) => pino.info(scrub(fields), cleanLine(message)),
    warn: (fields, message) => pino.warn(scrub(fields), cleanLine(message)),
    error: (fields, message) => pino.error(scrub(fields), cleanLine(message)),
  }
}

const secretName =
  /pass(word|phrase)?|secret|token|cookie|authorization|api-?key|^key$|^code$|codes|seed|otp|answer|proof|hash|uri/i
const secretText = /sp[a-z]_[A-Za-z0-9_-]{16,}|otpauth(-migration)?:\/\/\S+|sallyport-key-1:\S+|\$argon2\S+/gi
const longestText = 2048
const deepest = 6

/** Fields with secret names, raw bytes and texts that look like our tokens are replaced; long text is cut. */
export function scrub(fields: LogFields): Record<string, unknown> {
  return scrubObject(fields, 0)
}

function scrubObject(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value)
  return Object.fromEntries(
    entries.map(([name, item]) => [name, secretName.test(name) ? '[secret]' : scrubValue(item, depth + 1)]),
  )
}

function scrubValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanLine(value)
  if (typeof value === 'bigint') return value.toString()
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? '[function]' : value
  if (depth > deepest) return '[deep]'
  if (value instanceof Uint8Array) return '[bytes]'
  if (value instanceof Error) return scrubError(value, depth)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => scrubValue(item, depth + 1))
  return scrubObject(value, depth)
}

function scrubError(error: Error, depth: number): Record<string, unknown> {
  const code = errorCode(error)
  const cause = error.cause === undefined ? {} : { cause: scrubValue(error.cause, depth + 1) }
  return {
    name: error.name,
    ...(code === undefined ? {} : { code }),
    message: cleanLine(error.message),
    stack: cleanLine(error.stack ?? ''),
    ...cause,
  }
}

/** No line break, escape or other control character of a caller reaches the log as such. */
function cleanLine(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text
  return cut
    .replace(secretText, '[secret]')
    .replace(/[\p{Cc}\u2028\u2029]/gu, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
