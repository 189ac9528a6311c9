import type { Secret } from './secret.ts'
import { clockAfterEarlyCode, clockAfterLateCode, clockAfterSignIn, type TokenClock } from './token-clock.ts'
import { createTotpVerifier, stepAt, type TotpParameters } from './totp.ts'

/** A code, and what it is judged by. */
export interface TotpQuestion {
  readonly code: string
  /** Now, in milliseconds since 1970. */
  readonly at: number
  /** The last step accepted from this secret. */
  readonly after: number | undefined
  readonly clock: TokenClock
  /** Steps accepted on either side of the token's own. */
  readonly window: { readonly behind: number; readonly ahead: number }
}

/** What one code is to one token. `now` is the step of our clock. */
export type TotpJudgement =
  | { readonly code: 'right'; readonly step: number; readonly now: number }
  | { readonly code: 'spent' | 'early' | 'late'; readonly step: number; readonly now: number }
  | { readonly code: 'wrong'; readonly now: number }

/** How many steps away a code that is refused is still recognised: five minutes of 30-second steps. */
const recognised = 10

/**
 * Judges by the window and, whatever that finds, looks for the code further away: a right, a wrong, a replayed and an
 * early code cost the same, so that no answer's time tells how near a guess was.
 */
export function judgeTotp(
  key: { readonly secret: Secret } & TotpParameters,
  { code, at, after, clock, window }: TotpQuestion,
): TotpJudgement {
  const verifier = createTotpVerifier(key.secret, key)
  const now = stepAt(at, key)
  const { offset, barred } = clock
  const near = verifier.verify(code, { at, offset, after, window })
  const far = verifier.verify(code, { at, offset, window: { behind: recognised, ahead: recognised } })

  if (near.accepted && !barred.includes(near.step)) return { code: 'right', step: near.step, now }
  if (!far.accepted) return { code: 'wrong', now }
  const { step } = far
  if (step > now + offset + window.ahead) return { code: 'early', step, now }
  const isSpent = (after !== undefined && step <= after) || barred.includes(step)
  return { code: isSpent ? 'spent' : 'late', step, now }
}

/** What the judgement of a code teaches of the token's clock; `limit` bounds its offset. */
export function clockAfter(clock: TokenClock, judgement: TotpJudgement, limit: number): TokenClock {
  if (judgement.code === 'wrong' || judgement.code === 'spent') return clock
  const { step, now } = judgement
  if (judgement.code === 'right') return clockAfterSignIn(clock, step, now, limit)
  return judgement.code === 'early'
    ? clockAfterEarlyCode(clock, step, now)
    : clockAfterLateCode(clock, step, now)
}
