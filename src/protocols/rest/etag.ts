/** What a view carries for `If-Match`. */
export function etagOf(version: number): string {
  return `"${version}"`
}

/** The version that was looked at; undefined where none was sent. Throws `stale` for one that we never gave out. */
export function versionIn(etag: string | undefined, stale: () => Error): number | undefined {
  if (etag === undefined) return undefined
  const version = /^"(\d{1,9})"$/.exec(etag)?.[1]
  if (version === undefined) throw stale()
  return Number(version)
}
