import { errorCode } from '../../kernel/error-code.ts'
import { type ErrorKind, internalError, SallyportError } from '../../kernel/errors.ts'

/** RFC 9457: the answer to everything that went wrong. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  /** A sentence for people. */
  readonly detail: string
  /** Stable; programs look at this. */
  readonly code: string
  readonly details?: Readonly<Record<string, unknown>>
}

const statuses: Readonly<Record<ErrorKind, { readonly status: number; readonly title: string }>> = {
  invalid: { status: 400, title: 'The request is not valid' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  gone: { status: 410, title: 'No longer there' },
  'too-many': { status: 429, title: 'Too many tries' },
  unavailable: { status: 503, title: 'Not available right now' },
  internal: { status: 500, title: 'Something went wrong' },
}

/** Codes whose status HTTP names more exactly than their kind does. */
const exact: Readonly<Record<string, number>> = {
  'etag.stale': 412,
  'enrolment.refused': 422,
  'password.unacceptable': 422,
  'contact.code-refused': 422,
  'idempotency.mismatch': 422,
  'input.too-large': 413,
  'input.media-type': 415,
  'route.method': 405,
}

/** The one place where errors become HTTP (style rule 10). What we did not foresee tells nothing of itself. */
export function problemOf(error: unknown): Problem {
  const known = error instanceof SallyportError ? error : fromFramework(error)
  const { status, title } = statuses[known.kind]
  const details = Object.keys(known.details).length > 0 ? { details: known.details } : {}
  return {
    type: `urn:sallyport:problem:${known.code}`,
    title,
    status: exact[known.code] ?? status,
    detail: known.message,
    code: known.code,
    ...details,
  }
}

/** Fastify's own refusals, in our words; everything else is internal. */
function fromFramework(error: unknown): SallyportError {
  const code = errorCode(error)
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return tooLarge()
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return wrongMediaType()
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new SallyportError('invalid', 'input.malformed', 'The request could not be understood.')
  }
  return internalError(error)
}

function tooLarge() {
  return new SallyportError('invalid', 'input.too-large', 'The request is larger than anything we take.')
}

function wrongMediaType() {
  return new SallyportError('invalid', 'input.media-type', 'Send JSON, with content type application/json.')
}

export function routeNotFound() {
  return new SallyportError('not-found', 'route.not-found', 'There is nothing at this address.')
}
