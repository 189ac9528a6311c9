/**
 * A distinguished name in a form that two spellings of it share: case, spaces around separators, and the ways to
 * escape a character (RFC 4514 §2.4). For finding an entry among those that were read, never for asking who somebody is.
 */
export function dnKey(dn: string): string {
  const parts = dn.match(/(?:\\[0-9A-Fa-f]{2}|\\.|[^\\,])+/gs) ?? []
  return parts.map(partKey).join(',')
}

function partKey(part: string): string {
  const [, type = '', value = ''] = part.match(/^([^=]*)=(.*)$/s) ?? []
  return `${type.trim().toLowerCase()}=${unescaped(value.trim()).toLowerCase()}`
}

/** Bytes are joined before they are read: one letter may be two of them. */
function unescaped(value: string): string {
  return value
    .replace(/(?:\\[0-9A-Fa-f]{2})+/g, (run) => Buffer.from(run.replaceAll('\\', ''), 'hex').toString('utf8'))
    .replace(/\\(.)/gs, '$1')
}
