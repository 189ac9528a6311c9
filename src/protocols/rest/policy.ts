import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import { explainPolicy, showPolicy } from '../../administration/index.ts'
import { ruleDoor, rulePurpose } from '../../policy/index.ts'
import { type Route, route } from './route.ts'
import { explanationView, policyView, time } from './views.ts'

const tag = 'Policy'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const

/** The last moment that there is a date for (ECMA-262 §21.4.1.1). */
const latest = 8_640_000_000_000_000

const read = route({
  method: 'GET',
  path: '/policy',
  access: looks,
  tag,
  summary: 'The policy in force, rule by rule, and what is probably not meant in it.',
  answer: policyView,
  handle: async (call) => ({ body: await showPolicy(call.deps, { actor: await call.actor() }) }),
})

const explain = route({
  method: 'POST',
  path: '/policy/explanation',
  access: looks,
  tag,
  summary: 'What an account would need, which rules say so, and what would come of it. Nothing is written.',
  body: z.strictObject({
    account: typedName,
    application: typedName.optional().describe('Our own pages, unless told'),
    purpose: rulePurpose.optional(),
    door: ruleDoor.optional(),
    source: z.union([z.ipv4(), z.ipv6()]).optional().describe('The address that somebody comes from'),
    device: z.enum(['known', 'new']).optional(),
    at: time.max(latest).optional(),
  }),
  answer: explanationView,
  handle: async (call) => ({
    body: await explainPolicy(call.deps, { actor: await call.actor(), whatIf: call.body }),
  }),
})

export const policyRoutes: readonly Route[] = [read, explain]
