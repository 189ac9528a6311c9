import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Outbound } from '../../delivery/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { standAtOurAddress } from './arrival.ts'
import { openClients } from './clients.ts'
import type { currentProvider } from './current.ts'
import type { OidcDeps } from './deps.ts'
import { openRecords } from './records.ts'
import { noteSeen } from './seen.ts'

export type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

export function oidcDeps(
  engine: DoorDeps,
  outbound: Outbound,
  signedOut: OidcDeps['signedOut'] = () => {},
): OidcDeps {
  return { engine, outbound, records: openRecords(engine), clients: openClients(engine), signedOut }
}

/** Hands a request to the library, as one to our own address. */
export function answering({ engine }: OidcDeps, provider: ReturnType<typeof currentProvider>): Answer {
  return async (request, reply) => {
    const current = await provider()
    noteSeen(request)
    standAtOurAddress(request, engine.baseUrl)
    reply.hijack()
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value)
    await current.callback()(request.raw, reply.raw)
  }
}

/** The library reads bodies itself; what reads them before it leaves it nothing. */
export async function leaveBodies(scope: FastifyInstance): Promise<void> {
  await scope.register(cookie)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
}
