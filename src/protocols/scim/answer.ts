import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Resource, spellingOf, urn } from './attributes.ts'
import { stale } from './errors.ts'
import type { Query } from './schema.ts'

export const mediaType = 'application/scim+json; charset=utf-8'

/** What is said of a resource besides itself (RFC 7643 §3.1). */
export function withMeta(
  resource: Resource,
  meta: {
    readonly resourceType: 'User' | 'Group'
    readonly created: number
    readonly changed: number
    readonly location: string
  },
): Resource {
  const { resourceType, created, changed, location } = meta
  const version = `W/"${createHash('sha256')
    .update(JSON.stringify([resource, changed]))
    .digest('base64url')
    .slice(0, 22)}"`
  return {
    ...resource,
    meta: {
      resourceType,
      created: new Date(created).toISOString(),
      lastModified: new Date(Math.max(changed, created)).toISOString(),
      location,
      version,
    },
  }
}

function versionOf({ meta }: Resource): string {
  return (meta as { readonly version: string }).version
}

/** Throws where somebody else has changed it since the caller read it (RFC 7644 §3.14). */
export function requireVersion({ headers }: Pick<FastifyRequest, 'headers'>, resource: Resource): void {
  const wanted = headers['if-match']
  if (wanted === undefined || wanted === '*') return
  const versions = wanted.split(',').map((version) => version.trim())
  if (!versions.includes(versionOf(resource))) throw stale()
}

/** One resource, or nothing where the caller has it already. */
export function answerOne(request: FastifyRequest, reply: FastifyReply, resource: Resource, asked: Query) {
  const { location, version } = resource.meta as { readonly location: string; readonly version: string }
  reply.headers({ location, etag: version }).type(mediaType)
  if (request.method === 'GET' && request.headers['if-none-match'] === version) return reply.code(304).send()
  return reply.send(JSON.stringify(projected(resource, asked)))
}

/** Some of as many as there are, from where they were asked for (RFC 7644 §3.4.2). */
export function listOf(page: readonly Resource[], total: number, asked: Query): Resource {
  return {
    schemas: [urn.list],
    totalResults: total,
    startIndex: asked.startIndex,
    itemsPerPage: page.length,
    Resources: page.map((resource) => projected(resource, asked)),
  }
}

const always = new Set(['schemas', 'id'])

/** Only what was asked for, or all but what was not wanted; by whole attributes (RFC 7644 §3.9). */
function projected(resource: Resource, { attributes, excludedAttributes }: Query): Resource {
  if (attributes.length === 0 && excludedAttributes.length === 0) return resource
  const wanted = new Set(attributes.map(topOf))
  const unwanted = new Set(excludedAttributes.map(topOf))
  const kept = Object.entries(resource).filter(
    ([name]) => always.has(name) || (attributes.length > 0 ? wanted.has(name) : !unwanted.has(name)),
  )
  return Object.fromEntries(kept)
}

function topOf(name: string): string {
  if (name.toLowerCase().startsWith(urn.enterprise.toLowerCase())) return urn.enterprise
  const [top = ''] = (name.split(':').at(-1) ?? '').split('.')
  return spellingOf(top) ?? top
}
