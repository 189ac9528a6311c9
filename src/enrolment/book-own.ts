import type { Account } from '../accounts/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/** Books what an owner does to an authenticator, with its line in the audit. False where somebody was faster. */
export async function bookOwn(
  deps: EnrolmentDeps,
  account: Account,
  row: Authenticator,
  statements: readonly Statement[],
  event: string,
): Promise<boolean> {
  const outcome = await deps.storage.book({
    statements: [deps.accounts.expectActiveEpoch(account.id, account.epoch), ...statements],
    events: [
      {
        at: deps.storage.clock.now(),
        event,
        outcome: 'done',
        actor: account.id,
        accountId: account.id,
        authenticatorId: row.id,
        details: { factor: row.factor },
      },
    ],
    locks: [account.id, row.id],
  })
  return outcome === 'booked'
}
