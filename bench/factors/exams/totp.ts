import { randomBytes } from 'node:crypto'
import { createTotpVerifier } from '@sallyport/otp'
import type { Exam, Turn } from '../exam.ts'

/** The code of the moment, with one step on either side. */
export const totpExam: Exam = {
  factor: 'totp',
  holder() {
    const secret = randomBytes(20)
    const clock = { offset: 0, lean: { steps: 0, signIns: 0 }, barred: [] }
    const data = {
      secret: secret.toString('base64'),
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
      t0: 0,
      clock,
    } as const
    const app = createTotpVerifier(secret)
    return {
      kept: { data },
      turn: (_, at) => ({ proof: { code: app.code(at) } }),
      isRight: ({ proof }: Turn<{ readonly code: string }>, at) =>
        createTotpVerifier(Buffer.from(data.secret, 'base64')).verify(proof.code, { at }).accepted,
    }
  },
}
