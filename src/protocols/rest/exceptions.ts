import { z } from 'zod'
import { typedName } from '../../accounts/index.ts'
import {
  approveException,
  endException,
  listExceptions,
  requestException,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { exceptionNotFound, liftedDemand } from '../../policy/index.ts'
import { type Route, route } from './route.ts'
import { exceptionView, givenReason, reasoned, time } from './views.ts'

const tag = 'Policy'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const changes = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const params = z.strictObject({ id: z.string() })

function exceptionId(text: string): Id<'exception'> {
  if (!isId<'exception'>(text)) throw exceptionNotFound()
  return text
}

const list = route({
  method: 'GET',
  path: '/policy/exceptions',
  access: looks,
  tag,
  summary: 'Accounts that are left out of something until a time; the newest first, those that are over too.',
  answer: z.object({ items: z.array(exceptionView) }),
  handle: async (call) => ({
    body: { items: await listExceptions(call.deps, { actor: await call.actor() }) },
  }),
})

const request = route({
  method: 'POST',
  path: '/policy/exceptions',
  access: changes,
  tag,
  summary: 'Asks that an account be left out of something until a time; a second administrator approves it.',
  status: 201,
  body: z.strictObject({
    account: typedName,
    application: typedName.optional().describe('Only there; everywhere unless told'),
    demands: z
      .array(liftedDemand)
      .min(1)
      .max(50)
      .describe('`mfa.required`, or `rule:` and the name of a rule, as decisions give their reasons'),
    until: time.describe('Epoch milliseconds; ninety days from now at most'),
    reason: givenReason,
  }),
  answer: exceptionView,
  handle: async (call) => ({
    status: 201,
    body: await requestException(call.deps, { actor: await call.actor(), ...call.body }),
  }),
})

const approve = route({
  method: 'POST',
  path: '/policy/exceptions/:id/approval',
  access: changes,
  tag,
  summary: 'Puts an exception in force that another administrator has asked for.',
  params,
  body: reasoned,
  answer: exceptionView,
  handle: async (call) => ({
    body: await approveException(call.deps, {
      actor: await call.actor(),
      id: exceptionId(call.params.id),
      reason: call.body.reason,
    }),
  }),
})

const end = route({
  method: 'POST',
  path: '/policy/exceptions/:id/end',
  access: changes,
  tag,
  summary: 'Takes an exception back, or says no to one that was asked for.',
  params,
  body: reasoned,
  answer: exceptionView,
  handle: async (call) => ({
    body: await endException(call.deps, {
      actor: await call.actor(),
      id: exceptionId(call.params.id),
      reason: call.body.reason,
    }),
  }),
})

export const exceptionRoutes: readonly Route[] = [list, request, approve, end]
