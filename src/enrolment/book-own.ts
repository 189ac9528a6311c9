import type { Authenticator } from '../authenticators/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import { type Changing, expectUnchanged, requireNotEnded } from './unchanged.ts'

/**
 * Books what an owner does to an authenticator, with its line in the audit. False where somebody was faster. Throws
 * `session.required` where their session was ended meanwhile.
 */
export async function bookOwn(
  deps: EnrolmentDeps,
  changing: Changing,
  row: Authenticator,
  statements: readonly Statement[],
  event: string,
): Promise<boolean> {
  const { account } = changing
  const outcome = await deps.storage.book({
    statements: [...expectUnchanged(deps, changing), ...statements],
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
  if (outcome === 'refused') await requireNotEnded(deps, changing)
  return outcome === 'booked'
}
