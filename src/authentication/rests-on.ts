import type { Account } from '../accounts/index.ts'
import type { Referral } from '../admissions/index.ts'
import type { StandIn } from '../policy/index.ts'
import type { Session } from '../sessions/index.ts'
import type { AuditEntry } from '../storage/index.ts'
import { isKnownTo } from './circumstances.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'

interface Resting {
  readonly session: Session
  readonly account: Account
  /** That stood in for a second factor. */
  readonly browser: StandIn | undefined
  readonly referral: Referral | undefined
  readonly at: number
}

type Details = NonNullable<AuditEntry['details']>

/**
 * What the trail tells of the session that lets somebody in, so that a rehearsal can decide on it again. One that was
 * made on this very way has its own entry.
 */
export async function restsOn(
  { throttle }: Pick<AuthenticationDeps, 'throttle'>,
  { session, account, browser, referral, at }: Resting,
  { device }: Surroundings,
): Promise<Details> {
  if (referral && session.createdAt >= referral.createdAt) return { session: 'new' }
  const known = await throttle.recognise(device)
  return {
    session: 'older',
    proved: session.proved.map((proof) => `${proof.factor}@${new Date(proof.at).toISOString()}`).join(' '),
    ...browserTold(isKnownTo(known, account.id)),
    ...(browser ? standInTold(browser, at) : {}),
  }
}

/** Whether a browser was known. */
export function browserTold(isKnown: boolean): Details {
  return { browser: isKnown ? 'known' : 'new' }
}

/** What a browser stood in with. */
export function standInTold({ age, shown }: StandIn, at: number): Details {
  return {
    remembered: true,
    shownAt: new Date(at - age).toISOString(),
    shownThere: shown.map(({ factor }) => factor).join(' '),
  }
}
