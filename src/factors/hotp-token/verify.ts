import type { Accepted, Candidate, FactorContext, Refused, Verdict } from '../factor.ts'
import { batteryNotices } from './battery.ts'
import { clockNotices } from './clock.ts'
import type { TokenConfig } from './config.ts'
import { decoy } from './decoy.ts'
import { type Judgement, judgeCode } from './judge.ts'
import { isLocked, isRightPin, type PinHost, pinNotices, withPinFailures } from './pin.ts'
import { proves } from './proves.ts'
import { isOf } from './question.ts'
import type { TokenData, TokenExpected, TokenProof } from './schema.ts'

export interface VerifyDeps {
  readonly config: TokenConfig
  readonly host: PinHost
}

export interface Proof {
  readonly proof: TokenProof
  readonly expected: TokenExpected | undefined
  readonly context: FactorContext
}

interface Judged {
  readonly candidate: Candidate<TokenData>
  readonly judgement: Judgement
  readonly rightPin: boolean
}

/**
 * Judges one code against each candidate, always all of them, and its PIN likewise: a wrong code and a wrong PIN cost
 * the same and get the same answer. What is learned is written under version equality (G2).
 */
export async function verifyToken(
  deps: VerifyDeps,
  candidates: readonly Candidate<TokenData>[],
  given: Proof,
): Promise<Verdict<TokenData>> {
  const judged = candidates.map((candidate) => ({ candidate, ...judgeOne(deps, candidate, given) }))
  if (judged.length === 0) judgeOne(deps, decoy, given)

  const right = judged.find((one) => one.judgement.right && one.rightPin)
  return right?.judgement.right ? accept(deps, right, right.judgement, given.context) : refuse(judged)
}

function judgeOne(
  { config, host }: VerifyDeps,
  token: Pick<Candidate<TokenData>, 'counter' | 'data'>,
  { proof, expected, context }: Proof,
): Pick<Judged, 'judgement' | 'rightPin'> {
  const { code, pin } = apart(token.data, proof)
  const question = expected && isOf(expected, context) ? expected.question : undefined
  const judgement = judgeCode(token, { code, at: context.at, question, config })
  const kept = token.data.kind === 'challenge' ? undefined : token.data.pin
  const rightPin = isRightPin(host, kept, pin)
  return { judgement, rightPin: rightPin && !isLocked(token.data.pin, config.pin.tries) }
}

/** The PIN stands before the code; how long the code is says where it ends (R14). */
function apart(data: TokenData, { code, pin }: TokenProof): { code: string; pin: string | undefined } {
  if (pin !== undefined || data.kind === 'challenge' || !data.pin) return { code, pin }
  return { code: code.slice(-data.digits), pin: code.slice(0, -data.digits) }
}

function accept(
  { config }: VerifyDeps,
  { candidate }: Judged,
  { spends, clock }: Extract<Judgement, { readonly right: true }>,
  { at }: FactorContext,
): Accepted<TokenData> {
  const before = candidate.data
  const used: TokenData = { ...before, firstUsedAt: before.firstUsedAt ?? at, restored: undefined }
  const data = withClock(withPinFailures(used, 0), clock)
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends,
    ...proves(data),
    ...(isNew(before, data) ? { data } : {}),
    notices: [
      ...clockNotices(before, data),
      ...batteryNotices(config.battery, data, at),
      ...pinNotices(config.pin, data),
    ],
  }
}

/** What an event token learns is its counter; it is written only where there is more. */
function isNew(before: TokenData, after: TokenData): boolean {
  const { firstUsedAt, pin, restored } = before
  return after.kind === 'time' || firstUsedAt === undefined || restored === true || (pin?.failures ?? 0) > 0
}

/** The refusal of the token whose code it was, or whose it once was, or of the first. The reason is for the audit alone. */
function refuse(judged: readonly Judged[]): Refused<TokenData> {
  const one =
    judged.find(({ judgement }) => judgement.right) ??
    judged.find(({ judgement }) => !judgement.right && judgement.reason !== 'mismatch') ??
    judged[0]
  if (!one) return { accepted: false, reason: 'mismatch' }
  const { candidate, judgement } = one
  return {
    accepted: false,
    reason: judgement.right ? 'mismatch' : judgement.reason,
    authenticatorId: candidate.id,
    ...observed(one),
  }
}

/**
 * A right code with a wrong PIN is a failure of the PIN. Where the PIN went into the token, every wrong response may be
 * one (N-30). A code that nobody gets in with moves no clock.
 */
function observed({ candidate: { data }, judgement, rightPin }: Judged): { readonly data?: TokenData } {
  if (data.kind !== 'time' && !data.pin) return {}
  const failed = data.kind === 'challenge' ? !judgement.right : judgement.right && !rightPin
  const counted = withPinFailures(data, (data.pin?.failures ?? 0) + (failed ? 1 : 0))
  return { data: judgement.right ? counted : withClock(counted, judgement.clock) }
}

function withClock(data: TokenData, clock: Judgement['clock']): TokenData {
  return clock && data.kind === 'time' ? { ...data, clock } : data
}
