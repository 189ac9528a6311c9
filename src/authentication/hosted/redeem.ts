import type { Id } from '../../kernel/ids.ts'
import { hashToken } from '../../kernel/tokens.ts'
import type { Admission } from '../admission.ts'
import { stillAdmitted } from '../admit.ts'
import type { Surroundings } from '../deps.ts'
import type { HostedDeps } from './deps.ts'
import { hostedWayOver } from './errors.ts'
import { openHostedWays } from './store.ts'

export interface RedeemInput {
  readonly applicationId: Id<'application'>
  readonly code: string
  /** What the application keeps at the browser that brings the code. */
  readonly browser: string
  readonly surroundings: Surroundings
}

/**
 * What a code is worth, once: who was let in. A code that another browser brings is used up by it, and what it stood
 * for is over (G5, A-046). Throws `hosted.way-over`.
 */
export async function redeemCode(
  deps: HostedDeps,
  { applicationId, code, browser, surroundings }: RedeemInput,
): Promise<{ readonly admission: Admission; readonly state: string | undefined }> {
  const ways = openHostedWays(deps)
  const way = await ways.findByCode(code)
  if (!way?.admissionId || way.applicationId !== applicationId) throw hostedWayOver()
  const own = way.browserHash === hashToken(browser)
  const statements = [ways.end(way.id), ...(own ? [] : [deps.admissions.end(way.admissionId)])]
  const outcome = await deps.storage.book({ statements, locks: [way.id] })
  const admission = own ? await stillAdmitted(deps, way.admissionId, surroundings) : undefined
  if (outcome === 'refused' || !admission) throw hostedWayOver()
  return { admission, state: way.state }
}
