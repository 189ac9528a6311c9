import { z } from 'zod'
import {
  contactNotFound,
  contactSource,
  contactType,
  emailAddress,
  phoneNumber,
} from '../../accounts/index.ts'
import {
  addContact,
  listContacts,
  removeContact,
  sendContactCode,
  verifyContact,
} from '../../enrolment/index.ts'
import { isId } from '../../kernel/ids.ts'
import { parseWith } from '../../kernel/parse.ts'
import { type Call, type Route, route } from './route.ts'
import { sessionOf } from './sessions.ts'
import { id, time } from './views.ts'

const tag = 'Contacts'
const access = { by: 'session' } as const
const identified = z.strictObject({ id })
const addresses = { email: emailAddress, phone: phoneNumber } as const

const contactView = z.object({
  id,
  type: contactType,
  value: z.string().describe('Numbers are masked'),
  source: contactSource,
  verified: z.boolean().describe('Its owner has typed what was sent there'),
  independent: z.boolean().describe('Verified, and unchanged for seven days'),
  reachable: z.boolean().describe('A code can be sent there'),
  changedAt: time,
})

/** Whose contact the call is about; one that cannot be an id is one that nobody has. */
function contactOf(call: Call<unknown, unknown, { readonly id: string }>) {
  const contactId = call.params.id
  if (!isId<'contact'>(contactId)) throw contactNotFound()
  return { session: sessionOf(call), contactId, surroundings: call.surroundings }
}

const list = route({
  method: 'GET',
  path: '/contacts',
  access,
  tag,
  summary: 'Where this account is reached.',
  answer: z.object({ items: z.array(contactView) }),
  handle: async (call) => ({ body: { items: await listContacts(call.deps, sessionOf(call)) } }),
})

const add = route({
  method: 'POST',
  path: '/contacts',
  access,
  tag,
  summary: 'One more contact. It is unverified until its owner has typed a code that is sent there.',
  status: 201,
  body: z.strictObject({ type: contactType, value: z.string().max(320) }),
  answer: contactView,
  async handle(call) {
    const { type, value } = call.body
    const address = parseWith(addresses[type], value, 'value')
    const session = sessionOf(call)
    return { body: await addContact(call.deps, { session, address, surroundings: call.surroundings }) }
  },
})

const send = route({
  method: 'POST',
  path: '/contacts/:id/code',
  access,
  tag,
  summary: 'Send a code there; the one before it is void.',
  params: identified,
  body: z.strictObject({}).optional(),
  answer: z.object({ expiresAt: time }),
  handle: async (call) => ({ body: await sendContactCode(call.deps, contactOf(call)) }),
})

const verify = route({
  method: 'POST',
  path: '/contacts/:id/verify',
  access,
  tag,
  summary: 'Type the code that was sent: three tries, once.',
  params: identified,
  body: z.strictObject({
    code: z
      .string()
      .max(32)
      .transform((typed) => typed.replace(/\s/g, '')),
  }),
  answer: contactView,
  handle: async (call) => ({
    body: await verifyContact(call.deps, { ...contactOf(call), code: call.body.code }),
  }),
})

const remove = route({
  method: 'DELETE',
  path: '/contacts/:id',
  access,
  tag,
  summary: 'Take a contact off; all of them are told.',
  params: identified,
  async handle(call) {
    await removeContact(call.deps, contactOf(call))
    return { status: 204 }
  },
})

export const contactRoutes: readonly Route[] = [list, add, send, verify, remove]
