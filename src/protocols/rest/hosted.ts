import { z } from 'zod'
import { notPermitted } from '../../administration/index.ts'
import type { Wishes } from '../../admissions/index.ts'
import { type ApiCaller, mayVouch } from '../../applications/index.ts'
import {
  type Admission,
  admissionOver,
  leave,
  redeemCode,
  requireAdmission,
  type Surroundings,
  setOut,
} from '../../authentication/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import type { Wish } from '../../policy/index.ts'
import { sourceBucket } from '../../throttle/index.ts'
import { nobodyVouchedFor } from './attempts.ts'
import { type Call, type Route, route } from './route.ts'
import { id, time } from './views.ts'

const tag = 'Sign-in'
const access = { by: 'application', scope: 'attempts' } as const
const longestAge = 86_400

const assurance = z.literal([2, 3]).optional().describe('2: two kinds of factors · 3: attested hardware')
const maxAge = z.number().int().min(1).max(longestAge).optional().describe('Seconds that proofs may be old')
const phishingResistant = z
  .boolean()
  .optional()
  .describe('One proof at least must be of what cannot be phished')

const source = z
  .union([z.ipv4(), z.ipv6()])
  .optional()
  .describe(
    'The address whence the person comes, as the application sees it; unknown, rules about places demand',
  )

const browser = z
  .string()
  .regex(/^spv_[\w-]{43}$/, 'is not what was handed out for a browser')
  .describe(
    'Kept by the application at one browser, in a cookie or session of its own, and never in an address',
  )

const send = route({
  method: 'POST',
  path: '/referrals',
  access,
  tag,
  summary:
    'Send a browser to our pages, and have it back signed in. The application is connected by the door `hosted`.',
  status: 201,
  body: z.strictObject({
    returnTo: z.string().max(2000).describe('One of the addresses that are set for the application'),
    account: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe('Whose sign-in it has to be; our pages ask where it is left out'),
    vouched: z
      .boolean()
      .optional()
      .describe('The application has judged the first factor itself; needs the scope'),
    wishes: z
      .strictObject({
        assurance,
        maxAge,
        phishingResistant,
        anew: z.boolean().optional().describe('To prove anew, however fresh a sign-in is'),
      })
      .optional()
      .describe('More than policy asks for anyway'),
    state: z
      .string()
      .max(2000)
      .optional()
      .describe('Comes back with the code when that is redeemed; the browser does not see it'),
    browser: browser.optional().describe('What the browser has from an earlier way; else it gets one'),
  }),
  answer: z.object({
    url: z.string().describe('Where to send the browser'),
    browser: browser.describe(
      'For the application to keep at this browser: the code is worth nothing without',
    ),
    expiresAt: time,
  }),
  async handle(call) {
    const { body } = call
    const application = applicationOf(call)
    if (body.vouched && !mayVouch(application)) throw notPermitted()
    if (body.vouched && body.account === undefined) throw nobodyVouchedFor()
    const sent = await setOut(call.deps, {
      applicationId: application.application.id,
      returnTo: body.returnTo,
      account: body.account,
      vouched: body.vouched ?? false,
      wishes: wishesOf(body.wishes),
      state: body.state,
      browser: body.browser,
    })
    return { body: sent }
  },
})

const admissionView = z.object({
  id,
  account: z.object({ id, name: z.string() }),
  assurance: z.number().int(),
  factors: z.array(z.string()),
  amr: z.array(z.string()).describe('RFC 8176'),
  phishingResistant: z.boolean(),
  userVerified: z.boolean(),
  authenticatedAt: time,
  admittedAt: time,
  expiresAt: time,
})

const redeem = route({
  method: 'POST',
  path: '/referrals/redeem',
  access,
  tag,
  summary: 'What the code that a browser brings back is worth: who was let in. Once, and within a minute.',
  body: z.strictObject({
    code: z.string().max(100),
    browser,
    source,
  }),
  answer: z.object({ admission: admissionView, state: z.string().optional() }),
  async handle(call) {
    const { admission, state } = await redeemCode(call.deps, {
      applicationId: applicationOf(call).application.id,
      code: call.body.code,
      browser: call.body.browser,
      surroundings: visitorOf(call, call.body.source),
    })
    return { body: { admission: showAdmission(admission), ...(state === undefined ? {} : { state }) } }
  },
})

const named = z.strictObject({ id })
const inQuery = z.enum(['true', 'false']).transform((text) => text === 'true')

const read = route({
  method: 'GET',
  path: '/admissions/:id',
  access,
  tag,
  summary:
    'Whether somebody who was let in still is, decided anew: ask at each use. `step-up.required` says what is wanted besides (RFC 9470).',
  params: named,
  query: z.strictObject({
    assurance: z.enum(['2', '3']).transform(Number).optional(),
    maxAge: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().int().min(1).max(longestAge))
      .optional(),
    phishingResistant: inQuery.optional(),
    source,
  }),
  answer: admissionView,
  async handle(call) {
    const admission = await requireAdmission(call.deps, {
      ...own(call),
      wish: wishOf(call.query),
      surroundings: visitorOf(call, call.query.source),
    })
    return { body: showAdmission(admission) }
  },
})

const end = route({
  method: 'DELETE',
  path: '/admissions/:id',
  access,
  tag,
  summary: 'They sign out of the application.',
  params: named,
  async handle(call) {
    await leave(call.deps, own(call))
    return { status: 204 }
  },
})

function applicationOf({ caller }: Pick<Call<unknown, unknown, unknown>, 'caller'>): ApiCaller {
  if (!caller.application) throw notPermitted()
  return caller.application
}

function own(call: Pick<Call<unknown, unknown, { readonly id: string }>, 'caller' | 'params'>): {
  readonly applicationId: Id<'application'>
  readonly id: Id<'admission'>
} {
  if (!isId<'admission'>(call.params.id)) throw admissionOver()
  return { applicationId: applicationOf(call).application.id, id: call.params.id }
}

/** The application says whence somebody comes; nothing else of its request is theirs (R15). */
function visitorOf(
  { surroundings }: Pick<Call<unknown, unknown, unknown>, 'surroundings'>,
  given: string | undefined,
): Surroundings {
  return given === undefined
    ? surroundings
    : { door: surroundings.door, source: sourceBucket(given), userAgent: surroundings.userAgent }
}

interface Wished {
  readonly assurance?: number | undefined
  readonly maxAge?: number | undefined
  readonly phishingResistant?: boolean | undefined
}

function wishesOf(wished: (Wished & { readonly anew?: boolean | undefined }) | undefined): Wishes {
  const { maxAge, anew, ...rest } = wished ?? {}
  return { ...(rest as Wishes), anew, within: maxAge === undefined ? undefined : maxAge * 1000 }
}

function wishOf({ assurance, maxAge, phishingResistant }: Wished): Wish | undefined {
  if (assurance === undefined && maxAge === undefined && !phishingResistant) return undefined
  return {
    assurance: assurance as Wish['assurance'],
    phishingResistant,
    fresh: maxAge === undefined ? undefined : maxAge * 1000,
  }
}

function showAdmission({ id, account, begun, createdAt, expiresAt }: Admission) {
  return {
    id,
    account: { id: account.id, name: account.name },
    assurance: begun.assurance,
    factors: begun.factors,
    amr: begun.amr,
    phishingResistant: begun.phishingResistant,
    userVerified: begun.userVerified,
    authenticatedAt: begun.authenticatedAt,
    admittedAt: createdAt,
    expiresAt,
  }
}

export const hostedRoutes: readonly Route[] = [send, redeem, read, end]
