import {
  clockAfter,
  createHotpVerifier,
  createOcra,
  judgeTotp,
  type TokenClock,
  type TotpJudgement,
} from '@sallyport/otp'
import type { Candidate, Refused, Spend } from '../factor.ts'
import type { TokenConfig } from './config.ts'
import { isUsedUp, lastStep, nextCounter } from './mark.ts'
import type { ChallengeToken, EventToken, TimeToken, TokenData } from './schema.ts'

/** What one code is to one token, its PIN left aside. */
export type Judgement =
  | { readonly right: true; readonly spends: Spend<TokenData>; readonly clock?: TokenClock }
  | { readonly right: false; readonly reason: Refused<TokenData>['reason']; readonly clock?: TokenClock }

export interface Question {
  readonly code: string
  readonly at: number
  /** What this token was asked, where it is one that answers. */
  readonly question: string | undefined
  readonly config: TokenConfig
}

type Judged<Data> = Pick<Candidate<Data>, 'counter'> & { readonly data: Data }

/** Judges a code by what kind of token it is of. What its maker does not let begin yet is refused whatever it shows. */
export function judgeCode(token: Judged<TokenData>, question: Question): Judgement {
  const judgement = judgeKind(token, question)
  const { startsAt } = token.data
  return startsAt !== undefined && startsAt > question.at ? { right: false, reason: 'expired' } : judgement
}

function judgeKind({ counter, data }: Judged<TokenData>, question: Question): Judgement {
  if (data.kind === 'event') return judgeEvent({ counter, data }, question)
  if (data.kind === 'time') return judgeTime({ counter, data }, question)
  return judgeResponse({ counter, data }, question)
}

/**
 * Looks ahead of the counter, and behind it for what was used already: the same work whatever the code is. Out
 * of a backup no code counts until two in a row have told where the token stands (R17).
 */
function judgeEvent({ counter, data }: Judged<EventToken>, { code, config }: Question): Judgement {
  const verifier = createHotpVerifier(secretOf(data), data)
  const next = nextCounter(counter)
  const ahead = verifier.verify(code, { counter: next, lookAhead: config.lookAhead })
  const behind = verifier.verify(code, {
    counter: next < recent ? 0n : next - recent,
    lookAhead: Number(recent),
  })
  if (ahead.accepted && !data.restored) return accepted(ahead.counter)
  const isSpent = behind.accepted && behind.counter < next
  return { right: false, reason: isSpent ? 'replayed' : 'mismatch' }
}

/** How many used codes are still recognised as such, for the audit. */
const recent = 10n

function judgeTime({ counter, data }: Judged<TimeToken>, { code, at, config }: Question): Judgement {
  const after = lastStep(counter)
  const { clock } = data
  const key = { ...data, secret: secretOf(data) }
  const judgement = judgeTotp(key, { code, at, after, clock, window: config.window })
  const learned = clockAfter(clock, judgement, config.drift)
  if (judgement.code !== 'right') return { right: false, reason: reasons[judgement.code], clock: learned }
  return { right: true, spends: { type: 'counter', counter: BigInt(judgement.step) }, clock: learned }
}

const reasons = {
  wrong: 'mismatch',
  early: 'mismatch',
  late: 'expired',
  spent: 'replayed',
} as const satisfies Record<Exclude<TotpJudgement['code'], 'right'>, Refused<TokenData>['reason']>

/** How far a token that counts its responses is looked for once it comes out of a backup: each question is new (R17). */
const afterRestore = 100

/** Without a question nothing can be right; a question of nobody's is judged all the same, at the same cost. */
function judgeResponse({ counter, data }: Judged<ChallengeToken>, asked: Question): Judgement {
  const { code, at, question = '0', config } = asked
  const ocra = createOcra(secretOf(data), data.suite)
  const { suite } = ocra
  if (suite.pin && !data.pin) return { right: false, reason: 'mismatch' }
  const verdict = ocra.verify(code, {
    question,
    lookAhead: data.restored ? afterRestore : config.lookAhead,
    window: config.window,
    ...(suite.counter ? { counter: nextCounter(counter) } : {}),
    ...(suite.period === undefined ? {} : { at }),
    ...(data.pin ? { pin: Buffer.from(data.pin.hash, 'base64') } : {}),
  })
  if (!verdict.accepted || asked.question === undefined) return { right: false, reason: 'mismatch' }
  return verdict.counter === undefined
    ? { right: true, spends: { type: 'challenge' } }
    : accepted(verdict.counter)
}

/** What is kept is the counter after it: the next that may be used. */
function accepted(counter: bigint): Judgement {
  if (isUsedUp(counter)) return { right: false, reason: 'expired' }
  return { right: true, spends: { type: 'counter', counter: counter + 1n } }
}

/** Opened for one judgement and forgotten. */
export function secretOf({ secret }: Pick<TokenData, 'secret'>): Uint8Array {
  return Buffer.from(secret, 'base64')
}
