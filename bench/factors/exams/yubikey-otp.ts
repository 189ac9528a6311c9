import { openBlock } from '../../../src/factors/yubikey-otp/block.ts'
import { decodeModhex } from '../../../src/factors/yubikey-otp/modhex.ts'
import { entryOf, newTestKey, otpOf } from '../../../src/factors/yubikey-otp/test/holder.ts'
import { equalBytes } from '../../../src/kernel/tokens.ts'
import type { Exam, Turn } from '../exam.ts'

const blockLetters = 32

/** A touch of a key whose secret is ours: one block of AES, its checksum and its private id. */
export const yubikeyOtpExam: Exam = {
  factor: 'yubikey-otp',
  holder() {
    const key = newTestKey()
    return {
      kept: entryOf(key),
      turn: (nth) => ({ proof: { otp: otpOf(key, { powerUp: nth + 1, touch: 1 }) } }),
      isRight({ proof }: Turn<{ readonly otp: string }>) {
        const sealed = decodeModhex(proof.otp.slice(-blockLetters))
        const block = openBlock(Buffer.from(key.key, 'hex'), sealed)
        return block !== undefined && equalBytes(block.privateId, Buffer.from(key.privateId, 'hex'))
      },
    }
  },
}
