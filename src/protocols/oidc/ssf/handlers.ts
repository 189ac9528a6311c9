import type { FastifyReply, FastifyRequest } from 'fastify'
import { internalError } from '../../../kernel/errors.ts'
import { parseWith } from '../../../kernel/parse.ts'
import type { DoorDeps } from '../../protocol.ts'
import { openClients } from '../clients.ts'
import { openRecords } from '../records.ts'
import type { SsfDeps } from './deps.ts'
import { createStream, readStreams, removeStream, replaceStream, updateStream } from './manage.ts'
import { resourceMetadata, transmitterMetadata } from './metadata.ts'
import { pollStream } from './poll.ts'
import { type Receiver, receiverOf } from './receiver.ts'
import { answerRefusal } from './refusal.ts'
import { query } from './requests.ts'
import { paths } from './routes.ts'
import { readStatus, updateStatus } from './status.ts'
import { addSubject, removeSubject } from './subjects.ts'
import { askForVerification } from './verification.ts'

type Handler = (deps: SsfDeps, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

const byRoute: Readonly<Record<string, Handler>> = {
  [`GET ${paths.configuration}`]: published(transmitterMetadata),
  [`GET ${paths.resource}`]: published(resourceMetadata),
  [`POST ${paths.streams}`]: manages(201, createStream),
  [`GET ${paths.streams}`]: reads(readStreams),
  [`PATCH ${paths.streams}`]: manages(200, updateStream),
  [`PUT ${paths.streams}`]: manages(200, replaceStream),
  [`DELETE ${paths.streams}`]: async (deps, request, reply) => {
    await removeStream(deps, await receiverOf(deps, request, 'ssf.manage'), streamIdIn(request))
    return reply.code(204).header('cache-control', 'no-store').send()
  },
  [`GET ${paths.status}`]: reads(readStatus),
  [`POST ${paths.status}`]: manages(200, updateStatus),
  [`POST ${paths.addSubject}`]: acts(200, addSubject),
  [`POST ${paths.removeSubject}`]: acts(204, removeSubject),
  [`POST ${paths.verification}`]: acts(204, askForVerification),
  [`POST ${paths.poll}`]: async (deps, request, reply) => {
    const sets = await pollStream(deps, {
      identify: () => receiverOf(deps, request, 'ssf.read'),
      id: (request.params as { readonly id: string }).id,
      body: request.body,
      ended: AbortSignal.any([deps.closing, hungUp(reply)]),
    })
    return json(reply, sets)
  },
}

export type Handlers = ReturnType<typeof openHandlers>

export function openHandlers(engine: DoorDeps, closing: AbortSignal) {
  const deps: SsfDeps = {
    engine,
    clients: openClients(engine),
    records: openRecords(engine),
    closing,
    waiters: new Map(),
  }
  return {
    async answer(route: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
      const handler = byRoute[route]
      if (!handler) throw internalError(`${route} has no handler`)
      return handler(deps, request, reply)
    },
    failed: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      answerRefusal(engine, error, request, reply),
  }
}

function published(document: (baseUrl: string) => object): Handler {
  return async ({ engine }, _, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(document(engine.baseUrl))
}

function reads(run: (deps: SsfDeps, receiver: Receiver, id: string | undefined) => Promise<object>): Handler {
  return async (deps, request, reply) => {
    const receiver = await receiverOf(deps, request, 'ssf.read')
    return json(reply, await run(deps, receiver, streamIdIn(request)))
  }
}

function manages(
  status: number,
  run: (deps: SsfDeps, receiver: Receiver, body: unknown) => Promise<object>,
): Handler {
  return async (deps, request, reply) =>
    json(reply.code(status), await run(deps, await receiverOf(deps, request, 'ssf.manage'), request.body))
}

/** Of which there is nothing to say but that it was done. */
function acts(
  status: number,
  run: (deps: SsfDeps, receiver: Receiver, body: unknown) => Promise<void>,
): Handler {
  return async (deps, request, reply) => {
    await run(deps, await receiverOf(deps, request, 'ssf.manage'), request.body)
    return reply.code(status).header('cache-control', 'no-store').send()
  }
}

function streamIdIn(request: FastifyRequest): string | undefined {
  return parseWith(query, request.query).stream_id
}

function json(reply: FastifyReply, value: object) {
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(value))
}

function hungUp(reply: FastifyReply): AbortSignal {
  const ending = new AbortController()
  reply.raw.once('close', () => ending.abort())
  return ending.signal
}
