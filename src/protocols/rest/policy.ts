import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import {
  applyRules,
  effectOfRules,
  explainPolicy,
  listRevisions,
  previewRules,
  rehearse,
  showPolicy,
  showRevision,
} from '../../administration/index.ts'
import { countryCode } from '../../countries/index.ts'
import { rulebook, ruleDoor, rulePurpose } from '../../policy/index.ts'
import { type Route, route } from './route.ts'
import {
  appliedView,
  explanationView,
  givenReason,
  policyView,
  rehearsalView,
  revisionEntryView,
  revisionView,
  rulesEffectView,
  rulesPreviewView,
  time,
} from './views.ts'

const tag = 'Policy'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const changes = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const revisionNumber = z.number().int().min(0).max(2_147_483_647)

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
    country: countryCode.optional().describe('Instead of what the table of countries says of the address'),
    device: z.enum(['known', 'new']).optional(),
    at: time.max(latest).optional(),
  }),
  answer: explanationView,
  handle: async (call) => ({
    body: await explainPolicy(call.deps, { actor: await call.actor(), whatIf: call.body }),
  }),
})

const preview = route({
  method: 'POST',
  path: '/policy/preview',
  access: looks,
  tag,
  summary: 'What rules would change if they were applied, and what is probably not meant in them.',
  body: z.strictObject({ rulebook }),
  answer: rulesPreviewView,
  handle: async (call) => ({
    body: await previewRules(call.deps, { actor: await call.actor(), rulebook: call.body.rulebook }),
  }),
})

const effect = route({
  method: 'POST',
  path: '/policy/effect',
  access: looks,
  tag,
  summary: 'Whom rules would touch if they were applied, and who would have no way in. Reads all accounts.',
  body: z.strictObject({ rulebook }),
  answer: rulesEffectView,
  handle: async (call) => ({
    body: await effectOfRules(call.deps, { actor: await call.actor(), rulebook: call.body.rulebook }),
  }),
})

const rehearsal = route({
  method: 'POST',
  path: '/policy/rehearsal',
  access: looks,
  tag,
  summary:
    'What recorded sign-ins would have come to under these rules, or under those that only report. Nothing is written.',
  body: z.strictObject({ rulebook: rulebook.optional(), days: z.number().int().min(1).max(999).default(30) }),
  answer: rehearsalView,
  handle: async (call) => ({ body: await rehearse(call.deps, { actor: await call.actor(), ...call.body }) }),
})

const list = route({
  method: 'GET',
  path: '/policy/revisions',
  access: looks,
  tag,
  summary: 'What was applied, by whom and why; the newest first.',
  query: z.strictObject({
    before: z.coerce.number().pipe(revisionNumber).optional().describe('Those with smaller numbers'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(revisionEntryView) }),
  handle: async (call) => ({
    body: { items: await listRevisions(call.deps, { actor: await call.actor(), page: call.query }) },
  }),
})

const one = route({
  method: 'GET',
  path: '/policy/revisions/:number',
  access: looks,
  tag,
  summary: 'The rules of one revision, and what it changed. 0 is the empty one from before the first.',
  params: z.strictObject({ number: z.coerce.number().pipe(revisionNumber) }),
  answer: revisionView,
  handle: async (call) => ({
    body: await showRevision(call.deps, { actor: await call.actor(), number: call.params.number }),
  }),
})

const apply = route({
  method: 'POST',
  path: '/policy/revisions',
  access: changes,
  tag,
  summary: 'Puts rules in force, in the place of those applied before, or an earlier revision of them again.',
  status: 201,
  body: z.strictObject({
    rules: z.union([rulebook, z.strictObject({ revision: revisionNumber })]),
    base: revisionNumber.describe('The revision that they were written against'),
    reason: givenReason,
  }),
  answer: appliedView,
  handle: async (call) => ({
    status: 201,
    body: await applyRules(call.deps, { actor: await call.actor(), ...call.body }),
  }),
})

export const policyRoutes: readonly Route[] = [read, explain, preview, effect, rehearsal, list, one, apply]
