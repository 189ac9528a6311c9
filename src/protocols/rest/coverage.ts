import { z } from 'zod'
import { coverageOf, coverageShape } from '../../administration/index.ts'
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

export const coverageRoutes: readonly Route[] = [show]
