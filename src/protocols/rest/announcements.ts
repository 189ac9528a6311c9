import { z } from 'zod'
import { listAnnouncements, seeAnnouncement } from '../../enrolment/index.ts'
import { isId } from '../../kernel/ids.ts'
import { type Route, route } from './route.ts'
import { sessionOf } from './sessions.ts'
import { id, time } from './views.ts'

const tag = 'Sessions'

const list = route({
  method: 'GET',
  path: '/announcements',
  access: { by: 'session' },
  tag,
  summary: 'What happened to this account, where no confirmed address could be told; until it is seen here.',
  answer: z.object({
    items: z.array(z.object({ id, at: time, title: z.string(), text: z.string() })),
  }),
  handle: async (call) => ({
    body: { items: [...(await listAnnouncements(call.deps, sessionOf(call)))] },
  }),
})

const seen = route({
  method: 'POST',
  path: '/announcements/:id/seen',
  access: { by: 'session' },
  tag,
  summary: 'It was read here; other sessions show it still.',
  params: z.strictObject({ id }),
  body: z.strictObject({}).optional(),
  async handle(call) {
    if (isId<'announcement'>(call.params.id))
      await seeAnnouncement(call.deps, sessionOf(call), call.params.id)
    return { status: 204 }
  },
})

export const announcementRoutes: readonly Route[] = [list, seen]
