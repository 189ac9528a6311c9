import { isLoopback } from '../kernel/loopback.ts'
import { notConfirmed, targetInvalid } from './errors.ts'

/** The one origin that was named; parsed, and allowed to be attacked. */
export function targetAt(address: string, flag: string, confirmed: string | undefined): URL {
  const url = URL.parse(address)
  if (url === null || !isPlainOrigin(url)) throw targetInvalid(address)
  if (!isLoopback(url.hostname) && confirmed !== url.hostname) throw notConfirmed(url.hostname, flag)
  return url
}

function isPlainOrigin({ protocol, pathname, search, hash, username, password }: URL): boolean {
  const bare = pathname === '/' && search === '' && hash === '' && username === '' && password === ''
  return bare && (protocol === 'http:' || protocol === 'https:')
}
