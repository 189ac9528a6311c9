import type { FastifyReply, FastifyRequest } from 'fastify'
import { SallyportError } from '../../kernel/errors.ts'
import type { DoorDeps } from '../protocol.ts'
import { frameworkStatus, statusOf } from '../status.ts'
import { mediaType } from './answer.ts'
import { urn } from './attributes.ts'
import { ScimError, type ScimType } from './errors.ts'

const scimTypes: Readonly<Record<string, ScimType>> = {
  'account.name-taken': 'uniqueness',
  'group.name-taken': 'uniqueness',
  'provisioning.external-id-taken': 'uniqueness',
  'provisioning.member-unknown': 'invalidValue',
  'input.json': 'invalidSyntax',
}

/** The protocol's own words for whatever went wrong (RFC 7644 §3.12). */
export function answerRefusal(deps: DoorDeps, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, detail, scimType } = refusalOf(error)
  if (status >= 500 && status !== 501)
    deps.logger.error({ err: error, route: request.routeOptions.url, method: request.method }, 'SCIM failed.')
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="scim"')
  const body = { schemas: [urn.error], status: String(status), ...(scimType ? { scimType } : {}), detail }
  return reply.code(status).header('cache-control', 'no-store').type(mediaType).send(JSON.stringify(body))
}

interface Refusal {
  readonly status: number
  readonly detail: string
  readonly scimType?: ScimType | undefined
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof ScimError)
    return { status: error.status, detail: error.message, scimType: error.scimType }
  if (error instanceof SallyportError)
    return { status: statusOf[error.kind], detail: error.message, scimType: scimTypes[error.code] }
  const status = frameworkStatus(error)
  if (status === 413) return { status, detail: 'The request is larger than anything we take.' }
  if (status === 415) return { status, detail: 'Send JSON, with content type application/scim+json.' }
  if (status !== undefined)
    return { status, detail: 'The request could not be understood.', scimType: 'invalidSyntax' }
  return { status: 500, detail: 'Something went wrong on our side; nothing was changed.' }
}
