import { get, post, query, remove } from './client.ts'
import type { ApplicationView, Instant, Page } from './types.ts'

/** With what applications may register themselves. */
export interface RegistrationTokenView {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly class: string
  readonly namePrefix: string
  readonly limits: { readonly hosts?: readonly string[] }
  readonly approval: boolean
  readonly uses: number
  readonly used: number
  readonly expiresAt: Instant
  readonly revokedAt?: Instant
}

export interface NewRegistrationToken {
  readonly name: string
  readonly namePrefix: string
  readonly class: string
  readonly limits: { readonly hosts: readonly string[] }
  readonly approval: boolean
  readonly uses: number
  readonly expiresAt: number
}

export function listRegistrationTokens(signal?: AbortSignal): Promise<Page<RegistrationTokenView>> {
  return get('/registration-tokens', signal)
}

/** The token itself is shown once. */
export function issueRegistrationToken(
  input: NewRegistrationToken,
): Promise<RegistrationTokenView & { readonly token: string }> {
  return post('/registration-tokens', input)
}

export function revokeRegistrationToken(id: string, reason: string): Promise<void> {
  return remove(`/registration-tokens/${id}${query({ reason })}`)
}

/** `version`: of what was looked at. */
export function approveRegistration(
  applicationId: string,
  input: { readonly version: number; readonly reason: string },
): Promise<ApplicationView> {
  return post(`/applications/${applicationId}/approval`, input)
}
