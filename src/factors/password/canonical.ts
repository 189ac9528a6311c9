/**
 * The one form in which a password is measured, looked up, hashed and compared.
 * NIST SP 800-63B-4 §3.1.1.2: NFC at set and verify; decision 8: nothing else, so no trim, no case folding, no cut.
 */
export function canonicalPassword(typed: string): string {
  return typed.normalize('NFC')
}

/** Length as people count it for passwords: each Unicode code point is one (N-08). */
export function passwordLength(typed: string): number {
  return [...canonicalPassword(typed)].length
}
