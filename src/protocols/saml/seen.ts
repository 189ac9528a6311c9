import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../../authentication/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import { cookieNames } from '../protocol.ts'
import { samlKind } from './kind.ts'

/** What a browser shows of itself. */
export interface Seen {
  /** Of our own pages. */
  readonly sessionToken: string | undefined
  readonly surroundings: Surroundings
}

export function seenOf({ cookies, headers, ip }: FastifyRequest): Seen {
  return {
    sessionToken: cookies[cookieNames.session],
    surroundings: {
      door: samlKind.id,
      source: sourceBucket(ip),
      userAgent: headers['user-agent'],
      device: cookies[cookieNames.device],
      browser: cookies[cookieNames.browser],
      remembered: cookies[cookieNames.remembered],
    },
  }
}
