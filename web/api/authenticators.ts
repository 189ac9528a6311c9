import { get, patch, post, remove } from './client.ts'
import type {
  AuthenticatorList,
  AuthenticatorView,
  BegunEnrolment,
  ConfirmedEnrolment,
  EnrolmentOptions,
  OperationAnswer,
  Shown,
} from './types.ts'

export function listAuthenticators(signal?: AbortSignal): Promise<AuthenticatorList> {
  return get('/authenticators', signal)
}

export function readEnrolmentOptions(signal?: AbortSignal): Promise<EnrolmentOptions> {
  return get('/enrolment', signal)
}

/** Begins to enrol; what it shows is shown once. */
export function beginEnrolment(input: {
  factor: string
  label?: string
  options?: unknown
}): Promise<BegunEnrolment> {
  return post('/authenticators', input)
}

/** Which other device takes part in what is being set up; undefined until one does. */
export async function whoJoined(id: string, signal?: AbortSignal): Promise<Shown | undefined> {
  return (await get<{ joined?: Shown }>(`/authenticators/${id}/joined`, signal)).joined
}

export function confirmEnrolment(id: string, answer: unknown): Promise<ConfirmedEnrolment> {
  return post(`/authenticators/${id}/confirm`, { answer })
}

export function renameAuthenticator(
  authenticator: AuthenticatorView,
  label: string,
): Promise<AuthenticatorView> {
  return patch(`/authenticators/${authenticator.id}`, { label }, authenticator.etag)
}

export function removeAuthenticator(id: string): Promise<void> {
  return remove(`/authenticators/${id}`)
}

/** It proves nothing from here on, and what began with it ends. */
export function reportLost(id: string): Promise<void> {
  return post(`/authenticators/${id}/lost`)
}

/** It is good again. */
export function reportFound(id: string): Promise<void> {
  return post(`/authenticators/${id}/found`)
}

/** Runs what a factor offers besides proving: change, resynchronise, refill. */
export function operate(id: string, operation: string, input: unknown): Promise<OperationAnswer> {
  return post(`/authenticators/${id}/operations/${operation}`, input)
}
