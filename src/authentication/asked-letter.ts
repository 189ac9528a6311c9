import type { Account } from '../accounts/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { Budget } from '../throttle/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import type { Attempt } from './schema.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** What letters with links need besides: where they lead, from configuration and never from a request. */
export interface LetterDeps extends AuthenticationDeps {
  readonly baseUrl: string
}

interface AskedLetter {
  /** In which it is asked for: it says whose tries are counted, and whose account it is about. */
  readonly attempt: Pick<Attempt, 'ownerKey' | 'accountId'>
  readonly surroundings: Surroundings
  readonly at: number
  /** Names its budgets: `lane-link`. */
  readonly kind: string
  readonly event: string
  /** Taken each time, whether a letter is due or not. */
  readonly besides?: readonly Budget[]
  /** The letters to an account that is active, with what they lead to; none where they would be of no help. */
  readonly lettersTo: (account: Account) => Promise<readonly Statement[]>
}

/**
 * Mails the owner of a name what anybody may ask for who knows it: once in ten minutes and five times a day. Names are
 * looked up only where a letter is due, behind a booking that costs far more.
 */
export async function mailAsked(deps: AuthenticationDeps, asked: AskedLetter): Promise<void> {
  const { attempt, surroundings, at, kind, event, besides = [], lettersTo } = asked
  const { ownerKey, accountId } = attempt
  const own = budgetsOf(kind, ownerKey)
  const isDue = (await deps.throttle.waitFor(own, at)) === 0
  if (!isDue && besides.length === 0) return
  const account = isDue && accountId ? await deps.accounts.find(accountId) : undefined
  const letters = account?.status === 'active' ? await lettersTo(account) : []
  const budgets = [...besides, ...(isDue ? own : [])]
  const entry: AuditEntry = {
    at,
    event,
    outcome: 'done',
    actor: accountId ?? 'anonymous',
    ...(accountId ? { accountId } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
  }
  const outcome = await deps.storage.book({
    statements: [...budgets.map((budget) => deps.throttle.take(budget, at)), ...letters],
    events: isDue ? [entry] : [],
    locks: [ownerKey],
  })
  if (outcome === 'booked') deps.delivery.kick()
}

/** So that nobody's mailbox is filled in a stranger's name. */
function budgetsOf(kind: string, ownerKey: string): readonly Budget[] {
  return [
    { id: `${kind}|${ownerKey}`, limit: 1, window: 10 * minute },
    { id: `${kind}s|${ownerKey}`, limit: 5, window: day },
  ]
}
