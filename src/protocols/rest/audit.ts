import { z } from 'zod'
import { searchAudit, summarise } from '../../administration/index.ts'
import { type Route, route } from './route.ts'
import { closureView, id, pageOf, pageQuery, time } from './views.ts'

const tag = 'Audit'
const looks = { by: 'administration', role: 'help-desk', scope: 'audit:read' } as const

const auditView = z.object({
  id: z.string(),
  at: time,
  event: z.string(),
  outcome: z.enum(['accepted', 'refused', 'done']),
  reason: z.string().optional(),
  accountId: z.string().optional(),
  accountName: z.string().optional(),
  applicationId: z.string().optional(),
  applicationName: z.string().optional(),
  authenticatorId: z.string().optional(),
  attemptId: z.string().optional(),
  actor: z.string(),
  by: z
    .object({ name: z.string(), accountId: z.string().optional() })
    .describe('The actor as people know it'),
  source: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  count: z.number().int().optional().describe('How often within a minute, where that is only counted'),
  text: z.string().describe('A sentence for people'),
})

const search = route({
  method: 'GET',
  path: '/audit',
  access: looks,
  tag,
  summary: 'What happened, newest first. What outsiders can cause is counted by the minute.',
  query: z.strictObject({
    account: id.optional(),
    application: id.optional(),
    event: z.string().max(64).optional(),
    outcome: z.enum(['accepted', 'refused', 'done']).optional(),
    since: z.coerce.number().int().optional(),
    until: z.coerce.number().int().optional(),
    ...pageQuery,
  }),
  answer: pageOf(auditView),
  handle: async (call) => ({
    body: await searchAudit(call.deps, { actor: await call.actor(), query: call.query }),
  }),
})

const summary = route({
  method: 'GET',
  path: '/summary',
  access: { by: 'administration', role: 'help-desk', scope: 'accounts:read' },
  tag,
  summary: 'How well this installation is protected, and what its doors saw in the last day.',
  answer: z.object({
    accounts: z.number().int(),
    protected: z.number().int(),
    unprotectedAdministrators: z.number().int(),
    closures: z.array(closureView).describe('Text messages that were stopped'),
    hours: z.array(z.object({ hour: time, accepted: z.number().int(), refused: z.number().int() })),
  }),
  handle: async (call) => ({ body: await summarise(call.deps, { actor: await call.actor() }) }),
})

export const auditRoutes: readonly Route[] = [search, summary]
