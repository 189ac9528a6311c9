import { z } from 'zod'
import { groupNotFound, typedName } from '../../accounts/index.ts'
import {
  addToGroup,
  createGroup,
  listGroups,
  listMembers,
  removeGroup,
  takeFromGroup,
} from '../../administration/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { accountId } from './accounts.ts'
import { type Route, route } from './route.ts'
import { groupView, id, reasoned } from './views.ts'

const tag = 'Groups'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const rules = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const identified = z.strictObject({ id })
const member = reasoned.extend({ accountId: id })

function groupId(text: string): Id<'group'> {
  if (!isId<'group'>(text)) throw groupNotFound()
  return text
}

const list = route({
  method: 'GET',
  path: '/groups',
  access: looks,
  tag,
  summary: 'Groups of accounts, by name.',
  answer: z.object({ items: z.array(groupView) }),
  handle: async (call) => ({ body: { items: await listGroups(call.deps, { actor: await call.actor() }) } }),
})

const members = route({
  method: 'GET',
  path: '/groups/:id/members',
  access: looks,
  tag,
  summary: 'The members of a group, in the order in which their accounts were made.',
  params: identified,
  query: z.strictObject({
    after: id.optional().describe('`next` of the page before'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({ items: z.array(z.object({ id, name: z.string() })), next: id.optional() }),
  handle: async (call) => ({
    body: await listMembers(call.deps, {
      actor: await call.actor(),
      groupId: groupId(call.params.id),
      after: call.query.after === undefined ? undefined : accountId(call.query.after),
      limit: call.query.limit,
    }),
  }),
})

const create = route({
  method: 'POST',
  path: '/groups',
  access: rules,
  tag,
  summary: 'A new group, for rules to speak of.',
  status: 201,
  body: z.strictObject({ name: typedName }),
  answer: groupView,
  handle: async (call) => ({
    body: await createGroup(call.deps, { actor: await call.actor(), name: call.body.name }),
  }),
})

const remove = route({
  method: 'POST',
  path: '/groups/:id/removal',
  access: rules,
  tag,
  summary: 'Removes a group; its members stay, and rules that name it fit them no more.',
  status: 204,
  params: identified,
  body: reasoned,
  async handle(call) {
    await removeGroup(call.deps, {
      actor: await call.actor(),
      groupId: groupId(call.params.id),
      reason: call.body.reason,
    })
    return { status: 204 }
  },
})

/** Into a group, or out of it. */
function membership(path: string, summary: string, act: typeof addToGroup): Route {
  return route({
    method: 'POST',
    path,
    access: rules,
    tag,
    summary,
    status: 204,
    params: identified,
    body: member,
    async handle(call) {
      await act(call.deps, {
        actor: await call.actor(),
        groupId: groupId(call.params.id),
        accountId: accountId(call.body.accountId),
        reason: call.body.reason,
      })
      return { status: 204 }
    },
  })
}

const join = membership('/groups/:id/members', 'Makes an account a member.', addToGroup)
const leave = membership('/groups/:id/members/removal', 'Takes an account out of a group.', takeFromGroup)

export const groupRoutes: readonly Route[] = [list, members, create, remove, join, leave]
