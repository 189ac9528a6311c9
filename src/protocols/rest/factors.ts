import { z } from 'zod'
import { type Route, route } from './route.ts'

const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const figure = z.object({ amount: z.number(), source: z.string() })

const comparisonView = z.object({
  withstands: z.record(z.string(), z.enum(['yes', 'partly', 'no'])),
  needs: z.array(z.string()),
  device: figure.extend({ years: z.number() }),
  perSignIn: figure,
  support: figure.describe('Minutes of help desk a person and year'),
  effort: z.string(),
  excludes: z.string(),
  whenLost: z.string(),
})

const compare = route({
  method: 'GET',
  path: '/factors/comparison',
  access: looks,
  tag: 'Factors',
  summary: 'What whoever chooses for others weighs: threats, prices with their sources, who is shut out.',
  answer: z.object({
    items: z.array(z.object({ id: z.string(), available: z.boolean(), comparison: comparisonView })),
  }),
  async handle({ deps }) {
    const items = deps.factors.all.flatMap(({ id, guide: { comparison }, unavailable }) =>
      comparison ? [{ id, available: unavailable?.('enrol') === undefined, comparison }] : [],
    )
    return { body: { items } }
  },
})

export const factorRoutes: readonly Route[] = [compare]
