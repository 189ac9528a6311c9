import type { Id } from '../../kernel/ids.ts'
import { type Actor, requirePermission } from '../actor.ts'
import { type ApplicationWithKeys, withItsKeys } from '../applications.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { applicationOf } from '../doors.ts'
import { registrationChanged, registrationNotFound } from './errors.ts'
import { registrationStore } from './store.ts'

/**
 * Says that somebody has looked at an application that registered itself, and switches it on where it waited for that.
 * Throws `registration.not-found`, and `registration.changed`.
 */
export async function approveRegistration(
  deps: AdministrationDeps,
  {
    actor,
    applicationId,
    version,
    reason,
  }: {
    readonly actor: Actor
    readonly applicationId: Id<'application'>
    /** Of what was looked at: if it has set itself anew since, that is another thing. */
    readonly version: number
    readonly reason: string
  },
): Promise<ApplicationWithKeys> {
  const permission = { role: 'administrator', scope: 'administration', changes: true } as const
  requirePermission(actor, permission, deps.sessions.requireFresh)
  const store = registrationStore(deps.storage)
  const [application, registration] = await Promise.all([
    applicationOf(deps, applicationId),
    store.registration(applicationId),
  ])
  if (!registration || registration.hash === null || registration.approvedAt !== undefined)
    throw registrationNotFound()
  if (registration.doorVersion !== version) throw registrationChanged()
  const outcome = await bookAct(deps, {
    actor,
    applicationId,
    event: 'application.registration-approved',
    statements: [
      store.approve(registration, deps.storage.clock.now()),
      ...(application.status === 'active'
        ? []
        : [deps.applications.change(application, { status: 'active' })]),
    ],
    locks: [applicationId],
    details: { reason },
  })
  if (outcome === 'refused') throw registrationChanged()
  return withItsKeys(deps, await applicationOf(deps, applicationId))
}
