import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiCaller } from '../../applications/index.ts'
import { parseStrictJson } from '../../kernel/strict-json.ts'
import { sourceBucket } from '../../throttle/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { answerOne, listOf, mediaType, requireVersion } from './answer.ts'
import type { Asked } from './asked.ts'
import type { Resource } from './attributes.ts'
import type { Collection } from './collection.ts'
import { resourceTypes, schemas, serviceProviderConfig } from './discovery.ts'
import { keyRequired, notFound, scopeRequired } from './errors.ts'
import { groups } from './groups.ts'
import { parsed } from './parsed.ts'
import { answerRefusal } from './refusal.ts'
import { patchBody, type Query, query } from './schema.ts'
import { search } from './search.ts'
import { users } from './users.ts'

/** A group with all its members fits. */
const largestBody = 2 * 1024 * 1024

export async function mountScim(app: FastifyInstance, deps: DoorDeps, base: string): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    ['application/scim+json', 'application/json'],
    { parseAs: 'buffer', bodyLimit: largestBody },
    async (_: FastifyRequest, body: Buffer) => parseStrictJson(body),
  )
  app.setErrorHandler((error, request, reply) => answerRefusal(deps, error, request, reply))
  // Before a body is read that may be large.
  app.addHook('preParsing', async (request) => {
    if (request.method !== 'GET') await identified(deps, request)
  })
  mountCollection(app, deps, `${base}/Users`, users)
  mountCollection(app, deps, `${base}/Groups`, groups)
  mountDiscovery(app, deps, base)
}

function mountCollection(app: FastifyInstance, deps: DoorDeps, path: string, of: Collection): void {
  const searched = async (request: FastifyRequest, reply: FastifyReply, wanted: unknown) => {
    const asked = await identified(deps, request)
    return answerMany(reply, await search(of, asked, parsed(query, wanted)))
  }
  app.get(path, (request, reply) => searched(request, reply, request.query))
  app.post(`${path}/.search`, (request, reply) => searched(request, reply, request.body ?? {}))

  app.post(path, { bodyLimit: largestBody }, async (request, reply) => {
    const asked = await identified(deps, request)
    const made = await of.create(asked, request.body)
    return answerOne(request, reply.code(201), made, how(request))
  })
  app.get(`${path}/:id`, async (request, reply) => {
    const asked = await identified(deps, request)
    return answerOne(request, reply, await of.find(asked, idOf(request)), how(request))
  })
  app.put(`${path}/:id`, { bodyLimit: largestBody }, async (request, reply) => {
    const asked = await current(deps, request)
    return answerOne(request, reply, await of.replace(asked, idOf(request), request.body), how(request))
  })
  app.patch(`${path}/:id`, { bodyLimit: largestBody }, async (request, reply) => {
    const asked = await current(deps, request)
    const { Operations } = parsed(patchBody, request.body)
    return answerOne(request, reply, await of.patch(asked, idOf(request), Operations), how(request))
  })
  app.delete(`${path}/:id`, async (request, reply) => {
    const asked = await current(deps, request)
    await of.remove(asked, idOf(request))
    return reply.code(204).send()
  })
}

function mountDiscovery(app: FastifyInstance, deps: DoorDeps, base: string): void {
  const config = serviceProviderConfig(deps.baseUrl)
  app.get(`${base}/ServiceProviderConfig`, async (request, reply) => {
    await identified(deps, request)
    return answerMany(reply, config)
  })
  const lists = { ResourceTypes: resourceTypes(deps.baseUrl), Schemas: schemas(deps.baseUrl) }
  for (const [name, all] of Object.entries(lists)) {
    app.get(`${base}/${name}`, async (request, reply) => {
      await identified(deps, request)
      return answerMany(reply, listOf(all, all.length, parsed(query, {})))
    })
    app.get(`${base}/${name}/:id`, async (request, reply) => {
      await identified(deps, request)
      const found = all.find(({ id }) => id === idOf(request))
      if (!found) throw notFound()
      return answerMany(reply, found)
    })
  }
}

/** Whoever holds a living key with the scope; everybody else learns nothing. */
async function identified(deps: DoorDeps, request: FastifyRequest): Promise<Asked> {
  const token = /^Bearer (\S{1,200})$/.exec(request.headers.authorization ?? '')?.[1]
  const caller = token === undefined ? undefined : await deps.apiKeys.authenticate(token)
  if (!caller) await deny(deps, request, undefined, 'api-key.required')
  if (!caller?.scopes.includes('provisioning'))
    await deny(deps, request, caller, 'administration.not-permitted')
  if (!caller) throw keyRequired()
  return { deps, caller }
}

async function deny(
  deps: DoorDeps,
  request: FastifyRequest,
  caller: ApiCaller | undefined,
  reason: string,
): Promise<never> {
  await deps.denials.record({
    reason,
    route: `${request.method} ${request.routeOptions.url}`,
    applicationId: caller?.application.id,
    counted: caller === undefined || request.method === 'GET',
    surroundings: { door: 'scim', source: sourceBucket(request.ip) },
  })
  throw caller ? scopeRequired() : keyRequired()
}

/** The same, where the caller still has to know what it is about to change. */
async function current(deps: DoorDeps, request: FastifyRequest): Promise<Asked> {
  const asked = await identified(deps, request)
  if (request.headers['if-match'] === undefined) return asked
  return { ...asked, expects: (resource) => requireVersion(request, resource) }
}

function idOf({ params }: FastifyRequest): string {
  return (params as { readonly id: string }).id
}

function how(request: FastifyRequest): Query {
  return parsed(query, request.query)
}

function answerMany(reply: FastifyReply, resource: Resource) {
  return reply.type(mediaType).send(JSON.stringify(resource))
}
