import { z } from 'zod'
import { answerElsewhere, lookElsewhere } from '../../authentication/index.ts'
import { joinOffer } from '../../enrolment/index.ts'
import { type Call, type Route, route } from './route.ts'
import { show, time } from './views.ts'

const named = z.strictObject({ factor: z.string().max(64) })
const shared = {
  method: 'POST',
  access: { by: 'elsewhere' },
  tag: 'Other devices',
  params: named,
  body: z.unknown(),
} as const

function inputOf(call: Call<unknown, undefined, z.infer<typeof named>>) {
  return { factor: call.params.factor, message: call.body, surroundings: call.surroundings }
}

const join = route({
  ...shared,
  path: '/elsewhere/:factor/join',
  summary:
    'A device takes part in setting up, by the code of an offer. Its owner confirms it on their own page.',
  answer: z.object({ show }),
  handle: async (call) => ({ body: { show: await joinOffer(call.deps, inputOf(call)) } }),
})

const look = route({
  ...shared,
  path: '/elsewhere/:factor/look',
  summary: 'A device looks what it is asked now. Signed by it.',
  answer: z.object({ question: z.object({ show, expiresAt: time }).optional(), at: time }),
  async handle(call) {
    const question = await lookElsewhere(call.deps, inputOf(call))
    return { body: { ...(question ? { question } : {}), at: call.deps.storage.clock.now() } }
  },
})

const answer = route({
  ...shared,
  path: '/elsewhere/:factor/answer',
  summary:
    'A device answers. What it approves completes nothing: the browser that signs in still proves with it.',
  answer: z.object({ outcome: z.enum(['approved', 'denied', 'refused', 'reported']) }),
  handle: async (call) => ({ body: { outcome: await answerElsewhere(call.deps, inputOf(call)) } }),
})

/** What other devices of the owner's may do; which factors have them is the factors' matter. */
export const elsewhereRoutes: readonly Route[] = [join, look, answer]
