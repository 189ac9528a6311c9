import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../../authentication/index.ts'
import { surroundingsOf as seenAt } from '../seen.ts'

/** Where a request comes from. */
export function surroundingsOf(request: FastifyRequest): Surroundings {
  const { origin, 'accept-language': languages } = request.headers
  return { ...seenAt(request, 'rest'), origin, language: firstLanguage(languages) }
}

/** The language that a browser names first (RFC 9110 §12.5.4); its weights only ever fall. */
function firstLanguage(languages: string | undefined): string | undefined {
  return /^\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})(?=[\s,;]|$)/.exec(languages ?? '')?.[1]
}
