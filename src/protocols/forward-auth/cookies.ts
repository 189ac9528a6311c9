/** At the site itself, each for this host only (R4). Lax: people come back to the site from our pages. */
export const siteCookie = '__Host-sallyport_site'
export const wayCookie = '__Host-sallyport_way'

const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax'

export function cookieHeader(name: string, value: string): string {
  return `${name}=${value}; ${attributes}`
}

export function expiredCookie(name: string): string {
  return `${name}=; Max-Age=0; ${attributes}`
}

/** The value of a cookie; undefined where it comes twice: somebody has slipped one in. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const values = pairsOf(header).filter((pair) => pair.startsWith(`${name}=`))
  return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined
}

/** What the site may see of its cookies: all but ours. */
export function withoutOurs(header: string | undefined): string {
  return pairsOf(header)
    .filter((pair) => !pair.toLowerCase().startsWith('__host-sallyport_'))
    .join('; ')
}

function pairsOf(header: string | undefined): readonly string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter(Boolean)
}
