import { createTotpVerifier, stepAt, type TotpVerifier } from '@sallyport/otp'
import type { Candidate } from '../factor.ts'
import type { Window } from './config.ts'
import type { TotpData, TotpKey } from './schema.ts'

/** What one code is to one authenticator. `now` is the step of our clock. */
export type Judgement =
  | { readonly code: 'right'; readonly step: number; readonly now: number }
  | { readonly code: 'spent' | 'early' | 'late'; readonly step: number; readonly now: number }
  | { readonly code: 'wrong'; readonly now: number }

/** How many steps away a code that is refused is still recognised: five minutes of 30-second steps. */
const recognised = 10

/**
 * Judges by the window and, whatever that finds, looks for the code further away: a right, a wrong, a replayed and an
 * early code cost the same, so that no answer's time tells how near a guess was (R8).
 */
export function judgeCode(
  candidate: Pick<Candidate<TotpData>, 'counter' | 'data'>,
  code: string,
  at: number,
  window: Window,
): Judgement {
  const { clock } = candidate.data
  const verifier = verifierOf(candidate.data)
  const now = stepAt(at, candidate.data)
  const last = lastStep(candidate.counter)
  const near = verifier.verify(code, { at, offset: clock.offset, after: last, window })
  const far = verifier.verify(code, {
    at,
    offset: clock.offset,
    window: { behind: recognised, ahead: recognised },
  })

  if (near.accepted && !clock.barred.includes(near.step)) return { code: 'right', step: near.step, now }
  if (!far.accepted) return { code: 'wrong', now }
  const { step } = far
  if (step > now + clock.offset + window.ahead) return { code: 'early', step, now }
  const isSpent = (last !== undefined && step <= last) || clock.barred.includes(step)
  return { code: isSpent ? 'spent' : 'late', step, now }
}

/** Made for one judgement and forgotten: an opened seed lives no longer than the question it answers. */
export function verifierOf(key: TotpKey): TotpVerifier {
  const { algorithm, digits, period, t0 } = key
  return createTotpVerifier(Buffer.from(key.secret, 'base64'), { algorithm, digits, period, t0 })
}

/** The last accepted step as the arithmetic wants it: a mark beyond all time refuses everything, and nothing throws. */
export function lastStep(counter: bigint | undefined): number | undefined {
  if (counter === undefined) return undefined
  return counter > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(counter)
}
