import type { Authenticator } from '../authenticators/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'

/**
 * What began with an authenticator ends when it proves nothing any more: sessions, recoveries, remembered browsers
 * . `except`: the session in which its owner takes it off.
 */
export function endedWith(
  deps: Pick<AuthenticationDeps, 'sessions' | 'rebinds' | 'remembered'>,
  accountId: Id<'account'>,
  { id }: Pick<Authenticator, 'id'>,
  except?: Id<'session'>,
): readonly Statement[] {
  return [
    deps.sessions.endBegunWith(accountId, id, except),
    deps.rebinds.endBegunWith(accountId, id),
    deps.remembered.forgetMadeWith(accountId, id),
  ]
}
