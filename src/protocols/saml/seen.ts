import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../../authentication/index.ts'
import { cookieNames } from '../protocol.ts'
import { surroundingsOf } from '../seen.ts'
import { samlKind } from './kind.ts'

/** What a browser shows of itself. */
export interface Seen {
  /** Of our own pages. */
  readonly sessionToken: string | undefined
  readonly surroundings: Surroundings
}

export function seenOf(request: FastifyRequest): Seen {
  return {
    sessionToken: request.cookies[cookieNames.session],
    surroundings: surroundingsOf(request, samlKind.id),
  }
}
