import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieNames as names } from '../protocol.ts'

export type CookieName = keyof typeof names

const lifetimes: Readonly<Record<CookieName, number | undefined>> = {
  session: undefined,
  attempt: undefined,
  application: undefined,
  rebind: undefined,
  device: 90 * 24 * 3600,
  browser: undefined,
  remembered: 90 * 24 * 3600,
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
