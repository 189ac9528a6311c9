import { clockAfter, type TotpJudgement, trueClock } from '@sallyport/otp'
import type { Accepted, Candidate, Refused, Verdict } from '../factor.ts'
import { clockNotices } from './clock.ts'
import type { Window } from './config.ts'
import { judgeCode } from './judge.ts'
import { proves } from './proves.ts'
import { offsetLimit, type TotpData, type TotpProof } from './schema.ts'

interface Judged<Outcome extends TotpJudgement = TotpJudgement> {
  readonly candidate: Candidate<TotpData>
  readonly judgement: Outcome
}

type Right = Judged<Extract<TotpJudgement, { readonly code: 'right' }>>

/**
 * Judges one code against each candidate, always all of them. Each verdict carries data: it is written under version
 * equality, so that a step barred meanwhile cannot slip through, and so that no refusal writes more than another.
 */
export async function verifyTotp(
  candidates: readonly Candidate<TotpData>[],
  proof: TotpProof,
  at: number,
  window: Window,
): Promise<Verdict<TotpData>> {
  const judged = candidates.map((candidate) => ({
    candidate,
    judgement: judgeCode(candidate, proof.code, at, window),
  }))
  if (judged.length === 0) judgeCode(decoy, proof.code, at, window)

  const right = judged.find(isRight)
  return right ? accept(right) : refuse(judged)
}

function isRight(one: Judged): one is Right {
  return one.judgement.code === 'right'
}

function accept({ candidate, judgement }: Right): Accepted<TotpData> {
  const { data } = candidate
  const clock = clockAfter(data.clock, judgement, offsetLimit)
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'counter', counter: BigInt(judgement.step) },
    ...proves,
    data: clock === data.clock ? data : { ...data, clock },
    notices: clockNotices(data.clock, clock, data.period),
  }
}

/** The refusal of the candidate that knew the code, or of the first. The reason is for the audit alone. */
function refuse(judged: readonly Judged[]): Refused<TotpData> {
  const one = judged.find(({ judgement }) => judgement.code !== 'wrong') ?? judged[0]
  if (!one) return { accepted: false, reason: 'mismatch' }
  const { candidate, judgement } = one
  return {
    accepted: false,
    reason: reasons[judgement.code],
    authenticatorId: candidate.id,
    data: { ...candidate.data, clock: clockAfter(candidate.data.clock, judgement, offsetLimit) },
  }
}

const reasons = {
  right: 'mismatch',
  wrong: 'mismatch',
  early: 'mismatch',
  late: 'expired',
  spent: 'replayed',
} as const satisfies Record<TotpJudgement['code'], Refused<TotpData>['reason']>

/** Judged, and the outcome dropped, where nobody is there to be judged: an unknown account costs the same. */
const decoy: Pick<Candidate<TotpData>, 'counter' | 'data'> = {
  counter: 0n,
  data: {
    secret: Buffer.alloc(20).toString('base64'),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    t0: 0,
    clock: trueClock,
  },
}
