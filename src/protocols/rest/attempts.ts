import { z } from 'zod'
import { notPermitted } from '../../administration/index.ts'
import { mayVouch, portalId } from '../../applications/index.ts'
import {
  attemptNotFound,
  cancelAttempt,
  complete,
  currentProgress,
  findLivingAttempt,
  issueChallenge,
  prove,
  questionStanding,
  startAttempt,
  transactionFields,
} from '../../authentication/index.ts'
import { renew } from '../../enrolment/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import { clearCookie } from './cookies.ts'
import { handResult, showProgress, showStarted } from './presence.ts'
import { referralFor, referralToken } from './referrals.ts'
import { type Call, type Caller, type Route, route } from './route.ts'
import { attemptView, id, show, time } from './views.ts'

const tag = 'Sign-in'
const named = z.strictObject({ attempt: z.string().max(64).describe('`current`, or the id of the attempt') })
const mostProofs = 4

/** Whoever has judged a first factor knows whose it was. */
export function nobodyVouchedFor() {
  return new SallyportError('invalid', 'attempt.vouched-nobody', 'Say for whom you vouch: give `account`.')
}

function nobodyToApprove() {
  return new SallyportError(
    'invalid',
    'attempt.approved-by-nobody',
    'Say who is to approve it: give `account`.',
  )
}

const start = route({
  method: 'POST',
  path: '/attempts',
  access: { by: 'browser-or-application', scope: 'attempts' },
  tag,
  summary:
    'Start a sign-in, or the approval of a transaction. The answer is the same for names that nobody has.',
  status: 201,
  body: z.strictObject({
    account: z
      .string()
      .min(1)
      .max(512)
      .optional()
      .describe('Left out where a passkey or a card is to say whose sign-in it is'),
    vouched: z
      .boolean()
      .optional()
      .describe('The application has judged the first factor itself; needs the scope'),
    referral: referralToken.optional(),
    transaction: transactionFields
      .optional()
      .describe('What the account is to approve, field by field; for applications. It signs nobody in'),
  }),
  answer: attemptView,
  async handle(call) {
    const { application } = call.caller
    if (call.body.vouched && !(application && mayVouch(application))) throw notPermitted()
    if (call.body.transaction && !application) throw notPermitted()
    if (call.body.referral && application) throw notPermitted()
    if (call.body.transaction && call.body.account === undefined) throw nobodyToApprove()
    if (call.body.vouched && call.body.account === undefined) throw nobodyVouchedFor()
    const started = await startAttempt(call.deps, {
      account: call.body.account,
      applicationId: application?.application.id ?? portalId,
      vouched: call.body.vouched ?? false,
      referral: await referralFor(call.deps, call.body.referral),
      transaction: call.body.transaction,
      surroundings: call.surroundings,
    })
    return showStarted(call, started)
  },
})

const read = route({
  method: 'GET',
  path: '/attempts/:attempt',
  access: { by: 'attempt' },
  tag,
  summary: 'Where a sign-in stands.',
  params: named,
  answer: attemptView,
  handle: async (call) => ({
    body: showProgress(
      await currentProgress(call.deps, call.caller.attempt, {
        named: call.params.attempt,
        surroundings: call.surroundings,
      }),
    ),
  }),
})

/** An id in the path is that of the caller's own attempt, or of none. */
export async function requireOwn(call: Call<unknown, unknown, { readonly attempt: string }>): Promise<void> {
  if (call.params.attempt === 'current') return
  const own = await findLivingAttempt(call.deps, call.caller.attempt)
  if (own?.id !== call.params.attempt) throw attemptNotFound()
}

const givenProof = z.strictObject({
  factor: z
    .string()
    .max(64)
    .optional()
    .describe(
      'May be left out where an authenticator is named, or where the proofs of one factor alone look so',
    ),
  authenticatorId: id.optional(),
  proof: z.unknown(),
})

const rememberBrowser = z
  .boolean()
  .optional()
  .describe('Ask for no second factor at this browser for a while, where `remembers` offers it')

const putOff = z
  .boolean()
  .optional()
  .describe('Put off what has to be set up, where `enrol.putOff` says that it may wait. It is counted')

const proofs = route({
  method: 'POST',
  path: '/attempts/:attempt/proofs',
  access: { by: 'attempt' },
  tag,
  summary: 'Prove something: one factor, or several at once. Never retried under an idempotency key.',
  params: named,
  body: z.strictObject({
    proofs: z.array(givenProof).min(1).max(mostProofs),
    complete: z.boolean().optional(),
    rememberDevice: z.boolean().optional(),
    rememberBrowser,
    putOff,
  }),
  answer: attemptView,
  async handle(call) {
    await requireOwn(call)
    const { proofs: given, complete: completes, rememberDevice, rememberBrowser, putOff: putsOff } = call.body
    const options = {
      rememberDevice: rememberDevice ?? isBrowser(call.caller),
      rememberBrowser,
      putOff: putsOff,
    }
    const result = await prove(call.deps, {
      secret: call.caller.attempt,
      proofs: given,
      complete: completes ? options : undefined,
      surroundings: call.surroundings,
    })
    return { body: await handResult(call, result) }
  },
})

/** A browser gets a lane of its own unless it says no: it raises nothing, it only keeps strangers' guesses apart (R19). */
function isBrowser(caller: Caller): boolean {
  return caller.application === undefined
}

const challenges = route({
  method: 'POST',
  path: '/attempts/:attempt/challenges',
  access: { by: 'attempt' },
  tag,
  summary: 'Let a factor speak first: a nonce to sign, a code that is sent.',
  status: 201,
  params: named,
  body: z.strictObject({
    factor: z.string().max(64),
    authenticatorId: id.optional(),
    options: z.unknown().optional().describe('What the person chooses, where the factor asks: a provider'),
  }),
  answer: z.object({ challengeId: id, show, expiresAt: time }),
  async handle(call) {
    await requireOwn(call)
    const issued = await issueChallenge(call.deps, {
      secret: call.caller.attempt,
      ...call.body,
      surroundings: call.surroundings,
    })
    return { body: { challengeId: issued.id, show: issued.show, expiresAt: issued.expiresAt } }
  },
})

const standing = route({
  method: 'GET',
  path: '/attempts/:attempt/challenges/:factor',
  access: { by: 'attempt' },
  tag,
  summary: 'Whether another device has answered: a browser that waits asks this every second or two.',
  params: named.extend({ factor: z.string().max(64) }),
  answer: z.object({
    state: z.enum(['open', 'answered', 'over']).describe('`answered`: prove with it · `over`: ask anew'),
  }),
  async handle(call) {
    await requireOwn(call)
    const { factor } = call.params
    return { body: { state: await questionStanding(call.deps, { secret: call.caller.attempt, factor }) } }
  },
})

const renewal = route({
  method: 'POST',
  path: '/attempts/:attempt/renewal',
  access: { by: 'attempt' },
  tag,
  summary:
    'Replace what must not be used any longer, where a sign-in stands at `renewing`: another password.',
  params: named,
  body: z.unknown(),
  answer: attemptView,
  async handle(call) {
    await requireOwn(call)
    const { progress } = await renew(call.deps, {
      secret: call.caller.attempt,
      input: call.body,
      surroundings: call.surroundings,
    })
    return { body: showProgress(progress) }
  },
})

const completion = route({
  method: 'POST',
  path: '/attempts/:attempt/complete',
  access: { by: 'attempt' },
  tag,
  summary: 'End a satisfied sign-in and receive what it yields, once.',
  params: named,
  body: z.strictObject({ rememberDevice: z.boolean().optional(), rememberBrowser, putOff }).optional(),
  answer: attemptView,
  async handle(call) {
    await requireOwn(call)
    const result = await complete(call.deps, {
      secret: call.caller.attempt,
      options: {
        rememberDevice: call.body?.rememberDevice ?? isBrowser(call.caller),
        rememberBrowser: call.body?.rememberBrowser,
        putOff: call.body?.putOff,
      },
      surroundings: call.surroundings,
    })
    return { body: await handResult(call, result) }
  },
})

const cancel = route({
  method: 'DELETE',
  path: '/attempts/:attempt',
  access: { by: 'attempt' },
  tag,
  summary: 'Give a sign-in up.',
  params: named,
  async handle(call) {
    await requireOwn(call)
    await cancelAttempt(call.deps, call.caller.attempt)
    if (!call.caller.application) clearCookie(call.reply, 'attempt')
    return { status: 204 }
  },
})

export const attemptRoutes: readonly Route[] = [
  start,
  read,
  proofs,
  challenges,
  standing,
  renewal,
  completion,
  cancel,
]
