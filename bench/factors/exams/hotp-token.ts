import { createHotpVerifier } from '@sallyport/otp'
import { makeToken } from '../../../src/factors/hotp-token/test/holder.ts'
import type { Exam, Turn } from '../exam.ts'

/** The next code of a token with a button. */
export const hotpTokenExam: Exam = {
  factor: 'hotp-token',
  holder(_, engine) {
    const { entry, held } = makeToken(engine)
    let counter = 0n
    return {
      kept: entry,
      turn: (_, at) => ({ proof: { code: held.press(at) } }),
      isRight({ proof }: Turn<{ readonly code: string }>) {
        const verifier = createHotpVerifier(Buffer.from(entry.data.secret, 'base64'))
        return verifier.verify(proof.code, { counter: counter++ }).accepted
      },
    }
  },
}
