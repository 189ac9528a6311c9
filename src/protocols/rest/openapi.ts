import { z } from 'zod'
import type { Access } from '../protocol.ts'
import type { Route } from './route.ts'

type Json = Readonly<Record<string, unknown>>

/** OpenAPI 3.1 out of the very schemas that parse requests: it cannot say anything else than what happens. */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sallyport',
      version: '1',
      summary: 'Multi-factor authentication that cannot be walked around',
    },
    paths,
    components: { schemas: { Problem: problem }, securitySchemes },
  }
}

function operationOf(route: Route): Json {
  return {
    summary: route.summary,
    tags: [route.tag],
    operationId: operationId(route),
    security: securityOf(route.access),
    ...parametersOf(route),
    ...(route.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: jsonSchema(route.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [String(route.status ?? (route.answer ? 200 : 204))]: success(route),
      default: {
        description: 'What went wrong',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function success(route: Route): Json {
  if (!route.answer) return { description: 'Done' }
  return {
    description: 'Done',
    content: { 'application/json': { schema: jsonSchema(route.answer, 'output') } },
  }
}

function operationId(route: Route): string {
  const words = route.path.split('/').filter((part) => part !== '' && !part.startsWith(':'))
  const of = route.path.includes(':') ? 'One' : ''
  return [route.method.toLowerCase(), ...words.map(capital)].join('').replaceAll('-', '') + of
}

function capital(word: string): string {
  return word.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
}

function parametersOf(route: Route): Json {
  const parameters = [
    ...parametersIn(route.params, 'path'),
    ...parametersIn(route.query, 'query'),
    ...(route.retriable ? [idempotencyKey] : []),
  ]
  return parameters.length > 0 ? { parameters } : {}
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key with the same request makes it once, for a day. What is shown once is not shown again: 409 idempotency.secret-shown names what was made.',
  schema: { type: 'string', minLength: 8, maxLength: 200 },
}

function parametersIn(schema: z.ZodType | undefined, where: 'path' | 'query'): readonly Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as {
    properties?: Record<string, unknown>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  })
  return rest
}

const securitySchemes = {
  rebind: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-sallyport_rebind',
    description: 'A browser whose owner replaces what they lost',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-sallyport_session',
    description: 'A browser that is signed in',
  },
  attempt: {
    type: 'apiKey',
    in: 'header',
    name: 'Sallyport-Attempt',
    description: 'A sign-in in progress; browsers hold it in a cookie',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'An application; scopes as named with each operation',
  },
}

function securityOf(access: Access): readonly Json[] {
  switch (access.by) {
    case 'anyone':
    case 'gateway':
    case 'provider':
    case 'elsewhere':
    case 'referral':
      return []
    case 'attempt':
      return [{ attempt: [] }]
    case 'rebind':
      return [{ rebind: [] }]
    case 'session':
      return [{ session: [] }]
    case 'session-or-attempt':
      return [{ session: [] }, { attempt: [] }]
    case 'application':
      return [{ apiKey: [access.scope] }]
    case 'browser-or-application':
      return [{}, { apiKey: [access.scope] }]
    case 'administration':
      return [{ session: [access.role] }, { apiKey: [access.scope] }]
  }
}

const problem = {
  type: 'object',
  description: 'RFC 9457',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence for people' },
    code: { type: 'string', description: 'Stable; programs look at this' },
    details: { type: 'object' },
  },
  required: ['type', 'title', 'status', 'detail', 'code'],
}
