/** Browsers ask nobody where names below `localhost` are (RFC 6761 §6.3). */
const thisMachine = /^(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])$/

/**
 * Whether what a browser takes there is read by nobody on the way: over TLS, or not past this very machine (RFC 9700
 * §2.6). Nothing in it may be read in two ways.
 */
export function isForBrowsers(text: string): boolean {
  const url = plainAddress(text)
  if (url?.protocol === 'http:') return thisMachine.test(url.hostname)
  return url?.protocol === 'https:'
}

/** What browsers leave out, turn round or put in before they go there, and others do not. */
const mended = /[\s\\\p{Cc}]|^https?:(?!\/\/[^/])/iu

/** An address without a name, a password or a fragment, as it is read by everybody; undefined where it is none. */
export function plainAddress(text: string): URL | undefined {
  const url = mended.test(text) ? null : URL.parse(text)
  if (url?.username !== '' || url.password !== '' || text.includes('#')) return undefined
  return url
}
