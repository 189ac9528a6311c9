import type { Authenticator } from '../authenticators/index.ts'
import type { Factor, SignOutElsewhere } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import { hashToken } from '../kernel/tokens.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { elsewhereUnknown, signOutRefused } from './errors.ts'
import { retrying } from './retry.ts'

export interface SignedOutInput {
  readonly factor: string
  /** The house that is said to tell it, by our short name of it. */
  readonly house: string
  readonly message: string
  readonly surroundings: Surroundings
}

/** Milliseconds for which messages are known that were heard: longer than one may be on its way. */
const heardFor = 3_600_000

/**
 * Another house tells that a sign-in there is over: what began with it ends here, and so does what it has half opened. Each
 * message is heard once. Throws `elsewhere.unknown` where no house judges it, and
 * `elsewhere.sign-out-refused` for what is not to be believed.
 */
export async function signedOutElsewhere(deps: AuthenticationDeps, input: SignedOutInput): Promise<void> {
  const factor = deps.factors.find(input.factor)
  if (!factor?.signOuts) throw elsewhereUnknown()
  const said = await factor.signOuts.read(input.house, input.message)
  if (!said) throw signOutRefused()
  await retrying((tried) => endOnce(deps, { ...input, factor, said, tried }))
}

interface Hearing extends Omit<SignedOutInput, 'factor'> {
  readonly factor: Factor
  readonly said: SignOutElsewhere
  readonly tried: number
}

async function endOnce(deps: AuthenticationDeps, hearing: Hearing): Promise<'done' | 'lost'> {
  const { factor, said } = hearing
  const at = deps.storage.clock.now()
  const heard = { id: `sign-out|${factor.id}|${hashToken(said.message)}`, limit: 1, window: heardFor }
  if ((await deps.throttle.waitFor([heard], at)) > 0) throw signOutRefused()
  const row =
    said.handle === undefined ? undefined : await deps.authenticators.findByHandle(factor.id, said.handle)
  const owners = await ownersOf(deps, said, row)
  const outcome = await deps.storage.book({
    statements: [
      deps.throttle.take(heard, at),
      ...owners.flatMap((accountId) => endings(deps, said, accountId, row)),
    ],
    events: owners.map((accountId) => eventFor(accountId, hearing, at)),
    locks: owners,
  })
  return outcome === 'booked' ? 'done' : 'lost'
}

/** The account that is meant; where only a sign-in is named, whoever has begun something with it, or half begun. */
async function ownersOf(
  { sessions, attempts }: Pick<AuthenticationDeps, 'sessions' | 'attempts'>,
  { signIn }: SignOutElsewhere,
  row: Authenticator | undefined,
): Promise<readonly Id<'account'>[]> {
  if (row?.accountId) return [row.accountId]
  if (signIn === undefined) return []
  const found = await Promise.all([sessions.ownersOfSignIn(signIn), attempts.ownersOfSignIn(signIn)])
  return [...new Set(found.flat())]
}

/** Where one sign-in is named, what does not say with which it began may have begun with that one. */
function endings(
  { sessions, attempts }: Pick<AuthenticationDeps, 'sessions' | 'attempts'>,
  { signIn }: SignOutElsewhere,
  accountId: Id<'account'>,
  row: Authenticator | undefined,
): readonly Statement[] {
  const halfOpened = attempts.cancelAll(accountId)
  if (signIn === undefined) return [halfOpened, ...(row ? [sessions.endBegunWith(accountId, row.id)] : [])]
  const unknown = row ? [sessions.endOfUnknownSignIn(accountId, row.id)] : []
  return [halfOpened, sessions.endOfSignIn(accountId, signIn), ...unknown]
}

function eventFor(
  accountId: Id<'account'>,
  { factor, house, surroundings: { source } }: Hearing,
  at: number,
): AuditEntry {
  return {
    at,
    event: 'session.ended-elsewhere',
    outcome: 'done',
    actor: 'system',
    accountId,
    details: { factor: factor.id, provider: house },
    ...(source ? { source } : {}),
  }
}
