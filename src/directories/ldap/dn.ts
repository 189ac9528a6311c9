/**
 * A distinguished name in a form that two spellings of it share: case, spaces around separators, and the ways to
 * escape a character (RFC 4514 §2.4). For finding an entry among those that were read, never for asking who somebody is.
 */
export function dnKey(dn: string): string {
  return partsOf(dn).map(partKey).join(',')
}

/** The domain in which an entry lies (RFC 2247): the last of its parts, as far as they are components of a domain. */
export function domainOf(dn: string): string {
  const parts = partsOf(dn)
  const last = parts.findLastIndex((part) => !/^\s*dc\s*=/i.test(part))
  return parts.slice(last + 1).join(',')
}

function partsOf(dn: string): readonly string[] {
  return dn.match(/(?:\\[0-9A-Fa-f]{2}|\\.|[^\\,])+/gs) ?? []
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
