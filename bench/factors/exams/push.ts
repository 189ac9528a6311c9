import { createHash, createPublicKey, verify } from 'node:crypto'
import { type AnswerMessage, type Question, signed } from '../../../src/factors/push/schema.ts'
import { softwarePhone } from '../../../src/factors/push/simulator/index.ts'
import type { Exam, Turn } from '../exam.ts'

const number = '492039'

/** A phone that has approved: its browser asks whether it has, and what the phone signed is judged once more. */
export const pushExam: Exam = {
  factor: 'push',
  holder({ accountId }, engine) {
    const { origin } = new URL(engine.baseUrl)
    const phone = softwarePhone(origin)
    return {
      kept: { data: { key: phone.key }, handle: phone.id },
      turn(_, at) {
        const nonce = Buffer.from(engine.random.bytes(32)).toString('base64url')
        const question: Question = {
          nonce,
          purpose: 'sign-in',
          account: accountId,
          application: 'Bench',
          device: 'Firefox on Linux',
          place: '192.0.2.1',
          details: [],
          askedAt: at,
        }
        const answer = phone.answer(question, { decision: 'approve', number }, at)
        return { proof: { nonce }, expected: { number, question }, answer }
      },
      isRight({ expected, answer }: Turn<unknown, { readonly question: Question }, AnswerMessage>) {
        if (!expected || !answer) return false
        const text = signed.answer(origin, expected.question, answer)
        const point = Buffer.from(phone.key, 'base64url')
        const x = point.subarray(1, 33).toString('base64url')
        const y = point.subarray(33).toString('base64url')
        const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
        const isOwn = createHash('sha256').update(point).digest('base64url') === answer.phone
        const own = { key, dsaEncoding: 'ieee-p1363' } as const
        return isOwn && verify('sha256', Buffer.from(text), own, Buffer.from(answer.signature, 'base64url'))
      },
    }
  },
}
