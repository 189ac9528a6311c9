import type { FactorFixture } from '../../../../test/factor-conformance.ts'
import { asModule, type FactorMessage } from '../../factor.ts'
import { emailCodeModule } from '../index.ts'
import { emailCodeData } from '../schema.ts'

/** The code in a mail. */
export function codeIn(text: string): string {
  const code = /\b(\d{8})\b/.exec(text)?.[1]
  if (!code) throw new Error(`no code in: ${text}`)
  return code
}

/** A person with a mailbox. What is sent to it, they read. */
export const emailCodeFixture: FactorFixture = {
  module: asModule(emailCodeModule),
  config: { enabled: true },
  options: {},
  pace: 60_000,
  answer: (_, __, messages = []) => ({ code: codeIn(newest(messages).text) }),
  prove: ({ challenge }) => ({ code: codeIn(newest(challenge?.messages ?? []).text) }),
  wrongProof: { code: '00000000' },
  malformed: ['12345', '123456789', '１２３４５６', '+123456', '12-34-56'].map((code) => ({ code })),
  secrets: (_, data) => [emailCodeData.parse(data).address],
}

function newest(messages: readonly FactorMessage[]): FactorMessage {
  const message = messages.at(-1)
  if (!message) throw new Error('nothing was sent')
  return message
}
