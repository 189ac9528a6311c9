import { hashedPass, isPass } from '../../../src/factors/access-pass/pass.ts'
import { newPaperCode } from '../../../src/kernel/paper-code.ts'
import type { Exam, Turn } from '../exam.ts'

const signs = 12
const lasts = 86_400_000

/** A pass that may be used again and again. */
export const accessPassExam: Exam = {
  factor: 'access-pass',
  holder(_, engine) {
    const host = { random: engine.random, mac: engine.box.mac }
    const code = newPaperCode(engine.random, signs)
    const at = engine.storage.clock.now()
    const data = { ...hashedPass(host, code), startsAt: at, expiresAt: at + lasts, uses: 100 }
    return {
      kept: { data },
      turn: () => ({ proof: { code } }),
      isRight: ({ proof }: Turn<{ readonly code: string }>) => isPass(host, data, proof.code),
    }
  },
}
