import { get, post } from './client.ts'

/** An account that is left out of something until a time. */
export interface ExceptionView {
  readonly id: string
  readonly account: string
  /** Absent: everywhere. */
  readonly application?: string
  readonly demands: readonly string[]
  /** Of these, what nobody demands any more. */
  readonly idle: readonly string[]
  /** requested: waits for a second administrator. */
  readonly state: 'requested' | 'in-force' | 'refused' | 'ended' | 'expired'
  readonly reason: string
  readonly until: number
  readonly requestedBy: string
  readonly requestedAt: number
  readonly approvedBy?: string
  readonly endedBy?: string
  readonly endReason?: string
  readonly uses: number
  readonly lastUsedAt?: number
}

export interface NewException {
  readonly account: string
  readonly application?: string
  readonly demands: readonly string[]
  readonly until: number
  readonly reason: string
}

export function listExceptions(signal?: AbortSignal): Promise<{ readonly items: readonly ExceptionView[] }> {
  return get('/policy/exceptions', signal)
}

export function requestException(asked: NewException): Promise<ExceptionView> {
  return post('/policy/exceptions', asked)
}

export function approveException(id: string, reason: string): Promise<ExceptionView> {
  return post(`/policy/exceptions/${id}/approval`, { reason })
}

export function endException(id: string, reason: string): Promise<ExceptionView> {
  return post(`/policy/exceptions/${id}/end`, { reason })
}
