import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../../authentication/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import { readCookie } from './cookies.ts'

/** Where a request comes from. */
export function surroundingsOf(request: FastifyRequest): Surroundings {
  const { origin, 'user-agent': userAgent, 'accept-language': languages } = request.headers
  return {
    door: 'rest',
    source: sourceBucket(request.ip),
    userAgent,
    origin,
    language: firstLanguage(languages),
    device: readCookie(request, 'device'),
    browser: readCookie(request, 'browser'),
    remembered: readCookie(request, 'remembered'),
  }
}

/** The language that a browser names first (RFC 9110 §12.5.4); its weights only ever fall. */
function firstLanguage(languages: string | undefined): string | undefined {
  return /^\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})(?=[\s,;]|$)/.exec(languages ?? '')?.[1]
}
