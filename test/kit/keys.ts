/** Keys of the audit trail in tests. */
export const testKeys = { key: new Uint8Array(32).fill(7), sealKey: new Uint8Array(32).fill(9) }
