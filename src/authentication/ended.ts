import type { Authenticator } from '../authenticators/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'

/** What began with an authenticator ends when it proves nothing any more: sessions, recoveries, remembered browsers. */
export function endedWith(
  deps: Pick<AuthenticationDeps, 'sessions' | 'rebinds' | 'remembered'>,
  accountId: Id<'account'>,
  { id }: Pick<Authenticator, 'id'>,
): readonly Statement[] {
  return [
    deps.sessions.endBegunWith(accountId, id),
    deps.rebinds.endBegunWith(accountId, id),
    deps.remembered.forgetMadeWith(accountId, id),
  ]
}
