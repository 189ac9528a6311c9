import { z } from 'zod'
import {
  accountMark,
  accountMarks,
  accountNotFound,
  accountRole,
  typedAttributes,
  typedName,
} from '../../accounts/index.ts'
import {
  authenticatorsOfAccount,
  changeAccount,
  createAccount,
  disableAccount,
  enableAccount,
  endSessions,
  explainAccount,
  forgetBrowsers,
  handOut,
  inviteAccount,
  listAccounts,
  markAccounts,
  resetAuthenticators,
  resetPassword,
  type SubjectInput,
  showAccount,
  tieAuthenticator,
  unlockAccount,
  untieAuthenticator,
  viewOfMade,
} from '../../administration/index.ts'
import { authenticatorNotFound } from '../../authenticators/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { showSession } from './presence.ts'
import { showBrowser } from './remembered-browsers.ts'
import { type Call, type Route, route } from './route.ts'
import {
  accountView,
  caredForView,
  givenReason,
  id,
  invitationView,
  pageOf,
  pageQuery,
  reasoned,
  rememberedBrowserView,
  sessionView,
  show,
  time,
  whyView,
} from './views.ts'

const tag = 'Accounts'
const looks = { by: 'administration', role: 'help-desk', scope: 'accounts:read' } as const
const helps = { by: 'administration', role: 'help-desk', scope: 'accounts:write' } as const
const rules = { by: 'administration', role: 'administrator', scope: 'accounts:write' } as const
const rulesFirst = { by: 'administration', role: 'administrator', scope: 'administration' } as const
const identified = z.strictObject({ id })

export function accountId(text: string): Id<'account'> {
  if (!isId<'account'>(text)) throw accountNotFound()
  return text
}

async function subject(
  call: Pick<Call<unknown, unknown, unknown>, 'actor' | 'retry'>,
  about: { readonly id: string; readonly reason: string },
): Promise<SubjectInput> {
  const actor = await call.actor()
  return { actor, accountId: accountId(about.id), reason: about.reason, retry: call.retry }
}

const list = route({
  method: 'GET',
  path: '/accounts',
  access: looks,
  tag,
  summary: 'Accounts, by name.',
  query: z.strictObject({
    search: z.string().max(256).optional().describe('Part of a name, or of an e-mail address'),
    role: accountRole.optional(),
    status: z.enum(['active', 'disabled']).optional(),
    protected: z
      .enum(['true', 'false'])
      .transform((text) => text === 'true')
      .optional()
      .describe('Only those who have confirmed a second factor, or only those who have not'),
    ...pageQuery,
  }),
  answer: pageOf(accountView),
  async handle(call) {
    const { search, cursor, limit, ...filter } = call.query
    const query = {
      ...filter,
      ...(search ? { search } : {}),
      ...(cursor ? { cursor } : {}),
      ...(limit ? { limit } : {}),
    }
    return { body: await listAccounts(call.deps, { actor: await call.actor(), query }) }
  },
})

const create = route({
  method: 'POST',
  path: '/accounts',
  access: helps,
  tag,
  summary: 'A new account, with an invitation where asked for.',
  status: 201,
  retriable: true,
  body: z.strictObject({
    name: typedName,
    role: accountRole.optional(),
    email: z.string().max(320).optional(),
    password: z.string().max(4096).optional(),
    invite: z.boolean().optional(),
  }),
  answer: z.object({ account: accountView, invitation: invitationView.optional() }),
  async handle(call) {
    const actor = await call.actor()
    const { account, invitation } = await createAccount(call.deps, { ...call.body, actor, retry: call.retry })
    const body = { account: await viewOfMade(call.deps, account) }
    return { body: invitation ? { ...body, invitation } : body }
  },
})

const read = route({
  method: 'GET',
  path: '/accounts/:id',
  access: looks,
  tag,
  summary: 'One account with what it can prove itself with.',
  params: identified,
  answer: z.object({ account: accountView, authenticators: z.array(caredForView) }),
  handle: async (call) => ({
    body: await showAccount(call.deps, { actor: await call.actor(), accountId: accountId(call.params.id) }),
  }),
})

const authenticators = route({
  method: 'GET',
  path: '/accounts/:id/authenticators',
  access: { by: 'administration', role: 'help-desk', scope: 'authenticators:read' },
  tag,
  summary: 'What an account can prove itself with.',
  params: identified,
  answer: z.object({ items: z.array(caredForView) }),
  async handle(call) {
    const query = { actor: await call.actor(), accountId: accountId(call.params.id) }
    return { body: { items: await authenticatorsOfAccount(call.deps, query) } }
  },
})

const change = route({
  method: 'PATCH',
  path: '/accounts/:id',
  access: rules,
  tag,
  summary: 'Role, marks, attributes and address.',
  params: identified,
  body: z.strictObject({
    role: accountRole.optional(),
    marks: accountMarks
      .optional()
      .describe('`compromised`, where it is new, brings `weak` along: the password is changed once'),
    attributes: typedAttributes
      .optional()
      .describe('What rules may speak of, in the place of all before; of accounts of our own directory'),
    email: z.string().max(320).optional(),
    reason: givenReason,
  }),
  async handle(call) {
    const { reason, ...wanted } = call.body
    await changeAccount(call.deps, { ...(await subject(call, { id: call.params.id, reason })), ...wanted })
    return { status: 204 }
  },
})

const mark = route({
  method: 'POST',
  path: '/accounts/marks',
  access: rules,
  tag,
  summary: 'Marks many accounts at once, as a feed names them; what cannot be marked is told back.',
  body: z.strictObject({
    mark: accountMark,
    accounts: z.array(z.string().min(1).max(256)).min(1).max(500),
    taken: z.boolean().default(false).describe('Takes the mark off instead'),
    reason: givenReason,
  }),
  answer: z.object({
    changed: z.number().int(),
    unchanged: z.number().int().describe('As they should be already'),
    unknown: z.array(z.string()).describe('Nobody has this name here'),
    refused: z
      .array(z.string())
      .describe(
        'Accounts with more rights than the caller, and administrators without whom none could come in',
      ),
  }),
  handle: async (call) => ({
    body: await markAccounts(call.deps, { actor: await call.actor(), ...call.body }),
  }),
})

const why = route({
  method: 'GET',
  path: '/accounts/:id/why',
  access: looks,
  tag,
  summary: 'What an account needs, what holds it back, and what helps.',
  params: identified,
  answer: whyView,
  handle: async (call) => ({
    body: await explainAccount(call.deps, {
      actor: await call.actor(),
      accountId: accountId(call.params.id),
    }),
  }),
})

const sessions = route({
  method: 'GET',
  path: '/accounts/:id/sessions',
  access: looks,
  tag,
  summary: 'Where an account is signed in.',
  params: identified,
  answer: z.object({ items: z.array(sessionView) }),
  async handle(call) {
    await showAccount(call.deps, { actor: await call.actor(), accountId: accountId(call.params.id) })
    const living = await call.deps.sessions.ofAccount(accountId(call.params.id))
    return { body: { items: await Promise.all(living.map((one) => showSession(call.deps, one, false))) } }
  },
})

const end = route({
  method: 'DELETE',
  path: '/accounts/:id/sessions',
  access: helps,
  tag,
  summary: 'End every session of an account.',
  params: identified,
  query: reasoned,
  answer: z.object({ ended: z.number().int() }),
  handle: async (call) => ({
    body: { ended: await endSessions(call.deps, await subject(call, { id: call.params.id, ...call.query })) },
  }),
})

const browsers = route({
  method: 'GET',
  path: '/accounts/:id/remembered-browsers',
  access: looks,
  tag,
  summary: 'Browsers at which an account need not show a second factor for a while.',
  params: identified,
  answer: z.object({ items: z.array(rememberedBrowserView) }),
  async handle(call) {
    await showAccount(call.deps, { actor: await call.actor(), accountId: accountId(call.params.id) })
    const account = await call.deps.accounts.find(accountId(call.params.id))
    const items = account ? await call.deps.remembered.ofAccount(account) : []
    return { body: { items: items.map((one) => showBrowser(one, false)) } }
  },
})

const forget = route({
  method: 'DELETE',
  path: '/accounts/:id/remembered-browsers',
  access: helps,
  tag,
  summary: 'Forget every remembered browser of an account: a second factor is asked for there again.',
  params: identified,
  query: reasoned,
  answer: z.object({ forgotten: z.number().int() }),
  handle: async (call) => ({
    body: {
      forgotten: await forgetBrowsers(call.deps, await subject(call, { id: call.params.id, ...call.query })),
    },
  }),
})

/** One act upon an account, with a reason. Those that answer show something once, and take a retry key. */
function act(
  name: string,
  summary: string,
  access: Route['access'],
  run: (deps: Parameters<typeof disableAccount>[0], input: SubjectInput) => Promise<unknown>,
  answer?: z.ZodType,
): Route {
  return route({
    method: 'POST',
    path: `/accounts/:id/${name}`,
    access,
    tag,
    summary,
    params: identified,
    body: reasoned,
    ...(answer ? { answer, retriable: true } : {}),
    async handle(call) {
      const done = await run(call.deps, await subject(call, { id: call.params.id, ...call.body }))
      return done === undefined ? { status: 204 } : { body: done }
    },
  })
}

const invited = z.object({ invitation: invitationView })

const handsOut = route({
  method: 'POST',
  path: '/accounts/:id/hand-outs',
  access: helps,
  tag,
  summary: 'Make what lets somebody in who has nothing else: an access pass. Shown once.',
  status: 201,
  params: identified,
  body: z.strictObject({
    factor: z.string().max(64),
    options: z.record(z.string(), z.unknown()).optional(),
    reason: givenReason,
  }),
  answer: z.object({ authenticatorId: id, show, expiresAt: time.optional() }),
  async handle(call) {
    const { reason, factor, options } = call.body
    const input = { ...(await subject(call, { id: call.params.id, reason })), factor, options }
    return { body: await handOut(call.deps, input) }
  },
})

const ties = route({
  method: 'POST',
  path: '/accounts/:id/ties',
  access: rules,
  tag,
  summary:
    'Tie an account elsewhere to this one, whose owner has not shown it here: an identity provider and a subject.',
  status: 201,
  params: identified,
  body: z.strictObject({
    factor: z.string().max(64),
    options: z.record(z.string(), z.unknown()),
    reason: givenReason,
  }),
  answer: z.object({ authenticatorId: id }),
  async handle(call) {
    const { reason, factor, options } = call.body
    const input = { ...(await subject(call, { id: call.params.id, reason })), factor, options }
    return { body: await tieAuthenticator(call.deps, input) }
  },
})

const unties = route({
  method: 'DELETE',
  path: '/accounts/:id/ties/:authenticator',
  access: rules,
  tag,
  summary:
    'Untie an account elsewhere from this one, whoever has tied it. The last way to begin a sign-in stays.',
  params: identified.extend({ authenticator: id }),
  body: reasoned,
  async handle(call) {
    const { id, authenticator } = call.params
    if (!isId<'authenticator'>(authenticator)) throw authenticatorNotFound()
    await untieAuthenticator(call.deps, {
      ...(await subject(call, { id, ...call.body })),
      authenticatorId: authenticator,
    })
    return { status: 204 }
  },
})

export const accountRoutes: readonly Route[] = [
  list,
  create,
  read,
  authenticators,
  handsOut,
  ties,
  unties,
  change,
  mark,
  why,
  sessions,
  end,
  browsers,
  forget,
  act('disable', 'Shut an account; its sessions end at once.', rules, disableAccount),
  act('enable', 'Let a disabled account back in.', rules, enableAccount),
  act('unlock', 'Forget the failed tries that hold an account back.', helps, unlockAccount),
  act('invite', 'A new link by which its owner sets up what is missing.', helps, inviteAccount, invited),
  act(
    'reset-authenticators',
    'Take every second factor off; for an administrator it takes two.',
    helps,
    resetAuthenticators,
    invited,
  ),
  act(
    'reset-password',
    'Take a forgotten password off; the link lets its owner choose another, and their second factor is asked for as ever.',
    rulesFirst,
    resetPassword,
    invited,
  ),
]
