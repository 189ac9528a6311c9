import { z } from 'zod'
import { notPermitted } from '../../administration/index.ts'
import { apiKeyNotFound, mayVouch } from '../../applications/index.ts'
import { splitCode, verifyOnce } from '../../authentication/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { renewalReason } from '../../policy/index.ts'
import type { DoorDeps } from '../protocol.ts'
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
  reason: z
    .enum(['refused', 'throttled', renewalReason])
    .describe(
      '`password.renew`: all was right, and the password has to be changed first, at a sign-in of our own pages',
    ),
  text: z.string().optional().describe('What to tell whoever is asking, with `password.renew`'),
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
    code: z.string().max(256).optional(),
    password: z.string().max(4096).optional(),
    passwordAndCode: z
      .string()
      .min(1)
      .max(4352)
      .optional()
      .describe('Both as they were typed into one field, the code at the end; in the place of the two'),
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
    const { account, factor, vouched } = body
    const result = await verifyOnce(deps, {
      ...{ account, factor, vouched, surroundings },
      ...(await proofsIn(deps, body)),
      application: application.application,
    })
    if (result.accepted || result.reason !== 'throttled') return { body: result }
    const { wait } = result
    const retryAfter = wait === undefined ? {} : { retryAfter: Math.ceil(wait / 1000) }
    return { body: { accepted: false, reason: 'throttled', ...retryAfter } }
  },
})

interface Given {
  readonly account: string
  readonly code?: string | undefined
  readonly password?: string | undefined
  readonly passwordAndCode?: string | undefined
}

async function proofsIn(deps: DoorDeps, { account, code, password, passwordAndCode: both }: Given) {
  if ((code === undefined) === (both === undefined) || (both !== undefined && password !== undefined))
    throw oneOfTwo()
  if (both === undefined) return { code: code ?? '', password }
  return splitCode(deps, account, both)
}

function oneOfTwo() {
  return new SallyportError(
    'invalid',
    'verify.one-of-two',
    'Give `code`, with or without `password`; or `passwordAndCode` alone.',
  )
}

export const verifyRoutes: readonly Route[] = [verify]
