import { equalBytes } from '../../kernel/tokens.ts'
import type { AnswerElsewhere } from '../factor.ts'
import { isSignedBy, nameOfKey } from './device-key.ts'
import { type AnswerMessage, type PushExpected, signed } from './schema.ts'

/**
 * What a phone's answer comes to. It signs the very details that we asked about, so one that was shown others, or that
 * answers another question, has not answered at all. A yes with a wrong number is refused, and ends the question.
 */
export function judgeAnswer(
  origin: string,
  key: string,
  { number, question }: PushExpected,
  { signature, ...answer }: AnswerMessage,
): AnswerElsewhere | undefined {
  if (answer.phone !== nameOfKey(key)) return undefined
  if (!isSignedBy(key, signed.answer(origin, question, answer), signature)) return undefined
  if (answer.decision === 'deny') return 'denied'
  if (answer.decision === 'report') return 'reported'
  return equalBytes(Buffer.from(answer.number), Buffer.from(number)) ? 'approved' : 'refused'
}
