import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../authentication/index.ts'
import { sourceBucket } from '../throttle/index.ts'
import { cookieNames } from './protocol.ts'

/** What a browser shows of itself to a door that people come by. */
export function surroundingsOf({ cookies, headers, ip }: FastifyRequest, door: string): Surroundings {
  return {
    door,
    source: sourceBucket(ip),
    userAgent: headers['user-agent'],
    device: cookies[cookieNames.device],
    browser: cookies[cookieNames.browser],
    remembered: cookies[cookieNames.remembered],
  }
}
