import { createHash } from 'node:crypto'
import { parseOcraSuite } from '@sallyport/otp'
import { randomDigits } from '../../kernel/digits.ts'
import type { Random } from '../../kernel/random.ts'
import { fieldsText } from '../../kernel/text.ts'
import type { Candidate, FactorChallenge, FactorContext, Transaction } from '../factor.ts'
import type { TokenData, TokenExpected } from './schema.ts'

/** More digits than this nobody types into a token without a mistake. */
const longestQuestion = 8

/** The shortest question that a token may be made for; what is asked at enrolment fits them all. */
export const shortestQuestion = 6

const lifetime = 5 * 60_000

/**
 * A question for all tokens that answer, in digits, which every keypad has. Asked once, for this sign-in only; of a
 * transaction it is made, so that the response says yes to that and to nothing else (R-14, C-12).
 */
export function askTokens(
  random: Random,
  candidates: readonly Pick<Candidate<TokenData>, 'data'>[],
  { transaction }: Pick<FactorContext, 'transaction'>,
): FactorChallenge<TokenExpected> {
  const length = Math.min(longestQuestion, ...candidates.map(({ data }) => longestOf(data)))
  if (!transaction) {
    const question = randomDigits(random, length)
    return { show: { question }, expected: { question }, tries: 3, lifetime }
  }
  const question = digitsOf(random.bytes(16), transaction, length)
  const expected = { question, transaction: digestOf(transaction) }
  return { show: { question, transaction }, expected, tries: 3, lifetime }
}

/** What is asked of a token that is enrolled: nobody knows yet which one it will be. */
export function enrolmentQuestion(random: Random): string {
  return randomDigits(random, shortestQuestion)
}

/** Whether what is to be done now is what was asked about. Another transaction has no response yet (A-013d). */
export function isOf(expected: TokenExpected, { transaction }: Pick<FactorContext, 'transaction'>): boolean {
  return expected.transaction === (transaction && digestOf(transaction))
}

function longestOf(data: TokenData): number {
  return data.kind === 'challenge' ? parseOcraSuite(data.suite).question.length : longestQuestion
}

/** So many digits that depend on all of the transaction, and that nobody could have prepared one for. */
function digitsOf(nonce: Uint8Array, transaction: Transaction, length: number): string {
  const hash = createHash('sha256').update(nonce).update(fieldsText(transaction)).digest('hex')
  return (BigInt(`0x${hash}`) % 10n ** BigInt(length)).toString().padStart(length, '0')
}

function digestOf(transaction: Transaction): string {
  return createHash('sha256').update(fieldsText(transaction)).digest('base64')
}
