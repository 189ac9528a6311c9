import type { Id } from '../../kernel/ids.ts'
import type { AdministrationDeps } from '../deps.ts'
import { provisioningStore } from './store.ts'

/** The account that an application has brought under an id of its own. */
export async function broughtAccount(
  { storage }: Pick<AdministrationDeps, 'storage'>,
  applicationId: Id<'application'>,
  externalId: string,
): Promise<Id<'account'> | undefined> {
  return (await provisioningStore(storage).accountCalled(applicationId, externalId))?.accountId
}
