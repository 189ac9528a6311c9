import assert from 'node:assert/strict'
import { contactSettlesAfter, emailAddress, phoneNumber } from '../../src/accounts/index.ts'
import { changeAccount } from '../../src/administration/index.ts'
import { type Capture, captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  addContact,
  type ContactView,
  listContacts,
  removeContact,
  sendContactCode,
  verifyContact,
} from '../../src/enrolment/index.ts'
import type { Session } from '../../src/sessions/index.ts'
import {
  deliverAll,
  dumpOf,
  eachEngine,
  onTwoNodes,
  operator,
  person,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  surroundings,
  tally,
  type World,
} from '../kit/engine.ts'

const minute = 60_000
const day = 24 * 60 * minute
const mailbox = captureTransport('email')
const phones = captureTransport('sms')
const byMail = { transports: [mailbox] }

/** Alice, freshly signed in, with what she does about her contacts. */
async function alice(world: World) {
  const owner = await person(world, 'Alice')
  const session = await sessionOf(world.engine, owner.token)
  return { owner, session, ...contactsOf(world.engine, session) }
}

function contactsOf(engine: Engine, session: Session) {
  const about = (contact: Pick<ContactView, 'id'>) => ({ session, contactId: contact.id, surroundings })
  const email = (address: string) =>
    addContact(engine, { session, address: emailAddress.parse(address), surroundings })
  return {
    email,
    phone: (number: string) =>
      addContact(engine, { session, address: phoneNumber.parse(number), surroundings }),
    send: (contact: Pick<ContactView, 'id'>) => sendContactCode(engine, about(contact)),
    type: (contact: Pick<ContactView, 'id'>, code: string) =>
      verifyContact(engine, { ...about(contact), code }),
    remove: (contact: Pick<ContactView, 'id'>) => removeContact(engine, about(contact)),
    async verified(address: string) {
      const contact = await email(address)
      await sendContactCode(engine, about(contact))
      return verifyContact(engine, { ...about(contact), code: await codeFor(engine, address) })
    },
  }
}

/** What this engine has sent to an address, oldest first; the mailbox is that of all engines here. */
async function sentTo(engine: Engine, to: string, box: Capture = mailbox) {
  await deliverAll(engine)
  const own = new Set((await rowsOf(engine, 'outbox')).map(({ id }) => id))
  return box.messages.filter((message) => message.to === to && own.has(message.id))
}

async function codeFor(engine: Engine, to: string, box: Capture = mailbox): Promise<string> {
  const message = (await sentTo(engine, to, box)).findLast(({ text }) => /is the code/.test(text))
  const [, first = '', second = ''] = /(\d{4}) (\d{4}) is the code/.exec(message?.text ?? '') ?? []
  return `${first}${second}`
}

function wrong(code: string): string {
  return code.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10))
}

eachEngine(
  'R12: an address is verified once its owner typed what was sent there, and independent after seven days',
  async (world) => {
    const { engine, clock } = world
    const { session, email, send, type } = await alice(world)
    const added = await email('alice@r12.example')
    assert.deepEqual([added.verified, added.independent, added.reachable], [false, false, true])
    await send(added)
    const code = await codeFor(engine, 'alice@r12.example')
    assert.match(code, /^\d{8}$/)
    const verified = await type(added, code)
    assert.deepEqual([verified.verified, verified.independent], [true, false])
    clock.advance(contactSettlesAfter)
    const [settled] = await listContacts(engine, session)
    assert.equal(settled?.independent, true)
  },
  byMail,
)

eachEngine(
  'N-36: a code has three tries, works once, for a day, and only for the contact it was sent to',
  async (world) => {
    const { engine, clock } = world
    const { owner, email, send, type } = await alice(world)
    const one = await email('one@n36.example')
    const other = await email('other@n36.example')
    await send(one)
    const code = await codeFor(engine, 'one@n36.example')
    await send(other)
    assert.equal(await refusal(type(other, code)), 'contact.code-refused')

    for (let tried = 0; tried < 3; tried++)
      assert.equal(await refusal(type(one, wrong(code))), 'contact.code-refused')
    assert.equal(await refusal(type(one, code)), 'contact.code-expired', 'the tries are used up')

    await send(one)
    const fresh = await codeFor(engine, 'one@n36.example')
    assert.equal(await refusal(type(one, code)), 'contact.code-refused', 'a new code voids the one before')
    await type(one, fresh)
    assert.equal(await refusal(type(one, fresh)), 'contact.verified')

    await send(other)
    clock.advance(day)
    const { token } = await signIn(world, owner)
    const late = contactsOf(engine, await sessionOf(engine, token))
    const typed = late.type(other, await codeFor(engine, 'other@n36.example'))
    assert.equal(await refusal(typed), 'contact.code-expired')
  },
  byMail,
)

eachEngine(
  'G10: contacts are changed by a fresh session at the bar, and by no other',
  async (world) => {
    const { engine, clock } = world
    const { session, email } = await alice(world)
    const contact = await email('alice@g10.example')
    clock.advance(11 * minute)
    const stale = contactsOf(engine, session)
    const changes = [
      () => stale.email('more@g10.example'),
      () => stale.send(contact),
      () => stale.type(contact, '12345678'),
      () => stale.remove(contact),
    ]
    for (const run of changes) assert.equal(await refusal(run()), 'step-up.required')

    assert.equal((await listContacts(engine, session)).length, 1)
  },
  byMail,
)

eachEngine(
  'R12: the older contacts hear of each that is added, confirmed and removed; the removed one, too',
  async (world) => {
    const { engine } = world
    const { verified, remove } = await alice(world)
    const first = await verified('first@told.example')
    const heard = async (to: string) =>
      (await sentTo(engine, to)).filter(({ subject }) => /contacts of your account/.test(subject))
    assert.equal((await heard('first@told.example')).length, 0, 'nobody else was there to tell')
    const second = await verified('second@told.example')
    const changes = (await heard('first@told.example')).map(({ text }) => text)
    assert.match(changes[0] ?? '', /s…@told\.example was added/)
    assert.match(changes[1] ?? '', /s…@told\.example was confirmed/)
    await remove(first)
    assert.match((await heard('first@told.example')).at(-1)?.text ?? '', /f…@told\.example was removed/)
    assert.match((await heard('second@told.example')).at(-1)?.text ?? '', /f…@told\.example was removed/)
    await remove(second)
    assert.deepEqual(await rowsOf(engine, 'contacts'), [])
    assert.deepEqual(await rowsOf(engine, 'contact_codes'), [])
  },
  byMail,
)

eachEngine(
  'A-032: a stranger whose address somebody writes down hears of that account once a day, whatever is done to it',
  async (world) => {
    const { engine, clock } = world
    const { owner, email, verified, remove } = await alice(world)
    await email('stranger@flood.example')
    await verified('alice@flood.example')
    const heard = async (to: string) =>
      (await sentTo(engine, to)).filter(({ subject }) => /contacts of your account/.test(subject)).length
    const before = await heard('alice@flood.example')
    for (let times = 0; times < 5; times++) await remove(await email(`${times}@flood.example`))
    assert.equal(await heard('stranger@flood.example'), 1)
    assert.equal((await heard('alice@flood.example')) - before, 10, 'whoever has confirmed hears of each')
    clock.advance(day)
    const { token } = await signIn(world, owner)
    const later = contactsOf(engine, await sessionOf(engine, token))
    await later.remove(await later.email('later@flood.example'))
    assert.equal(await heard('stranger@flood.example'), 2)
  },
  byMail,
)

eachEngine(
  'A-118: however many are added at once, an account has ten contacts',
  async (world) => {
    const { email } = await alice(world)
    const added = Array.from({ length: 30 }, (_, nth) => email(`${nth}@many.example`))
    assert.deepEqual(await tally(added), { done: 10, 'contact.too-many': 20 })
  },
  byMail,
)

eachEngine(
  'R12: what an administrator wrote is unverified, is told to the older ones, and is confirmed by the owner alone',
  async (world) => {
    const { engine } = world
    const { owner, session, verified, send, type } = await alice(world)
    await verified('alice@admin.example')
    const change = {
      actor: operator,
      accountId: owner.account.id,
      reason: 'moved',
      email: 'new@admin.example',
    }
    await changeAccount(engine, change)
    const written = (await listContacts(engine, session)).find(({ source }) => source === 'administrator')
    assert.ok(written)
    assert.equal(written.verified, false)
    const told = (await sentTo(engine, 'alice@admin.example')).at(-1)
    assert.match(told?.text ?? '', /n…@admin\.example was added/)
    await send(written)
    assert.equal((await type(written, await codeFor(engine, 'new@admin.example'))).verified, true)
  },
  byMail,
)

eachEngine(
  "A-055: somebody else's contact does not exist",
  async (world) => {
    const { engine } = world
    const { email } = await alice(world)
    const contact = await email('alice@a055.example')
    const mallory = await person(world, 'Mallory')
    const hers = contactsOf(engine, await sessionOf(engine, mallory.token))
    for (const run of [hers.send, hers.remove]) assert.equal(await refusal(run(contact)), 'contact.not-found')
    assert.equal(await refusal(hers.type(contact, '12345678')), 'contact.not-found')
  },
  byMail,
)

eachEngine(
  'A-032: five codes a day to one address, over all accounts, and ten for one account',
  async (world) => {
    const { engine } = world
    const { email, send } = await alice(world)
    const mallory = await person(world, 'Mallory')
    const hers = contactsOf(engine, await sessionOf(engine, mallory.token))
    const victim = await hers.email('Victim@a032.example')
    for (let nth = 0; nth < 5; nth++) await hers.send(victim)
    assert.equal(await refusal(hers.send(victim)), 'contact.too-many-codes')
    const same = await email('victim@A032.example')
    assert.equal(await refusal(send(same)), 'contact.too-many-codes', 'whoever asks')

    const others = [await hers.email('b@a032.example'), await hers.email('c@a032.example')]
    for (let nth = 0; nth < 5; nth++) await hers.send(others[nth % 2] ?? victim)
    const last = await hers.email('d@a032.example')
    assert.equal(await refusal(hers.send(last)), 'contact.too-many-codes', 'ten for one account')
    const codes = (await sentTo(engine, 'Victim@a032.example')).filter(({ text }) => /is the code/.test(text))
    assert.equal(codes.length, 5)
  },
  byMail,
)

eachEngine('R9: without a gateway a contact is kept and cannot be confirmed', async (world) => {
  const { email, phone, send } = await alice(world)
  for (const contact of [await email('alice@r9.example'), await phone('+44 20 7946 0000')]) {
    assert.equal(contact.reachable, false)
    assert.equal(await refusal(send(contact)), 'contact.unreachable')
  }
})

eachEngine(
  'N-36: a number is confirmed by a code that is good for ten minutes, where there is a gateway for it',
  async (world) => {
    const { engine, clock } = world
    const { owner, phone, send, type } = await alice(world)
    const contact = await phone('+44 20 7946 0001')
    assert.equal(contact.value, '…001', 'A-090: not shown in clear')
    await send(contact)
    const code = await codeFor(engine, '+442079460001', phones)
    clock.advance(9 * minute)
    assert.equal((await type(contact, code)).verified, true)

    const other = await phone('+44 20 7946 0002')
    await send(other)
    clock.advance(10 * minute)
    const { token } = await signIn(world, owner)
    const late = contactsOf(engine, await sessionOf(engine, token))
    const typed = late.type(other, await codeFor(engine, '+442079460002', phones))
    assert.equal(await refusal(typed), 'contact.code-expired')
  },
  { transports: [mailbox, phones] },
)

eachEngine(
  'A-093: neither the database nor the audit trail holds a code or an address that was masked',
  async (world) => {
    const { engine } = world
    const { email, send, type } = await alice(world)
    const contact = await email('alice@a093.example')
    await send(contact)
    const before = await dumpOf(engine)
    const code = await codeFor(engine, 'alice@a093.example')
    await refusal(type(contact, wrong(code)))
    await type(contact, code)
    for (const dump of [before, await dumpOf(engine)]) assert.ok(!dump.includes(code))
    const trail = JSON.stringify(await rowsOf(engine, 'audit_events'), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    assert.ok(!trail.includes('a093.example'))
    const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => String(event))
    const expected = ['contact.added', 'contact.code-sent', 'contact.code-refused', 'contact.verified']
    assert.deepEqual(events.filter((event) => event.startsWith('contact.')).toSorted(), expected.toSorted())
  },
  byMail,
)

onTwoNodes(
  'G2: of many wrong codes on two nodes at once three are judged, and the right one then comes too late',
  async (world, [one, other]) => {
    const { session, email, send } = await alice(world)
    const contact = await email('alice@g2.example')
    await send(contact)
    const code = await codeFor(one, 'alice@g2.example')
    const guesses = Array.from({ length: 12 }, (_, nth) =>
      contactsOf(nth % 2 === 0 ? one : other, session).type(contact, wrong(code)),
    )
    const ends = await tally(guesses)
    assert.ok((ends['contact.code-refused'] ?? 0) <= 3, JSON.stringify(ends))
    assert.equal(await refusal(contactsOf(one, session).type(contact, code)), 'contact.code-expired')
  },
  byMail,
)
