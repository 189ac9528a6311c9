/** What went wrong, coarsely: one place per door maps it to a status, a packet or an exit code. */
export type ErrorKind =
  | 'invalid' // the input is not of the asked form
  | 'unauthenticated' // nobody, or nobody yet
  | 'forbidden' // known, but not allowed, or assurance missing
  | 'not-found'
  | 'conflict' // the state has moved on
  | 'gone' // it was here, and is spent or expired
  | 'too-many' // try again later
  | 'unavailable' // storage or another dependency is out; nothing was decided
  | 'internal'

export interface ErrorOptions {
  /** Safe to show to the caller: field paths, limits, seconds to wait; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>
  /** For the log only. */
  readonly cause?: unknown
}

/** A broken expectation, with a code that never changes and a sentence for people. */
export class SallyportError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(kind: ErrorKind, code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'SallyportError'
    this.kind = kind
    this.code = code
    this.details = options.details ?? {}
  }
}

/** Input that a schema refuses; `issues` name the fields and what was expected there, never the value. */
export function invalidInput(issues: readonly { path: string; message: string }[], code = 'input.invalid') {
  const first = issues[0]
  const where = first?.path ? ` (${first.path})` : ''
  return new SallyportError('invalid', code, `${first?.message ?? 'The input is not valid'}${where}.`, {
    details: { issues },
  })
}

export function internalError(cause: unknown) {
  return new SallyportError(
    'internal',
    'internal',
    'Something went wrong on our side; nothing was changed.',
    { cause },
  )
}
