import type { GivenUp, Referral } from '../admissions/index.ts'
import { SallyportError } from '../kernel/errors.ts'
import type { Id } from '../kernel/ids.ts'
import { peekReferral } from './admit.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { busy } from './errors.ts'
import { type Progress, progressOf } from './options.ts'
import { livingReferral } from './refer.ts'
import { countRefused, type RecordedRefusal } from './refusal.ts'
import type { Attempt } from './schema.ts'
import { situationOf } from './situation.ts'
import { findLivingAttempt } from './start.ts'

export interface GiveUpInput {
  /** The token, as the address of our page has it. */
  readonly referral: string
  /** Secret of the half-finished sign-in of this browser, for this or for something else. */
  readonly attempt: string | undefined
  readonly sessionToken: string | undefined
  readonly surroundings: Surroundings
}

/**
 * Whoever was sent here goes back as nobody: the way is used up, and the door of the application tells it so in its own
 * words. Why is found out here and not said by the browser. Throws `referral.over`.
 */
export async function giveUpReferral(deps: AuthenticationDeps, input: GiveUpInput): Promise<Referral> {
  const referral = await livingReferral(deps, input.referral)
  const attempt = await attemptOn(deps, referral, input.attempt)
  const { because, accountId } = await whyGivenUp(deps, { referral, attempt }, input)
  const at = deps.storage.clock.now()
  const { statements, events } = recordOf(deps, referral, {
    because,
    accountId,
    at,
    surroundings: input.surroundings,
  })
  const outcome = await deps.storage.book({
    statements: [
      deps.referrals.giveUp(referral.id, because, at),
      ...(attempt ? [deps.attempts.cancel(attempt.id)] : []),
      ...statements,
    ],
    events,
    locks: [referral.id, ...(attempt ? [attempt.ownerKey, attempt.id] : [])],
  })
  if (outcome === 'refused') throw busy()
  return referral
}

/** What the browser is half through for something else is not touched. */
async function attemptOn(
  deps: AuthenticationDeps,
  { id }: Referral,
  secret: string | undefined,
): Promise<Attempt | undefined> {
  const attempt = await findLivingAttempt(deps, secret)
  return attempt?.referralId === id ? attempt : undefined
}

interface Why {
  readonly because: GivenUp
  /** Who has shown something on this way, or is signed in here. */
  readonly accountId: Id<'account'> | undefined
}

async function whyGivenUp(
  deps: AuthenticationDeps,
  { referral, attempt }: { readonly referral: Referral; readonly attempt: Attempt | undefined },
  { sessionToken, surroundings }: GiveUpInput,
): Promise<Why> {
  if (attempt && attempt.proved.length > 0)
    return { because: await standstillOf(deps, attempt, surroundings), accountId: attempt.accountId }
  const { state, account } = await peekReferral(deps, referral, { sessionToken, surroundings })
  return { because: state === 'denied' ? 'denied' : 'turned-back', accountId: account?.id }
}

async function standstillOf(
  deps: AuthenticationDeps,
  attempt: Attempt,
  surroundings: Surroundings,
): Promise<GivenUp> {
  const situation = await situationOf(deps, attempt, surroundings).catch(unlessEnded)
  if (!situation) return 'denied'
  const progress = await progressOf(deps, situation)
  if (progress.state === 'denied') return 'denied'
  return leadsOn(progress) ? 'turned-back' : 'no-way'
}

/** The account or the application has ended meanwhile. */
function unlessEnded(error: unknown): undefined {
  if (!(error instanceof SallyportError) || error.code !== 'attempt.expired') throw error
}

/** Whether there is anything left that could be shown or set up. */
function leadsOn({ state, options, enrol }: Progress): boolean {
  if (state === 'enrolling') return (enrol?.factors.length ?? 0) > 0
  return state !== 'proving' || options.length > 0
}

interface Happening {
  readonly at: number
  readonly surroundings: Surroundings
}

/** An event of whoever is known; of strangers it is counted, so that they fill no disk (R16). */
function recordOf(
  { audit }: Pick<AuthenticationDeps, 'audit'>,
  { applicationId, door }: Referral,
  { because, accountId, at, surroundings }: Why & Happening,
): RecordedRefusal {
  const reason = `referral.${because}`
  if (!accountId) {
    const whose = { accountId, ownerKey: applicationId, applicationId }
    return { statements: [countRefused({ audit }, { at, whose, surroundings, reason })], events: [] }
  }
  const { source } = surroundings
  const event = { at, event: 'referral.given-up', outcome: 'refused', reason } as const
  const of = { actor: accountId, accountId, applicationId, ...(source ? { source } : {}) }
  return { statements: [], events: [{ ...event, ...of, details: { door, because } }] }
}
