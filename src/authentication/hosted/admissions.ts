import type { AdmissionRow } from '../../admissions/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Wish } from '../../policy/index.ts'
import { stepUpRequired } from '../../sessions/index.ts'
import type { Admission } from '../admission.ts'
import { stillAdmitted } from '../admit.ts'
import type { Surroundings } from '../deps.ts'
import type { HostedDeps } from './deps.ts'
import { admissionOver } from './errors.ts'
import { hostedKind } from './settings.ts'

interface OwnAdmission {
  /** The application that asks: it sees what it was told, and nothing of others. */
  readonly applicationId: Id<'application'>
  readonly id: Id<'admission'>
}

/**
 * Whether somebody is still let in, decided anew (R3), and perhaps by more than it took to come in. Throws
 * `admission.over`, or `step-up.required` where only what is wished for is missing.
 */
export async function requireAdmission(
  deps: HostedDeps,
  {
    wish,
    surroundings,
    ...own
  }: OwnAdmission & { readonly wish: Wish | undefined; readonly surroundings: Surroundings },
): Promise<Admission> {
  const row = await ownRow(deps, own)
  const admission = row && (await stillAdmitted(deps, row.id, surroundings))
  if (!admission) throw admissionOver()
  const wished = wish ? await stillAdmitted(deps, admission.id, surroundings, wish) : admission
  if (!wished) throw stepUpRequired({ within: wish?.fresh, assurance: wish?.assurance })
  return wished
}

/** They sign out of the application. A session of our own pages goes on; one that was made for it ends with it. */
export async function leave(deps: HostedDeps, own: OwnAdmission): Promise<void> {
  const row = await ownRow(deps, own)
  if (!row) return
  const { accountId, applicationId, door } = row
  await deps.storage.book({
    statements: [deps.admissions.end(row.id), deps.sessions.endFor(row.sessionId, applicationId)],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'application.left',
        outcome: 'done',
        actor: accountId,
        accountId,
        applicationId,
        details: { door },
      },
    ],
    locks: [row.id],
  })
}

async function ownRow(
  deps: HostedDeps,
  { id, applicationId }: OwnAdmission,
): Promise<AdmissionRow | undefined> {
  const row = await deps.admissions.find(id)
  return row?.applicationId === applicationId && row.door === hostedKind.id ? row : undefined
}
