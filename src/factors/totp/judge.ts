import { createTotpVerifier, judgeTotp, type TotpJudgement, type TotpVerifier } from '@sallyport/otp'
import type { Candidate } from '../factor.ts'
import type { Window } from './config.ts'
import type { TotpData, TotpKey } from './schema.ts'

/** What one code is to one authenticator. A right, a wrong, a replayed and an early one cost the same (R8). */
export function judgeCode(
  { counter, data }: Pick<Candidate<TotpData>, 'counter' | 'data'>,
  code: string,
  at: number,
  window: Window,
): TotpJudgement {
  const after = lastStep(counter)
  return judgeTotp({ ...data, secret: secretOf(data) }, { code, at, after, clock: data.clock, window })
}

/** Made for one judgement and forgotten: an opened seed lives no longer than the question it answers. */
export function verifierOf(key: TotpKey): TotpVerifier {
  const { algorithm, digits, period, t0 } = key
  return createTotpVerifier(secretOf(key), { algorithm, digits, period, t0 })
}

/** The last accepted step as the arithmetic wants it: a mark beyond all time refuses everything, and nothing throws. */
export function lastStep(counter: bigint | undefined): number | undefined {
  if (counter === undefined) return undefined
  return counter > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(counter)
}

function secretOf({ secret }: TotpKey): Uint8Array {
  return Buffer.from(secret, 'base64')
}
