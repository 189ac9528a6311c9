import assert from 'node:assert/strict'
import { emailAddress } from '../../src/accounts/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { addContact, listAnnouncements, seeAnnouncement } from '../../src/enrolment/index.ts'
import type { Session } from '../../src/sessions/index.ts'
import {
  codeAt,
  eachEngine,
  enrolMore,
  person,
  sessionOf,
  signIn,
  step,
  surroundings,
  type World,
} from '../kit/engine.ts'

const day = 24 * 3_600_000
const mailbox = captureTransport('email')

async function addFactor({ engine, clock }: World, session: Session) {
  await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
  clock.advance(step)
}

async function titles(engine: Engine, session: Session): Promise<readonly string[]> {
  return (await listAnnouncements(engine, session)).map(({ title }) => title)
}

/** What the set-up of the account itself left to read is read. */
async function readAll(engine: Engine, session: Session): Promise<void> {
  for (const { id } of await listAnnouncements(engine, session)) await seeAnnouncement(engine, session, id)
}

eachEngine(
  'R9: where no address is told, each session shows a change until it was seen there, and nobody else sees it',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const mallory = await person(world, 'Mallory')
    const intruder = await sessionOf(engine, (await signIn(world, alice)).token)
    const owner = await sessionOf(engine, alice.token)
    const stranger = await sessionOf(engine, mallory.token)
    for (const session of [intruder, owner, stranger]) await readAll(engine, session)

    await addFactor(world, intruder)
    const [added] = await listAnnouncements(engine, intruder)
    assert.match(added?.title ?? '', /^Authenticator app was added/)
    await seeAnnouncement(engine, stranger, added?.id ?? ('' as never))
    await readAll(engine, intruder)
    assert.deepEqual(await titles(engine, intruder), [], 'seen there')
    assert.equal((await titles(engine, owner)).length, 1, 'and not out of sight of the others')
    const later = await sessionOf(engine, (await signIn(world, alice)).token)
    assert.ok((await titles(engine, later)).length >= 1, 'nor of the sign-ins to come')
    assert.deepEqual(await titles(engine, stranger), [])

    world.clock.advance(30 * day)
    assert.deepEqual(await titles(engine, owner), [], 'a month')
  },
)

eachEngine(
  'R9, R12: an address that nobody confirmed is told, and does not stand alone',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const session = await sessionOf(engine, alice.token)
    await addContact(engine, { session, address: emailAddress.parse('alice@r9.example'), surroundings })
    await readAll(engine, session)
    await addFactor(world, session)
    assert.equal((await titles(engine, session)).length, 1)

    const [contact] = await engine.contacts.listOf(session.accountId)
    assert.ok(contact)
    await engine.storage.book({ statements: [engine.contacts.verify(contact.id)], locks: [] })
    clock.advance(7 * day)
    const settled = await sessionOf(engine, (await signIn(world, alice)).token)
    await readAll(engine, settled)
    await addFactor(world, settled)
    assert.deepEqual(await titles(engine, settled), [], 'one that is its owner’s for sure is enough')
  },
  { transports: [mailbox] },
)
