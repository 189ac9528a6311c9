/** What the address of the sign-in may carry: where to go afterwards. */
export interface SignInSearch {
  readonly to?: string
  /** The way from an application. */
  readonly referral?: string
}

/** Reads the search of `/sign-in`; what we do not know is dropped. */
export function signInSearch(search: Record<string, unknown>): SignInSearch {
  const to = typeof search.to === 'string' ? safePath(search.to) : undefined
  const referral = typeof search.referral === 'string' ? search.referral : undefined
  return { ...(to === undefined ? {} : { to }), ...(referral === undefined ? {} : { referral }) }
}

/** The path when it leads to a page of this very origin, else undefined: a sign-in must not send people elsewhere. */
export function safePath(path: string): string | undefined {
  if (!path.startsWith('/') || !URL.canParse(path, location.origin)) return undefined
  const url = new URL(path, location.origin)
  // Dots fold away: `/.//elsewhere` is a path here, and would be a host where it is followed.
  if (url.origin !== location.origin || url.pathname.startsWith('//')) return undefined
  return `${url.pathname}${url.search}${url.hash}`
}
