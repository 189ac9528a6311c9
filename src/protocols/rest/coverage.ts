import { z } from 'zod'
import { coverageOf } from '../../administration/index.ts'
import { type Route, route } from './route.ts'
import { time } from './views.ts'

const way = z.object({
  kind: z.string(),
  verdict: z
    .enum(['below', 'relies'])
    .describe('`relies`: enough, as long as something else that is named keeps its word'),
  application: z.string(),
  class: z.string(),
  doors: z.array(z.string()),
  accounts: z.number().int(),
  examples: z.array(z.string()).describe('Names of a few'),
  circumstances: z.array(z.string()).describe('Some in which it is open; none: in all of them'),
  text: z.string(),
})

const show = route({
  method: 'GET',
  path: '/coverage',
  access: { by: 'administration', role: 'help-desk', scope: 'accounts:read' },
  tag: 'Policy',
  summary: 'Every way in that ends below what the class of an application demands. Reads all accounts.',
  answer: z.object({
    at: time,
    demanded: z.record(z.string(), z.string()).describe('Strengths by class of applications'),
    examined: z.object({
      accounts: z.number().int(),
      kinds: z.number().int(),
      applications: z.number().int(),
      doors: z.array(z.string()),
      circumstances: z.number().int(),
      decisions: z.number().int(),
    }),
    applications: z.array(
      z.object({
        name: z.string(),
        class: z.string(),
        demanded: z.boolean(),
        below: z.number().int().describe('Accounts with some way below'),
      }),
    ),
    ways: z.array(way),
    notExamined: z.array(z.string()),
  }),
  async handle(call) {
    const { policy: _, registry: __, ...body } = await coverageOf(call.deps, { actor: await call.actor() })
    return { body }
  },
})

export const coverageRoutes: readonly Route[] = [show]
