import { z } from 'zod'
import { notPermitted } from '../../administration/index.ts'
import { apiKeyNotFound, mayVouch } from '../../applications/index.ts'
import { verifyOnce } from '../../authentication/index.ts'
import { type Route, route } from './route.ts'
import { id } from './views.ts'

const accepted = z.object({
  accepted: z.literal(true),
  completionId: id,
  accountId: id,
  authenticatorId: id,
  factor: z.string(),
  assurance: z.number().int(),
})

const refused = z.object({
  accepted: z.literal(false),
  reason: z.enum(['refused', 'throttled']),
  retryAfter: z.number().int().optional().describe('Seconds'),
})

const verify = route({
  method: 'POST',
  path: '/verify',
  access: { by: 'application', scope: 'verify' },
  tag: 'Verify',
  summary: 'One call for existing systems: an account and a code, with or without a password.',
  body: z.strictObject({
    account: z.string().min(1).max(512),
    code: z.string().max(256),
    password: z.string().max(4096).optional(),
    factor: z.string().max(64).optional(),
    vouched: z
      .boolean()
      .optional()
      .describe('The application has judged the first factor itself; needs the scope'),
  }),
  answer: z.union([accepted, refused]),
  async handle({ deps, body, caller, surroundings }) {
    const { application } = caller
    if (!application) throw apiKeyNotFound()
    if (body.vouched && !mayVouch(application)) throw notPermitted()
    const result = await verifyOnce(deps, { ...body, application: application.application, surroundings })
    if (result.accepted || result.reason === 'refused') return { body: result }
    const { wait } = result
    const retryAfter = wait === undefined ? {} : { retryAfter: Math.ceil(wait / 1000) }
    return { body: { accepted: false, reason: 'throttled', ...retryAfter } }
  },
})

export const verifyRoutes: readonly Route[] = [verify]
