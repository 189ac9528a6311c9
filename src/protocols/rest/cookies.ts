import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Each kind of secret in a cookie of its own: a half-finished attempt is never found where a session is looked for
 * (G4). `__Host-`: secure, this host only, whole site (N-42).
 */
const names = {
  session: '__Host-sallyport_session',
  attempt: '__Host-sallyport_attempt',
  rebind: '__Host-sallyport_rebind',
  device: '__Host-sallyport_device',
  browser: '__Host-sallyport_browser',
} as const

export type CookieName = keyof typeof names

const lifetimes: Readonly<Record<CookieName, number | undefined>> = {
  session: undefined,
  attempt: undefined,
  rebind: undefined,
  device: 90 * 24 * 3600,
  browser: undefined,
}

export function readCookie(request: FastifyRequest, name: CookieName): string | undefined {
  const value = request.cookies[names[name]]
  return value === '' ? undefined : value
}

export function setCookie(reply: FastifyReply, name: CookieName, value: string): void {
  const maxAge = lifetimes[name]
  reply.setCookie(names[name], value, { ...attributes, ...(maxAge === undefined ? {} : { maxAge }) })
}

export function clearCookie(reply: FastifyReply, name: CookieName): void {
  reply.clearCookie(names[name], attributes)
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const
