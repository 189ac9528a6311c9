/**
 * The SID of a group in the same domain as somebody, as hexadecimal text: theirs with the group's own number in the
 * last place (MS-DTYP §2.4.2.2). Undefined where one of the two is none.
 */
export function sidOfGroup(own: Buffer, group: number): string | undefined {
  const isSid = own[0] === 1 && own.length === 8 + 4 * (own[1] ?? 0) && own.length > 8
  if (!isSid || !Number.isInteger(group) || group < 0 || group > 0xffff_ffff) return undefined
  const sid = Buffer.from(own)
  sid.writeUInt32LE(group, sid.length - 4)
  return sid.toString('hex')
}

/** The same as a filter compares it. */
export function sidBytes(text: string): Buffer {
  return Buffer.from(text, 'hex')
}
