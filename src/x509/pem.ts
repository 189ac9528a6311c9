/** The bytes of every block of one kind in a PEM file (RFC 7468); none where the file is no such file. */
export function pemBlocks(file: Uint8Array, kind: string): readonly Uint8Array[] {
  const start = `-----BEGIN ${kind}-----`
  if (!Buffer.from(file.subarray(0, 1024)).includes('-----BEGIN ')) return []
  const text = Buffer.from(file).toString('latin1')
  return text
    .split(start)
    .slice(1)
    .map((block) => Buffer.from(block.split('-----END ', 1)[0] ?? '', 'base64'))
}
