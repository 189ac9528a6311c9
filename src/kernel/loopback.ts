import { isIP } from 'node:net'

/** Whether a host is this machine itself: as it is listened on, or as `URL` writes it, with brackets. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1')
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'))
}
