import { z } from 'zod'
import { accountLinkNotFound } from '../../accounts/index.ts'
import { linkAccount, listLinks, unlinkAccount } from '../../administration/index.ts'
import { isId } from '../../kernel/ids.ts'
import { accountId } from './accounts.ts'
import { type Route, route } from './route.ts'
import { id, reasoned, time } from './views.ts'

const tag = 'Accounts'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const rules = { by: 'administration', role: 'administrator', scope: 'accounts:write' } as const
const identified = z.strictObject({ id })

const linkView = z.object({
  id,
  issuer: z.string().describe('Who says so: the issuer of its tokens'),
  subject: z.string().describe('Who the account is there, for good'),
  madeAt: time,
})

const list = route({
  method: 'GET',
  path: '/accounts/:id/links',
  access: looks,
  tag,
  summary: 'Who an account is elsewhere, such as at Microsoft Entra ID.',
  params: identified,
  answer: z.object({ items: z.array(linkView) }),
  async handle(call) {
    const about = { actor: await call.actor(), accountId: accountId(call.params.id) }
    return { body: { items: await listLinks(call.deps, about) } }
  },
})

const add = route({
  method: 'POST',
  path: '/accounts/:id/links',
  access: rules,
  tag,
  summary: 'Say who an account is elsewhere. By that alone nobody signs in.',
  status: 201,
  params: identified,
  body: reasoned.extend({
    issuer: z
      .url({ protocol: /^https$/ })
      .max(500)
      .describe('For Entra ID: login.microsoftonline.com/TENANT/v2.0, by https'),
    subject: z.string().trim().min(1).max(255).describe('For Entra ID: the object ID'),
  }),
  answer: linkView,
  async handle(call) {
    const about = { actor: await call.actor(), accountId: accountId(call.params.id) }
    return { body: await linkAccount(call.deps, { ...about, ...call.body }) }
  },
})

const remove = route({
  method: 'DELETE',
  path: '/accounts/:id/links/:link',
  access: rules,
  tag,
  summary: 'Take a link off: whoever came by it is nobody here.',
  params: identified.extend({ link: id }),
  body: reasoned,
  async handle(call) {
    const { link } = call.params
    if (!isId<'account-link'>(link)) throw accountLinkNotFound()
    const about = { actor: await call.actor(), accountId: accountId(call.params.id) }
    await unlinkAccount(call.deps, { ...about, linkId: link, reason: call.body.reason })
    return { status: 204 }
  },
})

export const accountLinkRoutes: readonly Route[] = [list, add, remove]
