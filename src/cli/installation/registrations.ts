import type { RegistrationTerms, RegistrationToken } from '../../administration/index.ts'
import type { ApplicationEntry } from './applications.ts'

/** What commands do to applications that register themselves, here or elsewhere. */
export interface RegistrationsPort {
  /** The newest first. */
  listRegistrationTokens(): Promise<readonly RegistrationTokenEntry[]>
  /** `token`: shown once. */
  issueRegistrationToken(
    terms: RegistrationTerms,
  ): Promise<RegistrationTokenEntry & { readonly token: string }>
  revokeRegistrationToken(id: RegistrationTokenEntry['id'], reason: string): Promise<void>
  /** `version`: of what was looked at. */
  approveRegistration(
    id: ApplicationEntry['id'],
    seen: { readonly version: number; readonly reason: string },
  ): Promise<void>
}

export type RegistrationTokenEntry = Pick<
  RegistrationToken,
  'id' | 'name' | 'prefix' | 'class' | 'uses' | 'used' | 'expiresAt'
> & { readonly revokedAt?: number | undefined }
