import assert from 'node:assert/strict'
import { unlockAccount } from '../../src/administration/index.ts'
import { complete, currentProgress } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  type LossAuthority,
  listAuthenticators,
  removeAuthenticator,
  reportFound,
  reportLost,
} from '../../src/enrolment/index.ts'
import type { Session } from '../../src/sessions/index.ts'
import {
  begin,
  codeAt,
  codeProof,
  deliverAll,
  eachEngine,
  enrolMore,
  halfway,
  onTwoNodes,
  operator,
  type Person,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  startAt,
  step,
  surroundings,
  tally,
  tamper,
  totpOf,
  type World,
} from '../kit/engine.ts'

const minute = 60_000
const mailbox = captureTransport('email')

type Id = Parameters<typeof reportLost>[1]['authenticatorId']

function lose(engine: Engine, authority: LossAuthority, id: string) {
  return reportLost(engine, { authority, authenticatorId: id as Id, surroundings })
}

function find(engine: Engine, session: Session, id: string) {
  return reportFound(engine, { session, authenticatorId: id as Id, surroundings })
}

/** Alice with a phone and a tablet, each an authenticator app; signed in with the tablet. */
async function aliceWithTwo(world: World) {
  const { engine, clock } = world
  const phone = await person(world, 'Alice')
  const first = await sessionOf(engine, phone.token)
  const begun = await enrolMore(engine, first, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
  clock.advance(step)
  const tablet: Person = { ...phone, totp: { id: begun.authenticator.id, shown: begun.show } }
  const session = await sessionOf(engine, (await signInWith(world, tablet)).token)
  return { phone, tablet, session, authority: { by: 'session', session } as const }
}

/** A sign-in by this very authenticator, where there are several apps. */
async function signInWith(world: World, owner: Person) {
  const { engine, clock } = world
  const started = await startAt(engine, owner.account.name)
  const proof = { authenticatorId: owner.totp.id, proof: { code: codeAt(owner.totp.shown, clock.now()) } }
  const { completed } = await prove(engine, started, [passwordProof(), proof], { complete: {} })
  assert.ok(completed)
  clock.advance(step)
  return completed
}

eachEngine(
  'N-24, R11: what its owner reports lost proves nothing at once, on every node, and ends what began with it',
  async (world) => {
    const { engine, clock } = world
    const { phone, tablet, authority } = await aliceWithTwo(world)
    const byPhone = (await signInWith(world, phone)).token
    const halfDone = await halfway(engine, 'Alice')
    await prove(engine, halfDone, [
      { authenticatorId: phone.totp.id, ...totpOf(world, phone), factor: undefined },
    ])
    clock.advance(step)

    await lose(engine, authority, phone.totp.id)
    assert.equal(await engine.sessions.read(byPhone, { door: 'rest' }), undefined)
    assert.ok(await engine.sessions.read((await signInWith(world, tablet)).token, { door: 'rest' }))
    const end = complete(engine, { secret: halfDone.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-found', 'a sign-in that it had proved is over')
    const node = await world.node()
    assert.equal(
      await refusal(prove(node, await halfway(node, 'Alice'), [totpOf(world, phone)])),
      'proof.refused',
    )
    const list = await listAuthenticators(engine, phone.account.id)
    assert.equal(list.find(({ id }) => id === phone.totp.id)?.status, 'lost', 'the help desk sees it')
  },
)

eachEngine(
  'A-031: what its owner removes ends what began with it elsewhere, and leaves them signed in',
  async (world) => {
    const { engine } = world
    const { phone, tablet, session } = await aliceWithTwo(world)
    const byPhone = (await signInWith(world, phone)).token
    const byTablet = (await signInWith(world, tablet)).token
    await removeAuthenticator(engine, { session, authenticatorId: phone.totp.id as Id })
    assert.equal(await engine.sessions.read(byPhone, { door: 'rest' }), undefined)

    const own = await signInWith(world, tablet)
    const begun = await enrolMore(engine, own.session, 'totp', (shown) => ({
      code: codeAt(shown, world.clock.now()),
    }))
    assert.ok(begun)
    await removeAuthenticator(engine, { session: own.session, authenticatorId: tablet.totp.id as Id })
    assert.ok(await engine.sessions.read(own.token, { door: 'rest' }))
    assert.equal(await engine.sessions.read(byTablet, { door: 'rest' }), undefined)
  },
)

eachEngine('R1: what is lost keeps counting for the bar until it is removed there', async (world) => {
  const { engine } = world
  const { phone, tablet, session, authority } = await aliceWithTwo(world)
  await lose(engine, authority, phone.totp.id)
  const last = removeAuthenticator(engine, { session, authenticatorId: tablet.totp.id as Id })
  assert.equal(await refusal(last), 'authenticator.needed', 'only the lost one would be left')
  const thief = await halfway(engine, 'Alice')
  assert.equal(await refusal(begin(engine, thief.secret, 'totp')), 'enrolment.not-allowed')
  await removeAuthenticator(engine, { session, authenticatorId: phone.totp.id as Id })
  const left = await engine.authenticators.ofAccount(phone.account.id)
  assert.ok(!left.some(({ id }) => id === phone.totp.id))
})

eachEngine(
  'R11: found again, a fresh proof at the bar makes it good; no session below it does',
  async (world) => {
    const { engine, clock } = world
    const { phone, tablet, session, authority } = await aliceWithTwo(world)
    assert.equal(await refusal(find(engine, session, phone.totp.id)), 'authenticator.not-lost')
    await lose(engine, authority, phone.totp.id)
    clock.advance(11 * minute)
    assert.equal(await refusal(find(engine, session, phone.totp.id)), 'step-up.required')
    assert.equal(await refusal(lose(engine, authority, phone.totp.id)), 'step-up.required')
    const fresh = await sessionOf(engine, (await signInWith(world, tablet)).token)
    await find(engine, fresh, phone.totp.id)
    assert.ok((await signInWith(world, phone)).token)
  },
)

eachEngine('R11: inside a sign-in another factor reports it lost', async (world) => {
  const { engine, clock } = world
  const { phone, tablet } = await aliceWithTwo(world)
  const started = await startAt(engine, 'Alice')
  await prove(engine, started, [passwordProof()])
  const authority = { by: 'attempt', secret: started.secret } as const
  assert.equal(await refusal(lose(engine, authority, phone.totp.id)), 'attempt.not-satisfied')
  const code = codeProof(phone.recoveryCodes[0] ?? '', 'recovery-codes')
  await prove(engine, started, [code])
  assert.equal(await refusal(lose(engine, authority, phone.totp.id)), 'attempt.not-satisfied')

  const proof = { authenticatorId: tablet.totp.id, proof: { code: codeAt(tablet.totp.shown, clock.now()) } }
  await prove(engine, started, [proof])
  await lose(engine, authority, phone.totp.id)
  const { completed } = await complete(engine, { secret: started.secret, options: {}, surroundings })
  assert.equal(completed?.session.assurance, 2)
})

eachEngine('R11: whoever reports lost what they have just proved is not signed in by it', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const started = await startAt(engine, 'Alice')
  await prove(engine, started, [passwordProof(), totpOf(world, alice)])
  await lose(engine, { by: 'attempt', secret: started.secret }, alice.totp.id)
  const end = complete(engine, { secret: started.secret, options: {}, surroundings })
  assert.equal(await refusal(end), 'attempt.not-satisfied')
  const { withheld } = await currentProgress(engine, started.secret)
  assert.deepEqual(
    withheld.map(({ factor, reason }) => [factor, reason]),
    [['totp', 'lost']],
  )
})

onTwoNodes(
  'N-24: a report beats every sign-in that is completed at the same time',
  async (world, [one, other]) => {
    const { phone, authority } = await aliceWithTwo(world)
    for (let round = 0; round < 3; round++) {
      const started = await startAt(one, 'Alice')
      const proof = {
        authenticatorId: phone.totp.id,
        proof: { code: codeAt(phone.totp.shown, world.clock.now()) },
      }
      await prove(one, started, [passwordProof(), proof])
      await tally([
        complete(other, { secret: started.secret, options: {}, surroundings }),
        lose(one, authority, phone.totp.id),
      ])
      const sessions = await one.sessions.ofAccount(phone.account.id)
      assert.ok(!sessions.some((session) => session.authenticators.includes(phone.totp.id)))
      await tamper(one, (db) =>
        db.updateTable('authenticators').set({ status: 'active' }).where('id', '=', phone.totp.id),
      )
      world.clock.advance(step)
    }
  },
)

eachEngine(
  "A-055: somebody else's authenticator is not there to lose, nor is one's password",
  async (world) => {
    const { engine } = world
    const { phone, authority } = await aliceWithTwo(world)
    const mallory = await person(world, 'Mallory')
    const hers = { by: 'session', session: await sessionOf(engine, mallory.token) } as const
    assert.equal(await refusal(lose(engine, hers, phone.totp.id)), 'authenticator.not-found')
    const rows = await engine.authenticators.ofAccount(phone.account.id)
    const password = rows.find(({ factor }) => factor === 'password')?.id ?? ''
    assert.equal(await refusal(lose(engine, authority, password)), 'authenticator.not-found')
  },
)

eachEngine(
  'N-25: what was disabled or suspended is not made good by losing and finding it',
  async (world) => {
    const { engine } = world
    const { phone, session, authority } = await aliceWithTwo(world)
    for (const status of ['disabled', 'suspended']) {
      await tamper(engine, (db) =>
        db.updateTable('authenticators').set({ status }).where('id', '=', phone.totp.id),
      )
      assert.equal(await refusal(lose(engine, authority, phone.totp.id)), 'authenticator.not-active')
      assert.equal(await refusal(find(engine, session, phone.totp.id)), 'authenticator.not-lost')
    }
    await unlockAccount(engine, { actor: operator, accountId: phone.account.id, reason: 'test' })
    const [row] = (await engine.authenticators.ofAccount(phone.account.id)).filter(
      ({ id }) => id === phone.totp.id,
    )
    assert.equal(row?.status, 'suspended')
  },
)

eachEngine(
  'G10: every contact hears that something was lost, and that it was found',
  async (world) => {
    const { engine } = world
    const { phone, session, authority } = await aliceWithTwo(world)
    const address = { type: 'email', value: 'alice@lost.example' } as const
    const { statement } = engine.contacts.add({ accountId: phone.account.id, address, source: 'owner' })
    await engine.storage.book({ statements: [statement], locks: [phone.account.id] })
    const before = mailbox.messages.length
    await lose(engine, authority, phone.totp.id)
    await find(engine, session, phone.totp.id)
    await deliverAll(engine)
    const subjects = mailbox.messages.slice(before).map(({ subject }) => subject)
    assert.equal(subjects.filter((subject) => /was reported lost/.test(subject)).length, 1)
    assert.equal(subjects.filter((subject) => /was found/.test(subject)).length, 1)
    const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
    assert.ok(events.includes('authenticator.lost') && events.includes('authenticator.found'))
  },
  { transports: [mailbox] },
)
