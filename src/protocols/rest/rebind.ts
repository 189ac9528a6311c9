import { z } from 'zod'
import { recoverAccount } from '../../authentication/index.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  currentRebind,
  dropRebind,
  nameLost,
  whoJoined,
} from '../../enrolment/index.ts'
import { requireOwn } from './attempts.ts'
import { authenticatorId } from './authenticators.ts'
import { clearCookie, setCookie } from './cookies.ts'
import {
  beginBody,
  begunView,
  confirmBody,
  confirmedView,
  joinedView,
  showBegun,
  showConfirmed,
} from './enrolment.ts'
import { type Route, route } from './route.ts'
import { authenticatorStatus, id, time } from './views.ts'

const tag = 'Recovery'
const access = { by: 'rebind' } as const

const rebindView = z.object({
  account: z.object({ name: z.string() }),
  expiresAt: time,
  authenticators: z.array(
    z.object({ id, factor: z.string(), label: z.string(), status: authenticatorStatus }),
  ),
  lost: id.optional(),
  factors: z.array(z.string()).describe('What may take the place of the lost one'),
})

const recover = route({
  method: 'POST',
  path: '/attempts/:attempt/recover',
  access: { by: 'attempt' },
  tag,
  summary:
    'End a sign-in in which a recovery code or a mailed link stood in for what was lost. It yields the right to replace what was lost, and no session.',
  status: 201,
  params: z.strictObject({ attempt: z.string().max(64) }),
  body: z.strictObject({}).optional(),
  answer: rebindView,
  async handle(call) {
    await requireOwn(call)
    const { token } = await recoverAccount(call.deps, {
      secret: call.caller.attempt,
      surroundings: call.surroundings,
    })
    clearCookie(call.reply, 'attempt')
    setCookie(call.reply, 'rebind', token)
    return { body: await currentRebind(call.deps, token) }
  },
})

const read = route({
  method: 'GET',
  path: '/rebind',
  access,
  tag,
  summary: 'What may be lost, and what may take its place.',
  answer: rebindView,
  handle: async (call) => ({ body: await currentRebind(call.deps, call.caller.rebind) }),
})

const lost = route({
  method: 'POST',
  path: '/rebind/lost',
  access,
  tag,
  summary: 'Say which authenticator is lost; it proves nothing from here on.',
  body: z.strictObject({ authenticatorId: id }),
  answer: rebindView,
  handle: async (call) => ({
    body: await nameLost(call.deps, {
      token: call.caller.rebind,
      authenticatorId: authenticatorId(call.body.authenticatorId),
      surroundings: call.surroundings,
    }),
  }),
})

const begin = route({
  method: 'POST',
  path: '/rebind/authenticators',
  access,
  tag,
  summary: 'Begin to set up what takes its place: nothing weaker.',
  status: 201,
  body: beginBody,
  answer: begunView,
  async handle(call) {
    const begun = await beginEnrolment(call.deps, {
      authority: { by: 'rebind', token: call.caller.rebind },
      ...call.body,
      surroundings: call.surroundings,
    })
    return { body: showBegun(begun) }
  },
})

const joined = route({
  method: 'GET',
  path: '/rebind/authenticators/:id/joined',
  access,
  tag,
  summary: 'Which other device takes part in what is being set up.',
  params: z.strictObject({ id }),
  answer: joinedView,
  async handle(call) {
    const authority = { by: 'rebind', token: call.caller.rebind } as const
    const who = await whoJoined(call.deps, {
      authority,
      authenticatorId: authenticatorId(call.params.id),
      surroundings: call.surroundings,
    })
    return { body: who ? { joined: who } : {} }
  },
})

const confirm = route({
  method: 'POST',
  path: '/rebind/authenticators/:id/confirm',
  access,
  tag,
  summary: 'Show that it works: the lost one is gone, everybody is signed out, and one signs in afresh.',
  params: z.strictObject({ id }),
  body: confirmBody,
  answer: confirmedView,
  async handle(call) {
    const confirmed = await confirmEnrolment(call.deps, {
      authority: { by: 'rebind', token: call.caller.rebind },
      authenticatorId: authenticatorId(call.params.id),
      answer: call.body.answer,
      surroundings: call.surroundings,
    })
    clearCookie(call.reply, 'rebind')
    return { body: await showConfirmed(call.deps, confirmed) }
  },
})

const drop = route({
  method: 'DELETE',
  path: '/rebind',
  access,
  tag,
  summary: 'Give the recovery up; what was reported lost stays so.',
  async handle(call) {
    await dropRebind(call.deps, call.caller.rebind)
    clearCookie(call.reply, 'rebind')
    return { status: 204 }
  },
})

export const rebindRoutes: readonly Route[] = [recover, read, lost, begin, joined, confirm, drop]
