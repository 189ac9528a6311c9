import type { ContactAddress } from './address.ts'

/** As much of a contact as its owner needs to know it again, and nobody else can use: `a…@example.com`, `…000`. */
export function maskedContact({ type, value }: ContactAddress): string {
  if (type === 'phone') return `…${value.slice(-3)}`
  const at = value.lastIndexOf('@')
  return `${value.slice(0, 1)}…${value.slice(Math.max(at, 1))}`
}
