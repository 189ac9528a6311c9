import { barSteps, createHotpVerifier, createTotpVerifier, resynchronizedClock } from '@sallyport/otp'
import type { Candidate, EnrolmentRefused, Operation, OperationResult } from '../factor.ts'
import { clockOff } from './clock.ts'
import type { TokenConfig } from './config.ts'
import { secretOf } from './judge.ts'
import { isUsedUp, lastStep, nextCounter } from './mark.ts'
import {
  type EventToken,
  type Resynchronization,
  resynchronization,
  type TimeToken,
  type TokenData,
} from './schema.ts'

type Token<Data> = Pick<Candidate<Data>, 'counter'> & { readonly data: Data }
type Codes = Resynchronization['codes']

/** Finds a token that ran ahead, or whose clock is off, by two codes in a row: for its owner, and for the help desk. */
export function resynchronizeOperations(config: TokenConfig): readonly Operation<TokenData>[] {
  const run: Operation<TokenData>['run'] = async ({ candidate, input, context }) =>
    findByTwoCodes(config, candidate, (input as Resynchronization).codes, context.at)
  const common = { id: 'resynchronize', input: resynchronization, judges: true, run }
  return [
    { ...common, permission: 'owner' },
    { ...common, permission: 'administrator' },
  ]
}

/** Where the token stands after two codes in a row, both spent by it; or why it stays where it was. */
export function findByTwoCodes(
  config: TokenConfig,
  { counter, data }: Token<TokenData>,
  codes: Codes,
  at: number,
): OperationResult<TokenData> {
  if (data.kind === 'event') return findEvent(config, { counter, data }, codes)
  if (data.kind === 'time') return findTime(config, { counter, data }, codes, at)
  return { accepted: false, reason: 'unacceptable', notices: [{ id: 'answers-only' }] }
}

/** The search begins at the next counter: what was used is not found again. */
function findEvent(
  { reach }: TokenConfig,
  { counter, data }: Token<EventToken>,
  codes: Codes,
): OperationResult<TokenData> {
  const verifier = createHotpVerifier(secretOf(data), data)
  const verdict = verifier.resynchronize(codes, { counter: nextCounter(counter), reach })
  if (!verdict.accepted || isUsedUp(verdict.counter)) return mismatch
  return {
    accepted: true,
    data: { ...data, restored: undefined },
    counter: verdict.counter + 1n,
    endsFailures: true,
  }
}

/** Neither code may be spent or barred. How far the clock is off is told, for two codes have shown it (R8); they are barred. */
function findTime(
  { reach, drift }: TokenConfig,
  { counter, data }: Token<TimeToken>,
  codes: Codes,
  at: number,
): OperationResult<TokenData> {
  const verifier = createTotpVerifier(secretOf(data), data)
  const verdict = verifier.resynchronize(codes, { at, after: lastStep(counter), reach })
  if (!verdict.accepted) return mismatch
  const { step, offset } = verdict
  if (data.clock.barred.some((barred) => barred === step || barred === step - 1)) return mismatch
  if (Math.abs(offset) > drift) {
    const shown = { ...data, clock: barSteps(data.clock, [step - 1, step]) }
    return { accepted: false, reason: 'unacceptable', notices: [clockOff(offset, data.period)], data: shown }
  }
  const clock = resynchronizedClock(data.clock, offset, step)
  return { accepted: true, data: { ...data, clock }, counter: BigInt(step), endsFailures: true }
}

const mismatch: EnrolmentRefused = { accepted: false, reason: 'mismatch', notices: [] }
