import { z } from 'zod'
import { askForPasswordLink, openPasswordLink } from '../../authentication/index.ts'
import { requireOwn } from './attempts.ts'
import { showStarted } from './presence.ts'
import { type Route, route } from './route.ts'
import { attemptView } from './views.ts'

const tag = 'Recovery'

const ask = route({
  method: 'POST',
  path: '/attempts/:attempt/password-link',
  access: { by: 'attempt' },
  tag,
  summary:
    'The password is forgotten: mail the owner a link by which they choose another, behind their second factor. The same for every name.',
  params: z.strictObject({ attempt: z.string().max(64) }),
  body: z.strictObject({}).optional(),
  async handle(call) {
    await requireOwn(call)
    await askForPasswordLink(call.deps, { secret: call.caller.attempt, surroundings: call.surroundings })
    return { status: 204 }
  },
})

const open = route({
  method: 'POST',
  path: '/password-links',
  access: { by: 'anyone' },
  tag,
  summary:
    'Open such a link, once. It begins a sign-in of which nothing comes but the right to choose another password.',
  status: 201,
  body: z.strictObject({ token: z.string().max(128) }),
  answer: attemptView,
  async handle(call) {
    const { token } = call.body
    return showStarted(call, await openPasswordLink(call.deps, { token, surroundings: call.surroundings }))
  },
})

export const passwordLinkRoutes: readonly Route[] = [ask, open]
