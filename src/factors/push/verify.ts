import type { Candidate, FactorContext, Verdict } from '../factor.ts'
import { notAnswered } from './errors.ts'
import { judgeAnswer } from './judge-answer.ts'
import { proves } from './proves.ts'
import { answerMessage, type PushData, type PushExpected, type PushProof } from './schema.ts'

/**
 * The browser that signs in says that its question was answered; what the phone signed is judged once more, against the
 * phones that count now.
 */
export async function verifyPhone(
  origin: string,
  input: {
    readonly candidates: readonly Candidate<PushData>[]
    readonly proof: PushProof
    readonly expected?: PushExpected
    readonly context: FactorContext
  },
): Promise<Verdict<PushData>> {
  const { candidates, proof, expected, context } = input
  if (proof.nonce !== expected?.question.nonce) return { accepted: false, reason: 'mismatch' }
  if (context.answer === undefined) throw notAnswered()
  const answer = answerMessage.parse(context.answer)
  const own = candidates.find(({ data }) => judgeAnswer(origin, data.key, expected, answer) === 'approved')
  if (!own) return { accepted: false, reason: 'mismatch' }
  return {
    accepted: true,
    authenticatorId: own.id,
    spends: { type: 'challenge' },
    ...proves(own.data.key),
  }
}
