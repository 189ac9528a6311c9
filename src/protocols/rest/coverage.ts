import { z } from 'zod'
import {
  coverageOf,
  coverageShape,
  signCoverage,
  signedReport,
  wayShape,
} from '../../administration/index.ts'
import { type Route, route } from './route.ts'
import { time } from './views.ts'

const show = route({
  method: 'GET',
  path: '/coverage',
  access: { by: 'administration', role: 'help-desk', scope: 'accounts:read' },
  tag: 'Policy',
  summary: 'Every way in that ends below what the class of an application demands. Reads all accounts.',
  answer: z.object({ at: time, ...coverageShape }),
  async handle(call) {
    const { policy: _, registry: __, ...body } = await coverageOf(call.deps, { actor: await call.actor() })
    return { body }
  },
})

const ways = z.array(z.object(wayShape))

const sign = route({
  method: 'POST',
  path: '/coverage/reports',
  access: { by: 'administration', role: 'administrator', scope: 'administration' },
  tag: 'Policy',
  summary: 'A signed report of what stands open, for auditors who have pinned the key. Reads all accounts.',
  body: z.strictObject({
    predecessor: z
      .string()
      .optional()
      .describe('The signed report before, as text: the new one names it, and what has changed is told'),
  }),
  largestBody: 4 * 1024 * 1024,
  answer: z.object({
    signed: signedReport.describe('What `sallyport coverage verify` checks'),
    fingerprint: z.string().describe('SHA-256 of the public key, in hex: what is pinned'),
    difference: z
      .object({
        opened: ways,
        closed: ways,
        changed: z.array(z.object({ before: z.object(wayShape), after: z.object(wayShape) })),
      })
      .optional(),
  }),
  async handle({ deps, body, ...call }) {
    const { predecessor } = body
    return { body: await signCoverage(deps, { actor: await call.actor(), predecessor }) }
  },
})

export const coverageRoutes: readonly Route[] = [show, sign]
