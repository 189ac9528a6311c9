import type { Engine } from '../../../src/engine.ts'
import { boundTo as boundToMailbox } from '../../../src/factors/email-code/send.ts'
import { boundTo as boundToNumber } from '../../../src/factors/sms-code/send.ts'
import { type CodeBinding, isSentCode, newSentCode } from '../../../src/kernel/sent-code.ts'
import type { Statement } from '../../../src/storage/index.ts'
import type { Exam, Owner, Turn } from '../exam.ts'

interface KeptCode {
  readonly authenticatorId: string
  readonly nonce: string
  readonly hash: string
}

/** A code that came by text message. */
export const smsCodeExam = sentCodeExam('sms-code', 6, ({ accountId }, nth) => {
  const number = `+49170${String(nth).padStart(7, '0')}`
  return { data: { number, masked: `+49 … ${number.slice(-2)}` }, bound: boundToNumber(accountId, number) }
})

const week = 7 * 24 * 3_600_000

/** A code that came by mail, to a mailbox that was confirmed a week ago: a younger one gets none. */
export const emailCodeExam: Exam = {
  ...sentCodeExam('email-code', 8, ({ accountId }, nth, { contacts }) => {
    const address = `person-${nth}@example.com`
    const added = contacts.add({ accountId, address: { type: 'email', value: address }, source: 'owner' })
    const statements = [added.statement, contacts.verify(added.contact.id)]
    return { data: { address }, bound: boundToMailbox(accountId, address), statements }
  }),
  since: week,
}

function sentCodeExam(
  factor: string,
  digits: number,
  place: (
    owner: Owner,
    nth: number,
    engine: Engine,
  ) => { readonly data: object; readonly bound: CodeBinding; readonly statements?: readonly Statement[] },
): Exam {
  let people = 0
  return {
    factor,
    holder(owner: Owner, engine: Engine) {
      const { authenticatorId } = owner
      const maker = { random: engine.random, mac: engine.box.mac }
      const { data, bound, statements = [] } = place(owner, people++, engine)
      return {
        kept: { data },
        statements,
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
