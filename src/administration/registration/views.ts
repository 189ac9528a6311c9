import type { Application } from '../../applications/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { RegistrationView } from './schema.ts'
import { registrationStore } from './store.ts'

/** Of those among them that registered themselves. */
export function registrationsOf(
  { storage }: Pick<AdministrationDeps, 'storage'>,
  applications: readonly Pick<Application, 'id'>[],
): Promise<ReadonlyMap<string, RegistrationView>> {
  return registrationStore(storage).views(applications.map(({ id }) => id))
}

/** Whether it registered itself, and no administrator has looked at it as it is. */
export async function isUnseen(
  { storage }: Pick<AdministrationDeps, 'storage'>,
  id: Id<'application'>,
): Promise<boolean> {
  const registration = await registrationStore(storage).registration(id)
  return registration !== undefined && registration.approvedAt === undefined
}

/** Ends them all, for good. */
export function revokeRegistrationTokens({ storage }: Pick<AdministrationDeps, 'storage'>): Statement {
  return registrationStore(storage).revokeAllTokens(storage.clock.now())
}
