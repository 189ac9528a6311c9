/** A page by its words; what changes with each answer (tokens, numbers, values of fields) is left out. */
export type Looks = ReadonlySet<string>

export function looksOf(body: string): Looks {
  const lasting = body
    .replace(/\b(value|nonce|content)=("[^"]*"|'[^']*')/gi, ' ')
    .replace(/[\w+/=-]{20,}/g, ' ')
    .toLowerCase()
  return new Set(lasting.match(/[\p{L}]{2,}/gu) ?? [])
}

/** What share of their words two pages have in common: 0 to 1. */
export function likeness(one: Looks, other: Looks): number {
  const all = one.union(other).size
  return all === 0 ? 0 : one.intersection(other).size / all
}
