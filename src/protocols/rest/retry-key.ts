import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { RetryKey } from '../../administration/index.ts'
import { parseWith } from '../../kernel/parse.ts'

/** Visible characters, as programs make them: a UUID does. */
const key = z.string().regex(/^[\x21-\x7e]{8,200}$/, 'is not 8 to 200 visible characters')

/** The `Idempotency-Key` of a request with all that the request asks for; undefined where it has none. */
export function retryKeyOf(request: FastifyRequest): RetryKey | undefined {
  const sent = request.headers['idempotency-key']
  if (sent === undefined) return undefined
  return {
    key: parseWith(key, sent, 'Idempotency-Key'),
    request: `${request.method} ${request.url}\n${inOneOrder(request.body)}`,
  }
}

/** JSON with its members sorted: programs may order them anew when they try again. */
function inOneOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneOrder).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? ''
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${inOneOrder(item)}`).join(',')}}`
}
