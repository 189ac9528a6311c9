import type { FactorFixture } from '../../../../test/factor-conformance.ts'
import { asModule, type FactorMessage } from '../../factor.ts'
import { smsCodeModule } from '../index.ts'
import { smsCodeData } from '../schema.ts'

/** A number in the form in which numbers are handed out for tests of one block. */
export function mobile(nth: number): string {
  return `+49170${String(1_000_000 + nth * 12_345).slice(0, 7)}`
}

/** The code in a text message. */
export function codeIn(text: string): string {
  const code = /#(\d+)$/.exec(text)?.[1]
  if (!code) throw new Error(`no code in: ${text}`)
  return code
}

let phones = 0

/** A person with a mobile phone. What is sent to it, they read. */
export const smsCodeFixture: FactorFixture = {
  module: asModule(smsCodeModule),
  get options() {
    phones += 1
    return { number: mobile(phones) }
  },
  pace: 60_000,
  answer: (_, __, messages = []) => ({ code: codeIn(newest(messages).text) }),
  prove: ({ challenge }) => ({ code: codeIn(newest(challenge?.messages ?? []).text) }),
  wrongProof: { code: '00000000' },
  malformed: ['12345', '123456789', '１２３４５６', '+123456', '12-34-56', '123456\u0000', '12e456'].map(
    (code) => ({ code }),
  ),
  secrets: (_, data) => [smsCodeData.parse(data).number, smsCodeData.parse(data).number.slice(1)],
}

function newest(messages: readonly FactorMessage[]): FactorMessage {
  const message = messages.at(-1)
  if (!message) throw new Error('nothing was sent')
  return message
}
