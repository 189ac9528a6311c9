import type { Application } from '../../applications/index.ts'
import { canonicalName } from '../../directories/index.ts'
import type { HostedDeps } from './deps.ts'

/**
 * An account for somebody whom an application knows and we do not: without a password, so that nobody signs in to it
 * but through an application that vouches. One that is there is left as it is.
 */
export async function provideAccount(
  deps: HostedDeps,
  application: Application,
  typed: string,
): Promise<void> {
  const name = canonicalName(typed)
  if (!name.valid || (await deps.accounts.findByName(name.key))) return
  const { account, statement } = deps.accounts.create({ name, role: 'person' })
  // Refused where another browser of the same person was first, or the name looks like that of somebody else.
  await deps.storage.book({
    statements: [statement],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'account.created',
        outcome: 'done',
        actor: `application:${application.id}`,
        accountId: account.id,
        applicationId: application.id,
        details: { role: account.role, by: 'vouch' },
      },
    ],
    locks: [account.id],
  })
}
