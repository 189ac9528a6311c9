import { newPaperCode, typedPaperCode } from '../../kernel/paper-code.ts'
import type { Random } from '../../kernel/random.ts'

/** 24 signs of 5 random bits: 120 bits, over the 112 above which a plain hash is enough (ASVS 6.5.2). */
const length = 24

/** What a person may type. */
export const typedCode = typedPaperCode(length)

export function newCode(random: Random): string {
  return newPaperCode(random, length)
}
