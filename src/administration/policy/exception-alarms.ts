import { mailOfAdministrators } from '../../accounts/index.ts'
import type { GrantedException } from '../../policy/index.ts'
import type { Statement } from '../../storage/index.ts'
import type { AdministrationDeps } from '../deps.ts'

const quiet = 24 * 3_600_000

/** Tells administrators of exceptions that are used: the first time, and then once a day as long as they are. */
export async function tellOfExceptions(deps: AdministrationDeps): Promise<void> {
  const before = deps.storage.clock.now() - quiet
  for (const used of await deps.exceptions.listUntold(before)) {
    const statements = [deps.exceptions.tell(used), ...(await lettersOf(deps, used))]
    await deps.storage.book({ statements, locks: [`exception ${used.id}`] })
  }
}

async function lettersOf(deps: AdministrationDeps, used: GrantedException): Promise<readonly Statement[]> {
  if (!deps.delivery.canDeliver('email')) return []
  const [told, account] = await Promise.all([mailOfAdministrators(deps), deps.accounts.find(used.accountId)])
  const { until, uses, lastUsedAt: at = used.requestedAt } = used
  const values = { account: account?.name ?? used.accountId, at, until, uses }
  return told.map(({ accountId, email }) =>
    deps.delivery.enqueue({
      accountId,
      channel: 'email',
      to: email,
      message: { template: 'policy.exception-used', values },
      dedupe: ['policy.exception-used', accountId, used.id, at],
    }),
  )
}
