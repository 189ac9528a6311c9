import type { IncomingMessage } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Surroundings } from '../../authentication/index.ts'
import { cookieNames } from '../protocol.ts'
import { surroundingsOf } from '../seen.ts'

/** What a request told the server in front of the library. */
export interface Seen {
  /** Of our own pages. */
  readonly sessionToken: string | undefined
  readonly surroundings: Surroundings
}

const door = 'oidc'
const requests = new WeakMap<IncomingMessage, Seen>()

/** Keeps what was seen of a request for what the library asks of us while it answers. */
export function noteSeen(request: FastifyRequest): void {
  requests.set(request.raw, {
    sessionToken: request.cookies[cookieNames.session],
    surroundings: surroundingsOf(request, door),
  })
}

/** Of a browser that somebody was sent here in. */
export function seenOf(request: IncomingMessage): Seen {
  return requests.get(request) ?? { sessionToken: undefined, surroundings: { door } }
}

/** Of a system that asks in somebody's name: what is seen of it tells nothing of them. */
export function seenOfSystem(request: IncomingMessage): Surroundings {
  const { source } = seenOf(request).surroundings
  return { door, onBehalf: true, ...(source === undefined ? {} : { source }) }
}
