/** Cookies as a browser would keep them: name and value. */
export type Cookies = ReadonlyMap<string, string>

/** Reads `a=1; b=2`, as browsers send it. */
export function readCookies(header: string): Cookies {
  return new Map(header.split(';').flatMap(pairOf))
}

/** What a browser has after an answer; what the answer takes away is gone. */
export function withCookies(kept: Cookies, set: readonly string[]): Cookies {
  const all = new Map(kept)
  for (const line of set) {
    const [pair] = pairOf(line.split(';')[0] ?? '')
    if (pair === undefined) continue
    if (pair[1] === '' || /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(line)) all.delete(pair[0])
    else all.set(...pair)
  }
  return all
}

/** The header that carries them; none where there are none. */
export function cookieHeaders(cookies: Cookies): readonly (readonly [string, string])[] {
  if (cookies.size === 0) return []
  return [['Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')]]
}

function pairOf(text: string): [string, string][] {
  const at = text.indexOf('=')
  return at < 1 ? [] : [[text.slice(0, at).trim(), text.slice(at + 1).trim()]]
}
