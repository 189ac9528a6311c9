import { createHmac } from 'node:crypto'

/** What the rival's server and whoever calls it agree on. */
export const rivalSecret = 'a secret of the bench, and of nothing else'
export const rivalOrigin = 'http://localhost:3000'

/** The half-finished sign-in of one person, as the rival calls it. */
export function rivalTicket(person: number): string {
  return `2fa-bench-${person}`
}

/** The cookie that carries it, signed as the rival signs. */
export function rivalCookie(person: number): string {
  const ticket = rivalTicket(person)
  const signature = createHmac('sha256', rivalSecret).update(ticket).digest('base64')
  return `better-auth.two_factor=${encodeURIComponent(`${ticket}.${signature}`)}`
}
