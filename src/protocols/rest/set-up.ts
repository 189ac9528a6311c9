import { z } from 'zod'
import { beginSetUp, confirmSetUp } from '../../administration/index.ts'
import { redeemInvitation } from '../../enrolment/index.ts'
import { handSession, showSession, showStarted } from './presence.ts'
import { type Route, route } from './route.ts'
import { attemptView, sessionView, show, time } from './views.ts'

const tag = 'Set-up'
const token = z.string().max(200)

const begin = route({
  method: 'POST',
  path: '/set-up/begin',
  access: { by: 'anyone' },
  tag,
  summary: 'The first administrator chooses name and password and is shown a second factor.',
  status: 201,
  body: z.strictObject({
    token,
    account: z.string().min(1).max(512),
    password: z.string().max(4096),
    email: z.string().max(320).optional(),
    factor: z.string().max(64).optional(),
  }),
  answer: z.object({ factor: z.string(), show, expiresAt: time }),
  async handle({ deps, body, surroundings }) {
    return { body: await beginSetUp(deps, { ...body, surroundings }) }
  },
})

const confirm = route({
  method: 'POST',
  path: '/set-up/confirm',
  access: { by: 'anyone' },
  tag,
  summary:
    'The second factor is confirmed: account, factors and session exist from here on, and the link is spent.',
  body: z.strictObject({ token, answer: z.unknown() }),
  answer: z.object({ session: sessionView, recovery: show.optional() }),
  async handle(call) {
    const { deps, body, surroundings } = call
    const done = await confirmSetUp(deps, { ...body, surroundings })
    await handSession(call, done.completed)
    const session = await showSession(deps, done.completed.session, true)
    return { body: { session, ...(done.recovery ? { recovery: done.recovery } : {}) } }
  },
})

const redeem = route({
  method: 'POST',
  path: '/invitations/redeem',
  access: { by: 'anyone' },
  tag,
  summary: 'Open the set-up that an invitation allows.',
  status: 201,
  body: z.strictObject({ token }),
  answer: attemptView,
  async handle(call) {
    const started = await redeemInvitation(call.deps, call.body.token)
    return showStarted(call, started)
  },
})

export const setUpRoutes: readonly Route[] = [begin, confirm, redeem]
