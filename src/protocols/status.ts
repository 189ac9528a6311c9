import type { ErrorKind } from '../kernel/errors.ts'

/** What each kind of error is in HTTP, for programs: what is gone is to them like what never was. */
export const statusOf: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 404,
  'too-many': 429,
  unavailable: 503,
  internal: 500,
}

/** What the server in front refused before a door saw it: too long, of another kind; undefined where it was no refusal. */
export function frameworkStatus(error: unknown): number | undefined {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined
}
