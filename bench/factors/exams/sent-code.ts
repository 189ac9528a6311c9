import type { Engine } from '../../../src/engine.ts'
import { boundTo as boundToMailbox } from '../../../src/factors/email-code/send.ts'
import { boundTo as boundToNumber } from '../../../src/factors/sms-code/send.ts'
import { type CodeBinding, isSentCode, newSentCode } from '../../../src/kernel/sent-code.ts'
import type { Exam, Owner, Turn } from '../exam.ts'

interface KeptCode {
  readonly authenticatorId: string
  readonly nonce: string
  readonly hash: string
}

/** A code that came by text message. */
export const smsCodeExam = sentCodeExam('sms-code', 6, (accountId, nth) => {
  const number = `+49170${String(nth).padStart(7, '0')}`
  return { data: { number, masked: `+49 … ${number.slice(-2)}` }, bound: boundToNumber(accountId, number) }
})

/** A code that came by mail. */
export const emailCodeExam = sentCodeExam('email-code', 8, (accountId, nth) => {
  const address = `person-${nth}@example.com`
  return { data: { address }, bound: boundToMailbox(accountId, address) }
})

function sentCodeExam(
  factor: string,
  digits: number,
  place: (accountId: string, nth: number) => { readonly data: object; readonly bound: CodeBinding },
): Exam {
  let people = 0
  return {
    factor,
    holder({ accountId, authenticatorId }: Owner, engine: Engine) {
      const maker = { random: engine.random, mac: engine.box.mac }
      const { data, bound } = place(accountId, people++)
      return {
        kept: { data },
        turn() {
          const { code, ...kept } = newSentCode(maker, bound, digits)
          return { proof: { code }, expected: { authenticatorId, ...kept } }
        },
        isRight: ({ proof, expected }: Turn<{ readonly code: string }, KeptCode>) =>
          isSentCode(maker, bound, expected, proof.code),
      }
    },
  }
}
