import { z } from 'zod'
import { askForLane, redeemLaneLink } from '../../authentication/index.ts'
import { requireOwn } from './attempts.ts'
import { setCookie } from './cookies.ts'
import { type Route, route } from './route.ts'

const tag = 'Sign-in'

const ask = route({
  method: 'POST',
  path: '/attempts/:attempt/lane-link',
  access: { by: 'attempt' },
  tag,
  summary:
    'Where strangers have used up the tries: mail the owner a link that lets their browser try apart. The same for every name.',
  params: z.strictObject({ attempt: z.string().max(64) }),
  body: z.strictObject({}).optional(),
  async handle(call) {
    await requireOwn(call)
    await askForLane(call.deps, { secret: call.caller.attempt, surroundings: call.surroundings })
    return { status: 204 }
  },
})

const redeem = route({
  method: 'POST',
  path: '/lanes',
  access: { by: 'anyone' },
  tag,
  summary: 'Open a mailed link, once: this browser tries apart from strangers. It proves nothing.',
  body: z.strictObject({ token: z.string().max(128) }),
  async handle(call) {
    const { deviceToken } = await redeemLaneLink(call.deps, call.body.token)
    setCookie(call.reply, 'device', deviceToken)
    return { status: 204 }
  },
})

export const laneRoutes: readonly Route[] = [ask, redeem]
