import { z } from 'zod'
import { accountMark } from '../../accounts/index.ts'
import {
  adviseInventory,
  bringAccessList,
  classifySystems,
  forgetSystemClass,
  setSystemClass,
  withdrawAccessList,
} from '../../administration/index.ts'
import { applicationClass } from '../../applications/index.ts'
import { sourceName } from '../../inventory/index.ts'
import { type Route, route } from './route.ts'
import { givenReason, policyView, rulebookView, time } from './views.ts'

const tag = 'Inventory'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const rules = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const pattern = z
  .string()
  .trim()
  .min(1)
  .max(256)
  .describe('The name of one system, or a pattern with `*` that is kept as a rule')
const source = sourceName.describe('What the list is called')

/** Tables of about a hundred thousand lines. */
const largestTable = 16 * 1024 * 1024

const systems = route({
  method: 'GET',
  path: '/inventory/systems',
  access: looks,
  tag,
  summary: 'What accounts reach: applications, what lists name, groups; each with its class, and why.',
  answer: z.object({
    items: z.array(
      z.object({
        name: z.string(),
        from: z.array(z.enum(['application', 'list', 'group'])),
        accounts: z.number().int(),
        class: applicationClass,
        by: z.enum(['hand', 'application', 'rule', 'name', 'entitlement', 'nothing']),
        why: z.string(),
      }),
    ),
    lists: z.array(z.object({ name: z.string(), changedAt: time })),
    rules: z.array(
      z.object({ pattern: z.string(), class: applicationClass, reason: z.string(), createdAt: time }),
    ),
  }),
  handle: async (call) => ({ body: await classifySystems(call.deps, { actor: await call.actor() }) }),
})

const classify = route({
  method: 'POST',
  path: '/inventory/classes',
  access: rules,
  tag,
  summary: 'Say by hand what systems of this name guard. It wins over whatever is found.',
  status: 204,
  body: z.strictObject({ pattern, class: applicationClass, reason: givenReason }),
  async handle(call) {
    await setSystemClass(call.deps, { actor: await call.actor(), ...call.body })
    return { status: 204 }
  },
})

const forget = route({
  method: 'POST',
  path: '/inventory/classes/removal',
  access: rules,
  tag,
  summary: 'What was said by hand of this name is said no more.',
  status: 204,
  body: z.strictObject({ pattern, reason: givenReason }),
  async handle(call) {
    await forgetSystemClass(call.deps, { actor: await call.actor(), ...call.body })
    return { status: 204 }
  },
})

const bring = route({
  method: 'POST',
  path: '/inventory/lists',
  access: rules,
  tag,
  summary: 'Take over a list of who reaches what, in place of the one of the same name: all of it, or none.',
  largestBody: largestTable,
  body: z.strictObject({
    source,
    table: z.string().describe('Comma separated: account,system,entitlement; the last may be left out'),
    preview: z.boolean().describe('Looks only, and changes nothing'),
  }),
  answer: z.object({
    source: z.string(),
    lines: z.number().int(),
    accounts: z.number().int(),
    systems: z.number().int(),
    first: z.array(z.object({ account: z.string(), system: z.string(), entitlement: z.string() })),
    problems: z.array(z.object({ where: z.string(), reason: z.string(), remedy: z.string() })),
  }),
  async handle(call) {
    const { table: text, ...list } = call.body
    return { body: await bringAccessList(call.deps, { actor: await call.actor(), text, ...list }) }
  },
})

const withdraw = route({
  method: 'POST',
  path: '/inventory/lists/removal',
  access: rules,
  tag,
  summary: 'Take a list out again.',
  status: 204,
  body: z.strictObject({ source, reason: givenReason }),
  async handle(call) {
    await withdrawAccessList(call.deps, { actor: await call.actor(), ...call.body })
    return { status: 204 }
  },
})

const advise = route({
  method: 'GET',
  path: '/inventory/advice',
  access: looks,
  tag,
  summary: 'Who needs a second factor and has none, the most urgent first, and rules that would ask for it.',
  query: z.strictObject({
    class: applicationClass.optional(),
    signal: accountMark.optional(),
    kind: z.enum(['person', 'service']).optional().describe('Only people, or only programs'),
    search: z.string().max(256).optional(),
    skip: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
  }),
  answer: z.object({
    accounts: z.number().int(),
    need: z.number().int(),
    lack: z.number().int(),
    services: z.number().int().describe('Of those who lack it: programs'),
    byClass: z.array(z.object({ class: applicationClass, need: z.number().int(), lack: z.number().int() })),
    items: z.array(
      z.object({
        account: z.string(),
        here: z.boolean().describe('Whether there is such an account, or only a list names it'),
        risk: z.number(),
        classes: z.array(applicationClass),
        signals: z.array(accountMark),
        service: z.boolean().describe('It looks like a program’s, which cannot show a second factor'),
        because: z.array(z.string()),
      }),
    ),
    found: z.number().int(),
    stages: z.array(
      z.object({
        name: z.string(),
        says: z.string(),
        accounts: z.number().int(),
        rules: z.array(z.record(z.string(), z.unknown())),
        rulebook: rulebookView.describe('All rules to apply: those that are, this stage and those before'),
        base: z.number().int().describe('The revision of the rules that it was written against'),
        yaml: z.string().describe('The same, as a file'),
        findings: policyView.shape.findings,
      }),
    ),
  }),
  async handle(call) {
    return { body: await adviseInventory(call.deps, { actor: await call.actor(), query: call.query }) }
  },
})

export const inventoryRoutes: readonly Route[] = [advise, systems, classify, forget, bring, withdraw]
