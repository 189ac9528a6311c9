import { z } from 'zod'

/** A day or a moment as people type it, ISO 8601; without a zone it is UTC. Epoch milliseconds. */
export const auditTime = z.string().transform((typed, context): number => {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(typed) || !typed.includes('T') ? typed : `${typed}Z`
  const time = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:?\d\d)?)?$/.test(typed) ? Date.parse(zoned) : Number.NaN
  if (!Number.isNaN(time)) return time
  context.addIssue({ code: 'custom', message: 'must be a time such as 2026-11-24 or 2026-11-24T08:00Z' })
  return z.NEVER
})
