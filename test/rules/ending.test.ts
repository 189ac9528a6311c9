import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { changeAccount } from '../../src/administration/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  listAnnouncements,
  listAuthenticators,
  removeAuthenticator,
  tellOfEnds,
} from '../../src/enrolment/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import {
  codeAt,
  deliverAll,
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  operator,
  type Person,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  step,
  tamper,
  totpOf,
  type World,
} from '../kit/engine.ts'

const day = 86_400_000
const mailbox = captureTransport('email')
const options = { transports: [mailbox], authenticators: { endingDays: 14 } }
const subject = 'ends soon'

eachEngine(
  'F-20: whoever has an authenticator that ends soon is told of it in time, once, by message and on our pages',
  async (world) => {
    const { engine, clock } = world
    const owner = await person(world, 'Ana')
    const address = await reachable(engine, owner)
    const lastDay = clock.now() + 20 * day
    await endsAt(engine, owner, lastDay)
    await tellOfEnds(engine)
    assert.deepEqual(await lettersTo(engine, address), [], 'not yet')
    assert.equal((await ownTotp(world, owner)).endsSoon, undefined)

    clock.advance(7 * day)
    await tellOfEnds(engine)
    await tellOfEnds(engine)
    const [letter, ...more] = await lettersTo(engine, address)
    assert.match(letter?.text ?? '', /is good until \d+ \w+ \d{4} at/)
    assert.deepEqual(more, [], 'once')
    assert.equal((await ownTotp(world, owner)).endsSoon, lastDay)
    const events = (await rowsOf(engine, 'audit_events')).filter(
      ({ event }) => event === 'authenticator.ending',
    )
    assert.equal(events.length, 1)

    await endsAt(engine, owner, clock.now() + 12 * day)
    await tellOfEnds(engine)
    assert.equal((await lettersTo(engine, address)).length, 2, 'another end is told anew')
  },
  options,
)

eachEngine(
  'R9: where no address vouches for its owner, the end is announced in their sessions',
  async (world) => {
    const owner = await person(world, 'Ana')
    await endsAt(world.engine, owner, world.clock.now() + day)
    await tellOfEnds(world.engine)
    const session = await sessionOf(world.engine, (await signIn(world, owner)).token)
    const [announced] = await listAnnouncements(world.engine, session)
    assert.match(announced?.title ?? '', /ends soon/)
  },
  options,
)

eachEngine(
  'the next one is added while the old one is good, opens the door after its end, and the old one then goes',
  async (world) => {
    const { engine, clock } = world
    const owner = await person(world, 'Ana')
    await endsAt(engine, owner, clock.now() + 2 * day)
    const session = await sessionOf(engine, (await signIn(world, owner)).token)
    const next = await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
    clock.advance(step)
    await signIn(world, owner)

    clock.advance(3 * day)
    assert.equal(
      await refusal(prove(engine, await halfway(engine, 'Ana'), [totpOf(world, owner)])),
      'proof.refused',
    )
    clock.advance(step)
    const renewed: Person = { ...owner, totp: { id: next.authenticator.id, shown: next.show } }
    const later = await sessionOf(engine, (await signIn(world, renewed)).token)
    const old = (await listAuthenticators(engine, owner.account.id)).find(({ id }) => id === owner.totp.id)
    assert.deepEqual([old?.status, old?.endsSoon], ['expired', undefined])
    await removeAuthenticator(engine, {
      session: later,
      authenticatorId: owner.totp.id as Id<'authenticator'>,
    })
    assert.ok(!(await listAuthenticators(engine, owner.account.id)).some(({ id }) => id === owner.totp.id))
  },
  options,
)

eachEngine(
  'what has ended, is no second factor, or belongs to somebody who is disabled, is told to nobody',
  async (world) => {
    const { engine, clock } = world
    const owner = await person(world, 'Ana')
    const address = await reachable(engine, owner)
    await endsAt(engine, owner, clock.now() - 1)
    await tamper(engine, (db) =>
      db
        .updateTable('authenticators')
        .set({ expires_at: clock.now() + day })
        .where('factor', '=', 'recovery-codes'),
    )
    await tellOfEnds(engine)
    await endsAt(engine, owner, clock.now() + day)
    await tamper(engine, (db) => db.updateTable('accounts').set({ status: 'disabled' }))
    await tellOfEnds(engine)
    assert.deepEqual(await lettersTo(engine, address), [])
  },
  options,
)

onTwoNodes(
  'G1: two nodes that look at the same moment tell it once',
  async (world, nodes) => {
    const owner = await person(world, 'Ana')
    const address = await reachable(world.engine, owner)
    await endsAt(world.engine, owner, world.clock.now() + day)
    await Promise.all(nodes.map((node) => tellOfEnds(node)))
    assert.equal((await lettersTo(world.engine, address)).length, 1)
  },
  options,
)

async function reachable(engine: Engine, { account }: Person): Promise<string> {
  const email = `ana@${randomUUID()}.example`
  await changeAccount(engine, { actor: operator, accountId: account.id, email, reason: 'test' })
  return email
}

/** As a card or token would be that its maker gave a last day. */
async function endsAt(engine: Engine, { totp }: Person, at: number): Promise<void> {
  await tamper(engine, (db) =>
    db.updateTable('authenticators').set({ expires_at: at }).where('id', '=', totp.id),
  )
}

async function lettersTo(engine: Engine, address: string) {
  await deliverAll(engine)
  return mailbox.messages.filter(({ to, subject: about }) => to === address && about?.endsWith(subject))
}

async function ownTotp({ engine }: World, owner: Person) {
  const own = (await listAuthenticators(engine, owner.account.id)).find(({ id }) => id === owner.totp.id)
  assert.ok(own)
  return own
}
