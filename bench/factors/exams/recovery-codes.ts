import { findCode, issueCodes } from '../../../src/factors/recovery-codes/code-set.ts'
import { canonicalPaperCode } from '../../../src/kernel/paper-code.ts'
import type { Exam, Turn } from '../exam.ts'

/** The next of ten codes on paper. */
export const recoveryCodesExam: Exam = {
  factor: 'recovery-codes',
  holder(_, engine) {
    const host = { random: engine.random, mac: engine.box.mac }
    const { codes, data } = issueCodes(host)
    return {
      kept: { data },
      turn: (nth) => ({ proof: { code: codes[nth] } }),
      isRight: ({ proof }: Turn<{ readonly code: string }>) =>
        findCode(host, data, canonicalPaperCode(proof.code)) >= 0,
    }
  },
}
