import { z } from 'zod'
import { checkDirectory, listDirectories, syncDirectory } from '../../administration/index.ts'
import { type Route, route } from './route.ts'
import { directoryReport, directoryView, givenReason, syncResult } from './views.ts'

const tag = 'Directories'
const rules = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const named = z.strictObject({ id: z.string().min(1).max(32) })

const list = route({
  method: 'GET',
  path: '/directories',
  access: rules,
  tag,
  summary: 'Where accounts come from besides, and what the last reading came to.',
  answer: z.object({ items: z.array(directoryView) }),
  handle: async (call) => ({
    body: { items: await listDirectories(call.deps, { actor: await call.actor() }) },
  }),
})

const check = route({
  method: 'POST',
  path: '/directories/:id/check',
  access: rules,
  tag,
  summary: 'Asks each of its servers now, and says what is wrong. Changes nothing.',
  params: named,
  answer: directoryReport,
  handle: async (call) => ({
    body: await checkDirectory(call.deps, { actor: await call.actor(), directory: call.params.id }),
  }),
})

const sync = route({
  method: 'POST',
  path: '/directories/:id/sync',
  access: rules,
  tag,
  summary: 'Reads it now. Where too much would go it changes nothing, and tells the word that consents.',
  params: named,
  body: z.strictObject({
    preview: z.boolean().default(false).describe('Only says what would be done.'),
    consent: z
      .string()
      .regex(/^[0-9a-f]{8}$/)
      .optional()
      .describe('`removals.word` of what was held: just that may go.'),
    reason: givenReason.optional(),
  }),
  answer: syncResult,
  handle: async (call) => ({
    body: await syncDirectory(call.deps, {
      actor: await call.actor(),
      directory: call.params.id,
      ...call.body,
    }),
  }),
})

export const directoryRoutes: readonly Route[] = [list, check, sync]
