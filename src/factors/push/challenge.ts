import { randomDigits } from '../../kernel/digits.ts'
import type { AskingContext, Factor, FactorChallenge, FactorHost } from '../factor.ts'
import type { PushConfig } from './config.ts'
import type { PushData, PushExpected, Question } from './schema.ts'

type Asking = Parameters<NonNullable<Factor<PushData>['challenge']>>[0]

/** What a phone is told where we do not know: it signs this word, too. */
const unknown = '—'

/**
 * What somebody wants, as the phone will show and sign it, and a number that the other screen shows. Six digits, as for every
 * secret that is carried over by hand (NIST SP 800-63B-4 §3.1.3.2); one try. Where no screen shows anything it is the one
 * that the person has typed there, which is weaker (0112).
 */
export async function askPhone(
  { random }: Pick<FactorHost, 'random'>,
  { lifetime }: Pick<PushConfig, 'lifetime'>,
  { person, candidates, chosen, context }: Asking,
): Promise<FactorChallenge<PushExpected>> {
  const nonce = Buffer.from(random.bytes(32)).toString('base64url')
  const number = chosen ?? randomDigits(random, 6)
  const account = (await person?.())?.name ?? unknown
  return {
    show: { nonce, number, phones: candidates.map(({ label }) => label) },
    expected: {
      number,
      question: { ...questionOf(nonce, account, context), ...(chosen === undefined ? {} : { chosen: true }) },
    },
    tries: 1,
    lifetime: lifetime * 1000,
  }
}

function questionOf(nonce: string, account: string, context: AskingContext): Question {
  const { purpose, application, from, transaction = {}, at } = context
  return {
    nonce,
    purpose,
    account,
    application: application.name,
    device: from?.device ?? unknown,
    place: from?.source ?? unknown,
    details: Object.entries(transaction).map(([name, value]): [string, string] => [name, value]),
    askedAt: at,
  }
}
