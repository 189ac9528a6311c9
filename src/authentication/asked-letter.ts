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

/** Why no letter goes out. Told to nobody but whoever reads the trail. */
export type WhyNoLetter =
  | 'nobody'
  | 'inactive'
  | 'role'
  | 'marked'
  | 'directory'
  | 'no-password'
  | 'unguarded'
  | 'no-mailbox'
  | 'no-settled-mailbox'

export interface NoLetters {
  readonly withheld: WhyNoLetter
}

/** What puts the letters into the outbox, with what they lead to. */
export type Letters = { readonly statements: readonly Statement[] } | NoLetters

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
  /** The letters to an account that is active. */
  readonly lettersTo: (account: Account) => Promise<Letters>
}

/**
 * Mails the owner of a name what anybody may ask for who knows it: once in ten minutes and five times a day. Names are
 * looked up only where a letter is due, behind a booking that costs far more. The trail says why none went out.
 */
export async function mailAsked(deps: AuthenticationDeps, asked: AskedLetter): Promise<void> {
  const { attempt, surroundings, at, kind, event, besides = [], lettersTo } = asked
  const { ownerKey, accountId } = attempt
  const own = budgetsOf(kind, ownerKey)
  const isDue = (await deps.throttle.waitFor(own, at)) === 0
  if (!isDue && besides.length === 0) return
  const letters = isDue ? await lettersFor(deps, accountId, lettersTo) : { statements: [] }
  const budgets = [...besides, ...(isDue ? own : [])]
  const sent = 'statements' in letters
  const entry: AuditEntry = {
    at,
    event,
    ...(sent ? { outcome: 'done' } : { outcome: 'refused', reason: `letter.${letters.withheld}` }),
    actor: accountId ?? 'anonymous',
    ...(accountId ? { accountId } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
  }
  const outcome = await deps.storage.book({
    statements: [
      ...budgets.map((budget) => deps.throttle.take(budget, at)),
      ...(sent ? letters.statements : []),
    ],
    events: isDue ? [entry] : [],
    locks: [ownerKey],
  })
  if (outcome === 'booked') deps.delivery.kick()
}

async function lettersFor(
  { accounts }: AuthenticationDeps,
  accountId: Attempt['accountId'],
  lettersTo: AskedLetter['lettersTo'],
): Promise<Letters> {
  const account = accountId && (await accounts.find(accountId))
  if (!account) return { withheld: 'nobody' }
  return account.status === 'active' ? lettersTo(account) : { withheld: 'inactive' }
}

/** So that nobody's mailbox is filled in a stranger's name. */
function budgetsOf(kind: string, ownerKey: string): readonly Budget[] {
  return [
    { id: `${kind}|${ownerKey}`, limit: 1, window: 10 * minute },
    { id: `${kind}s|${ownerKey}`, limit: 5, window: day },
  ]
}
