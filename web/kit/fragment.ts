let taken: string | undefined

/**
 * The secret after `#`, removed from the address at once so that neither history nor a screenshot keeps it.
 * It stays in the memory of this page only: a second call answers the same.
 */
export function takeFragment(): string | undefined {
  if (location.hash.length > 1) {
    taken = decodeURIComponent(location.hash.slice(1))
    history.replaceState(null, '', location.pathname)
  }
  return taken
}
