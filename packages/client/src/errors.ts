/**
 * Whatever is no answer that lets somebody in. `code` is stable: the server's own (`throttled`, `admission.over`), or
 * one of those below, for what never became an answer.
 */
export class SallyportError extends Error {
  readonly code: string
  /** Of the answer; undefined where there was none. */
  readonly status: number | undefined
  /** Seconds after which it may be worth trying again. */
  readonly retryAfter: number | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: string,
    message: string,
    more: {
      readonly status?: number | undefined
      readonly retryAfter?: number | undefined
      readonly details?: Readonly<Record<string, unknown>>
      readonly cause?: unknown
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'SallyportError'
    this.code = code
    this.status = more.status
    this.retryAfter = more.retryAfter
    this.details = more.details ?? {}
  }

  /** Nothing was decided: the server cannot be reached, or cannot decide now. Nobody is let in. */
  get undecided(): boolean {
    return this.status === undefined || this.status >= 500
  }
}

export const unreachable = (cause: unknown) =>
  new SallyportError('unreachable', 'The Sallyport server cannot be reached.', { cause })

export const tooSlow = (milliseconds: number) =>
  new SallyportError('timeout', `The Sallyport server did not answer within ${milliseconds} ms.`)

/** A portal of a hotel, a proxy, another version: whatever it is, it lets nobody in. */
export const unexpected = (status: number) =>
  new SallyportError('answer.unexpected', 'This is no answer of a Sallyport server.', {
    status: status < 500 ? 502 : status,
  })

export const misused = (message: string) => new SallyportError('client.misused', message)

export function isCode(error: unknown, code: string): boolean {
  return error instanceof SallyportError && error.code === code
}
