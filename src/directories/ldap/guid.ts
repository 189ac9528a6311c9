/** Active Directory keeps the first three parts of a GUID with their bytes reversed (MS-DTYP §2.3.4). */
const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]

/** `objectGUID` as administrators read it; undefined where it is none. */
export function guidText(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 16) return undefined
  const hex = order.map((at) => (bytes[at] ?? 0).toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The same as a filter compares it. */
export function guidBytes(text: string): Buffer | undefined {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return undefined
  const read = Buffer.from(text.replaceAll('-', ''), 'hex')
  return Buffer.from(order.map((at) => read[at] ?? 0))
}
