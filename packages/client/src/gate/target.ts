import type { Wish } from '../types.ts'

const here = 'http://here.invalid'

export function pathOf(target: string): string {
  return urlOf(target)?.pathname ?? ''
}

export function queryOf(target: string): URLSearchParams {
  return urlOf(target)?.searchParams ?? new URLSearchParams()
}

/** A path of this application itself; anything else leads to its front page, never elsewhere. */
export function ownPath(target: string | null | undefined): string {
  const url = target?.startsWith('/') ? urlOf(target) : undefined
  if (!url || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}`
}

/** Where to go on after a form was sent: to the page that it stands on, for nothing of it is kept. */
export function pageBefore(referrer: string | undefined, origin: string): string {
  if (referrer === undefined || !URL.canParse(referrer)) return '/'
  const url = new URL(referrer)
  return url.origin === origin ? ownPath(`${url.pathname}${url.search}`) : '/'
}

/** A target may begin with two slashes, and would name a host. */
function urlOf(target: string): URL | undefined {
  const address = target.startsWith('/') ? `${here}${target}` : target
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.origin === here ? url : undefined
}

/** What an action asks for, in the address that leads to it. It can only ask for more. */
export function wishIn(query: URLSearchParams): Wish {
  const maxAge = Number(query.get('maxAge'))
  const assurance = Number(query.get('assurance'))
  return {
    ...(Number.isInteger(maxAge) && maxAge > 0 ? { maxAge } : {}),
    ...(assurance === 2 || assurance === 3 ? { assurance } : {}),
    ...(query.get('phishingResistant') === 'true' ? { phishingResistant: true } : {}),
  }
}

export function withWish(path: string, wish: Wish): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(wish)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}
