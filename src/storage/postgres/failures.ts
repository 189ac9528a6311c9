import { errorCode } from '../../kernel/error-code.ts'

/**
 * What an error of PostgreSQL means for a booking, by SQLSTATE (PostgreSQL manual, appendix A):
 * lost: the server or the connection is out, nothing more can be said to it · retry: it lost against a neighbour,
 * and may win next time · taken: somebody holds that key already · fault: this unit cannot be booked as it is.
 */
export type Failure = 'lost' | 'retry' | 'taken' | 'fault'

const retried = ['40001', '40P01', '55P03']
const uniqueViolation = '23505'
/**
 * Connection exceptions, resources, operator intervention, system errors; a read-only server; a prepared statement
 * that the server forgot or can no longer run; idle too long in a transaction.
 */
const lostStates = /^(08|53|57|58|XX|25006|26000|0A000|25P03)/

/** A migration changed a table under a prepared statement (`feature_not_supported`, "cached plan must not change"). */
export const planOutdated = '0A000'

export function failureOf(error: unknown): Failure {
  const state = sqlState(error)
  if (state === undefined || lostStates.test(state)) return 'lost'
  if (state === uniqueViolation) return 'taken'
  return retried.includes(state) ? 'retry' : 'fault'
}

/** Only errors that the server sent have one; a broken connection has none. */
export function sqlState(error: unknown): string | undefined {
  const code = errorCode(error)
  const isSent = error instanceof Error && 'severity' in error
  return isSent && code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
