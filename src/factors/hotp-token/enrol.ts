import type { Random } from '../../kernel/random.ts'
import type { Enrolment, EnrolmentRefused, Notice, Offer, PoolCandidate } from '../factor.ts'
import { withPin } from './change-pin.ts'
import type { TokenConfig } from './config.ts'
import { decoy } from './decoy.ts'
import { judgeCode } from './judge.ts'
import { isRightPin, type PinHost, pinProblem } from './pin.ts'
import { proves } from './proves.ts'
import { enrolmentQuestion } from './question.ts'
import { findByTwoCodes } from './resynchronize.ts'
import type { TokenAnswer, TokenData, TokenPending } from './schema.ts'

export interface EnrolDeps {
  readonly config: TokenConfig
  readonly host: PinHost
}

/** Asks for serial number and code. The question is for tokens with keys; the others need none. */
export function offerToken({ pin }: TokenConfig, random: Random): Offer<TokenPending> {
  const question = enrolmentQuestion(random)
  const show = { question, pin: { required: pin.required, minLength: pin.minLength } }
  return { show, pending: { question }, confirms: true }
}

/**
 * The token is theirs whose code of it is right. One code confirms, and is spent by it (C-13); two in a row find a
 * token that ran ahead in its box. A serial number that nobody has is refused like a wrong code, at the same cost.
 */
export function confirmToken(
  { config, host }: EnrolDeps,
  { pending, answer, claimed, at }: Confirmation,
): Enrolment<TokenData> | EnrolmentRefused {
  const problem = problemOf(config.pin, answer, claimed?.data.serial)
  if (problem) return refused('unacceptable', problem)
  const token = claimed ? { ...claimed, data: prepared(host, claimed.data, answer) } : decoy
  const found = find(config, token, { pending, answer, at })
  if (!found.accepted) return found
  if (!claimed || !hasRightPin(host, claimed.data, answer)) return refused('mismatch', twoCodes)
  const data = { ...found.data, firstUsedAt: at }
  return {
    accepted: true,
    data,
    handle: claimed.handle,
    label: `Token ${data.serial}`,
    ...(found.counter === undefined ? {} : { counter: found.counter }),
    ...(claimed.expiresAt === undefined ? {} : { expiresAt: claimed.expiresAt }),
    ...proves(data),
  }
}

export interface Confirmation {
  readonly pending: TokenPending
  readonly answer: TokenAnswer
  readonly claimed: PoolCandidate<TokenData> | undefined
  readonly at: number
}

const twoCodes: Notice = { id: 'type-two' }

/** What can be said of a PIN before any token is looked at: it tells of none whether it is there. */
function problemOf(
  config: TokenConfig['pin'],
  { pin, serial: typed }: TokenAnswer,
  putAside = '',
): Notice | undefined {
  if (pin === undefined)
    return config.required ? { id: 'pin-short', values: { digits: config.minLength } } : undefined
  return pinProblem(config, typed ?? putAside, pin)
}

/** With the PIN that was chosen for it, save where its maker sent one along: that one it keeps. */
function prepared(host: PinHost, token: TokenData, { pin }: TokenAnswer): TokenData {
  if (pin === undefined || token.pin) return token
  return withPin(host, token, pin) ?? token
}

function hasRightPin(host: PinHost, token: TokenData, { pin }: TokenAnswer): boolean {
  if (!token.pin || token.kind === 'challenge') return true
  return isRightPin(host, token.pin, pin)
}

function find(
  config: TokenConfig,
  token: Pick<PoolCandidate<TokenData>, 'counter' | 'data'>,
  { pending, answer, at }: Omit<Confirmation, 'claimed'>,
) {
  const { code, next } = answer
  const { data } = token
  if (next !== undefined && data.kind !== 'challenge') {
    const found = findByTwoCodes(config, token, [code, next], at)
    return found.accepted || found.reason === 'unacceptable' ? found : refused('mismatch', twoCodes)
  }
  const judgement = judgeCode(token, { code, at, question: pending.question, config })
  if (!judgement.right) return refused('mismatch', twoCodes)
  const { spends } = judgement
  return { accepted: true, data, counter: spends.type === 'counter' ? spends.counter : undefined } as const
}

function refused(reason: EnrolmentRefused['reason'], ...notices: readonly Notice[]): EnrolmentRefused {
  return { accepted: false, reason, notices }
}
