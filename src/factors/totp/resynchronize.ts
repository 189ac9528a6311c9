import { barSteps, resynchronizedClock } from '@sallyport/otp'
import type { Candidate, FactorContext, Operation, OperationResult } from '../factor.ts'
import { clockOff, isWithinLimit } from './clock.ts'
import { lastStep, verifierOf } from './judge.ts'
import { type Resynchronization, resynchronization, type TotpData } from './schema.ts'

/** Learns how far an authenticator's clock is off, by two codes in a row (RFC 6238 §6, R-04). */
export const resynchronize: Operation<TotpData> = {
  id: 'resynchronize',
  input: resynchronization,
  permission: 'owner',
  judges: true,
  run: async ({ candidate, input, context }) => judgeCodes(candidate, input as Resynchronization, context),
}

/** Neither code may be spent or barred. The offset stays within two steps; further off, the clock must be set, and the two are barred. */
function judgeCodes(
  { data, counter }: Candidate<TotpData>,
  { codes }: Resynchronization,
  { at }: FactorContext,
): OperationResult<TotpData> {
  const verdict = verifierOf(data).resynchronize(codes, { at, after: lastStep(counter) })
  if (!verdict.accepted) return { accepted: false, reason: 'mismatch', notices: [] }
  const { step, offset } = verdict
  if (data.clock.barred.some((barred) => barred === step || barred === step - 1)) {
    return { accepted: false, reason: 'mismatch', notices: [] }
  }
  if (!isWithinLimit(offset)) {
    const shown = { ...data, clock: barSteps(data.clock, [step - 1, step]) }
    return { accepted: false, reason: 'unacceptable', notices: [clockOff(offset, data.period)], data: shown }
  }
  const clock = resynchronizedClock(data.clock, offset, step)
  return { accepted: true, data: { ...data, clock }, counter: BigInt(step), endsFailures: true }
}
