import { get, patch, post, query, remove } from './client.ts'
import type { ConnectedDoor, Connection } from './doors.ts'
import type { ApplicationView, IssuedKey, Page } from './types.ts'

export function listApplications(signal?: AbortSignal): Promise<Page<ApplicationView>> {
  return get('/applications', signal)
}

/** An application as it was made; the secret of its connection is shown once. */
export interface CreatedApplication extends ApplicationView {
  readonly connection?: ConnectedDoor
}

export function createApplication(input: {
  readonly name: string
  readonly class: string
  readonly vouches?: boolean
  readonly owner?: string
  readonly connection?: Connection
}): Promise<CreatedApplication> {
  return post('/applications', input)
}

export interface ApplicationChanges {
  readonly class?: string
  readonly vouches?: boolean
  readonly status?: ApplicationView['status']
  readonly owner?: string
  readonly reason: string
}

export function changeApplication(id: string, changes: ApplicationChanges): Promise<ApplicationView> {
  return patch(`/applications/${id}`, changes)
}

/** `image`: in base64. */
export function putLogo(id: string, input: { readonly image: string; readonly reason: string }) {
  return post<ApplicationView>(`/applications/${id}/logo`, input)
}

export function removeLogo(id: string, reason: string): Promise<void> {
  return remove(`/applications/${id}/logo${query({ reason })}`)
}

export interface NewKey {
  readonly scopes: readonly string[]
  readonly expiresAt?: number
}

/** Issues a key; it is shown once. */
export function issueKey(applicationId: string, input: NewKey): Promise<IssuedKey> {
  return post(`/applications/${applicationId}/keys`, input)
}

/** Issues a successor; the old key works for the overlap, then no more. */
export function rotateKey(applicationId: string, keyId: string, overlapSeconds: number): Promise<IssuedKey> {
  return post(`/applications/${applicationId}/keys/${keyId}/rotate`, { overlapSeconds })
}

export function revokeKey(applicationId: string, keyId: string): Promise<void> {
  return remove(`/applications/${applicationId}/keys/${keyId}`)
}
