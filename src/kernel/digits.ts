import type { Random } from './random.ts'

/** So many decimal digits, each as likely as any other: bytes beyond the last full ten are thrown away (ASVS 6.5.3). */
export function randomDigits(random: Random, count: number): string {
  let digits = ''
  while (digits.length < count) {
    for (const byte of random.bytes(count)) {
      if (byte < 250 && digits.length < count) digits += String(byte % 10)
    }
  }
  return digits
}
