import type { z } from 'zod'
import { respelled } from './attributes.ts'
import { invalidValue } from './errors.ts'

/** A body by its schema, its names in whatever case. Throws `invalidValue` with the place, never with the value (G9). */
export function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const read = schema.safeParse(withoutNulls(respelled(body)))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw invalidValue(
    `${issue?.path.map(String).join('.') || 'The body'}: ${issue?.message ?? 'is not valid'}`,
  )
}

/** Null says that there is none (RFC 7643 §2.5). */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  )
}
