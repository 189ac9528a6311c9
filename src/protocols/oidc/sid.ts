import { createHash } from 'node:crypto'
import type { Admission } from '../../authentication/index.ts'

/**
 * The same for all that one client is told of one sign-in, and of no use to anybody who reads it. A session that takes
 * the place of another takes over who was let in; what clients know them by stays.
 */
export function sidOf({
  completionId,
  applicationId,
}: Pick<Admission, 'completionId' | 'applicationId'>): string {
  return createHash('sha256').update(`oidc sid ${completionId} ${applicationId}`).digest('base64url')
}
