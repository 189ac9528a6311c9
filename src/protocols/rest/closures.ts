import { z } from 'zod'
import { listClosures, reopenMessages } from '../../administration/index.ts'
import { type Route, route } from './route.ts'
import { closureView } from './views.ts'

const tag = 'Messages'

const list = route({
  method: 'GET',
  path: '/delivery/closures',
  access: { by: 'administration', role: 'help-desk', scope: 'accounts:read' },
  tag,
  summary: 'Text messages that were stopped, why, and until when.',
  answer: z.object({ items: z.array(closureView) }),
  handle: async (call) => ({ body: { items: await listClosures(call.deps, { actor: await call.actor() }) } }),
})

const reopen = route({
  method: 'POST',
  path: '/delivery/reopen',
  access: { by: 'administration', role: 'administrator', scope: 'administration' },
  tag,
  summary: 'Let text messages go out again.',
  body: z.strictObject({ scope: z.string().min(1).max(64), reason: z.string().trim().min(3).max(500) }),
  status: 204,
  async handle(call) {
    await reopenMessages(call.deps, { actor: await call.actor(), ...call.body })
    return { status: 204 }
  },
})

export const closureRoutes: readonly Route[] = [list, reopen]
