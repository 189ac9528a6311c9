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
      ...endings(deps, said, row),
      ...owners.map((accountId) => deps.attempts.cancelAll(accountId)),
    ],
    events: owners.map((accountId) => eventFor(accountId, hearing, at)),
    locks: owners,
  })
  return outcome === 'booked' ? 'done' : 'lost'
}

/** The account that is meant; where only a sign-in is named, whoever has begun something with it. */
async function ownersOf(
  { sessions }: Pick<AuthenticationDeps, 'sessions'>,
  { signIn }: SignOutElsewhere,
  row: Authenticator | undefined,
): Promise<readonly Id<'account'>[]> {
  if (row?.accountId) return [row.accountId]
  return signIn === undefined ? [] : sessions.ownersOfSignIn(signIn)
}

/** Where one sign-in is named, what does not say with which it began may have begun with that one. */
function endings(
  { sessions }: Pick<AuthenticationDeps, 'sessions'>,
  { signIn }: SignOutElsewhere,
  row: Authenticator | undefined,
): readonly Statement[] {
  const of = row?.accountId ? ([row.accountId, row.id] as const) : undefined
  if (signIn === undefined) return of ? [sessions.endBegunWith(...of)] : []
  return [sessions.endOfSignIn(signIn), ...(of ? [sessions.endOfUnknownSignIn(...of)] : [])]
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
