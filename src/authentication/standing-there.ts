import type { Account } from '../accounts/index.ts'
import { directoryUnavailable, isAsked } from '../directories/index.ts'
import type { SallyportError } from '../kernel/errors.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { attemptExpired } from './errors.ts'

/** What keeps an account out that has proved enough: what is booked of it, and what its owner hears. */
export interface Barred {
  readonly statements: readonly Statement[]
  readonly events: readonly AuditEntry[]
  readonly error: SallyportError
}

type BarredDeps = Pick<
  AuthenticationDeps,
  'storage' | 'accounts' | 'directories' | 'directoryBooks' | 'invitations'
>

/**
 * Asks the directory that an account comes from whether it may still sign in, at the moment when it is about to (R12).
 * Disabled there is disabled here from now on. Who is gone, or cannot be asked about, is kept out and nothing else: a
 * directory that shows too little must not end anybody's account in passing (F-31). So it is with the last administrator,
 * whom a reading leaves here, too. Undefined where nothing is in the way.
 */
export async function barredThere(deps: BarredDeps, account: Account): Promise<Barred | undefined> {
  const { directory, directoryId } = account
  if (!isAsked(directory)) return undefined
  const standing = (await deps.directories.find(directory)?.standing(directoryId)) ?? 'unavailable'
  if (standing === 'active') return undefined
  if (standing !== 'disabled') return { statements: [], events: [], error: directoryUnavailable(directory) }
  const error = attemptExpired()
  const witness = await deps.accounts.witnessOf(account)
  if (!witness) return { statements: [], events: [], error }
  const { statements, events } = endedThere(deps, account)
  return { statements: [...witness, ...statements], events, error }
}

/** Ends an account by the word of its directory: sessions and attempts at once, invitations with them. */
export function endedThere(deps: Omit<BarredDeps, 'directories'>, account: Account): Omit<Barred, 'error'> {
  const { id, directory } = account
  return {
    statements: [
      deps.accounts.disable(id),
      deps.invitations.voidAll(id),
      deps.directoryBooks.end(id, directory),
    ],
    events: [
      {
        at: deps.storage.clock.now(),
        event: 'account.disabled',
        outcome: 'done',
        actor: `directory:${directory}`,
        accountId: id,
        details: { reason: `disabled in ${directory}` },
      },
    ],
  }
}
