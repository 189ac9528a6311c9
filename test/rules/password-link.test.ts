import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { contactSettlesAfter } from '../../src/accounts/index.ts'
import {
  changeAccount,
  disableAccount,
  enableAccount,
  explainAccount,
  resetPassword,
  resumeAuthenticator,
  suspendAuthenticator,
} from '../../src/administration/index.ts'
import {
  askForPasswordLink,
  complete,
  currentProgress,
  issueChallenge,
  openPasswordLink,
  recoverAccount,
  type Started,
  startAttempt,
} from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  currentRebind,
  listAnnouncements,
  nameLost,
  removeContact,
  runOperation,
} from '../../src/enrolment/index.ts'
import type { FactorModule, Traits } from '../../src/factors/factor.ts'
import { cheapHasher } from '../../src/factors/password/host.fixture.ts'
import type { Id } from '../../src/kernel/ids.ts'
import type { Session } from '../../src/sessions/index.ts'
import { echoCode } from '../kit/echo-code.ts'
import {
  begin,
  codeProof,
  deliverAll,
  eachEngine,
  enrolMore,
  goodPassword,
  halfway,
  onTwoNodes,
  operator,
  type Person,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  setUpAdministrator,
  signIn,
  startAt,
  surroundings,
  tamper,
  testFactors,
  tokenOf,
  totpOf,
  type World,
  wrongCode,
} from '../kit/engine.ts'
import { giveAddress } from '../kit/siege.ts'

const minute = 60_000
const mailbox = captureTransport('email')
const options = { transports: [mailbox] }
const fresh = 'seven herons over the weir'
const stranger = { door: 'test', source: '203.0.113.9' } as const

eachEngine(
  'C-09, N-37: a mailed link and the second factor let their owner choose another password, and nothing else',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    const { token } = await signIn(world, alice, { rememberDevice: true })
    const link = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token: link, surroundings })
    const progress = await currentProgress(engine, opened.secret)
    assert.deepEqual(
      [progress.state, progress.forgotten, progress.options.map(({ factor }) => factor)],
      ['proving', 'password', ['totp']],
    )
    assert.equal(progress.withheld.find(({ factor }) => factor === 'password')?.reason, 'forgotten')
    await nothingElse(engine, opened)

    const { progress: shown } = await prove(engine, opened, [totpOf(world, alice)], { complete: {} })
    assert.equal(shown.state, 'recovered')
    await nothingElse(engine, opened, { recovers: true })
    const { token: rebind } = await recoverAccount(engine, { secret: opened.secret, surroundings })
    const view = await currentRebind(engine, rebind)
    assert.deepEqual([view.factors, view.lost !== undefined], [['password'], true])
    const authenticatorId = alice.totp.id as Id<'authenticator'>
    assert.equal(
      await refusal(nameLost(engine, { token: rebind, authenticatorId, surroundings })),
      'rebind.loss-named',
    )
    const authority = { by: 'rebind', token: rebind } as const
    const other = beginEnrolment(engine, { authority, factor: 'totp', surroundings })
    assert.equal(await refusal(other), 'rebind.weaker')

    assert.equal(await refusal(choose(engine, rebind, 'password1')), 'enrolment.refused')
    assert.ok(await engine.sessions.read(token, { door: 'rest' }), 'nothing has happened yet')
    await choose(engine, rebind, fresh)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
    assert.equal(await refusal(choose(engine, rebind, fresh)), 'rebind.not-found')
    assert.equal(
      await refusal(openPasswordLink(engine, { token: link, surroundings })),
      'password-link.spent',
    )
    assert.equal(await refusal(halfway(engine, 'Alice')), 'proof.refused')
    world.clock.advance(minute)
    await signIn(world, { ...alice, password: fresh })

    const told = await subjectsTo(engine, address)
    assert.deepEqual(
      told.filter((subject) => /password/i.test(subject)).map((subject) => subject.split(' at ')[0]),
      [
        'Choose another password',
        'A new password is being chosen for your account',
        'The password of your account',
      ],
    )
    const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
    for (const event of [
      'password.link-asked',
      'password.link-opened',
      'recovery.begun',
      'recovery.completed',
    ])
      assert.ok(events.includes(event), event)
  },
  options,
)

eachEngine(
  'A-028, A-032: who asks learns nothing, fills no mailbox, and nothing goes where nobody vouches',
  async (world) => {
    const { engine, clock } = world
    const { address } = await reachable(world)
    const ben = await person(world, 'Ben')
    const young = `${randomUUID()}@example.com`
    await giveAddress(world, ben, young, { confirmed: true })
    const unconfirmed = `${randomUUID()}@example.com`
    await giveAddress(world, await person(world, 'Cleo'), unconfirmed, { confirmed: false })
    for (const name of ['Alice', 'Alice', 'Ben', 'Cleo', 'Nobody'])
      assert.equal(await ask(engine, name), undefined)
    assert.equal((await linksTo(engine, address)).length, 1)
    for (const to of [young, unconfirmed]) assert.equal((await linksTo(engine, to)).length, 0)
    const booked = (await rowsOf(engine, 'audit_events')).filter(
      ({ event }) => event === 'password.link-asked',
    )
    assert.deepEqual(
      booked.map(({ outcome, reason }) => [outcome, reason]),
      [
        ['done', null],
        ['refused', 'letter.no-settled-mailbox'],
        ['refused', 'letter.no-settled-mailbox'],
        ['refused', 'letter.nobody'],
      ],
      'a name that nobody has books the same',
    )

    clock.advance(contactSettlesAfter)
    await ask(engine, 'Ben')
    assert.equal((await linksTo(engine, young)).length, 1)
  },
  options,
)

eachEngine(
  'A-032: from one place so many are asked for and no more, whatever the names',
  async (world) => {
    const { engine } = world
    await reachable(world)
    for (let count = 0; count < 60; count++) await ask(engine, `nobody-${count}`, stranger)
    assert.equal(await refusal(ask(engine, 'Alice', stranger)), 'throttled')
    assert.equal(await refusal(ask(engine, 'Nobody', stranger)), 'throttled')
    assert.equal(await ask(engine, 'Alice'), undefined)
  },
  options,
)

eachEngine(
  'G15, A-020: strangers use up the letters of a day in the owner’s name, and the last of them opens a day later',
  async (world) => {
    const { engine, clock } = world
    const { address } = await reachable(world)
    for (let count = 0; count < 7; count++) {
      await ask(engine, 'Alice', stranger)
      clock.advance(11 * minute)
    }
    const links = await linksTo(engine, address)
    assert.equal(links.length, 5)
    clock.advance(22 * 60 * minute)
    const last = links.at(-1) ?? ''
    await openPasswordLink(engine, { token: last, surroundings })
    assert.equal(
      await refusal(openPasswordLink(engine, { token: last, surroundings })),
      'password-link.spent',
    )
  },
  options,
)

eachEngine(
  'G15: who opened a letter and came no further opens another one of that day, though strangers have used up all',
  async (world) => {
    const { engine, clock } = world
    const { alice, address } = await reachable(world)
    for (let count = 0; count < 5; count++) {
      await ask(engine, 'Alice', stranger)
      clock.advance(11 * minute)
    }
    const [first = '', ...others] = await linksTo(engine, address)
    await openPasswordLink(engine, { token: first, surroundings })
    clock.advance(16 * minute)
    await ask(engine, 'Alice')
    assert.equal((await linksTo(engine, address)).length, 5, 'no more today')
    const opened = await openPasswordLink(engine, { token: others.at(-1) ?? '', surroundings })
    await prove(engine, opened, [totpOf(world, alice)])
    const { token: rebind } = await recoverAccount(engine, { secret: opened.secret, surroundings })
    await choose(engine, rebind, fresh)
    for (const token of others)
      assert.equal(await refusal(openPasswordLink(engine, { token, surroundings })), 'password-link.spent')
  },
  options,
)

eachEngine(
  'N-36: a link is good for a day, and for nobody without one',
  async (world) => {
    const { engine, clock } = world
    const { address } = await reachable(world)
    const link = await linkFor(engine, 'Alice', address)
    for (const token of ['', 'spp_', 'spp_of-nobody', link.replace('spp_', 'spi_')])
      assert.equal(await refusal(openPasswordLink(engine, { token, surroundings })), 'password-link.spent')
    clock.advance(25 * 60 * minute)
    assert.equal(
      await refusal(openPasswordLink(engine, { token: link, surroundings })),
      'password-link.spent',
    )
    const { id: applicationId } = await engine.portal()
    const { secret } = await startAttempt(engine, { applicationId, surroundings })
    assert.equal(await refusal(askForPasswordLink(engine, { secret, surroundings })), 'proof.name-first')
  },
  options,
)

eachEngine(
  'A-031, R12: a link ends with its mailbox, with the account as it was, and with the password that was forgotten',
  async (world) => {
    const { engine, clock } = world
    const { alice, address } = await reachable(world)
    const { account } = alice
    const spoilt = async (spoil: () => Promise<unknown>) => {
      clock.advance(6 * 60 * minute)
      const link = await linkFor(engine, 'Alice', address)
      await spoil()
      return refusal(openPasswordLink(engine, { token: link, surroundings }))
    }
    const subject = { actor: operator, accountId: account.id, reason: 'test' }
    const [contact] = await engine.contacts.listOf(account.id)
    assert.ok(contact)
    const ends = [
      () => changeAccount(engine, { ...subject, marks: ['compromised'] }),
      async () => {
        await changeAccount(engine, { ...subject, marks: [] })
        await disableAccount(engine, subject)
        await enableAccount(engine, subject)
      },
      () => changePassword(world, alice),
      () => engine.storage.book({ statements: [engine.contacts.remove(contact.id)], locks: [] }),
      () => resetPassword(engine, subject),
    ]
    for (const end of ends) assert.equal(await spoilt(end), 'password-link.spent', end.toString())
  },
  options,
)

eachEngine(
  'R2, A-058: whoever administers or helps, is marked, or has nothing to hold, is not helped by a letter',
  async (world) => {
    const { engine, clock } = world
    const admin = await setUpAdministrator(world)
    const helper = await person(world, 'Helper', 'help-desk')
    const marked = await person(world, 'Marked')
    const bare = { account: await passwordOnly(world, 'Bare') }
    const address = `${randomUUID()}@example.com`
    for (const owner of [admin, helper, marked, bare])
      await giveAddress(world, owner, address, { confirmed: true })
    await changeAccount(engine, {
      actor: operator,
      accountId: marked.account.id,
      marks: ['shared'],
      reason: 'test',
    })
    clock.advance(contactSettlesAfter)
    const why: unknown[] = []
    for (const { account } of [admin, helper, marked, bare]) {
      await ask(engine, account.name)
      const { lastRefusals } = await explainAccount(engine, {
        actor: operator,
        accountId: account.id,
      })
      why.push(lastRefusals[0]?.text.split(' No letter went out: ')[1])
    }
    assert.deepEqual(await linksTo(engine, address), [])
    assert.deepEqual(why, [
      'whoever administers or helps is helped by somebody.',
      'whoever administers or helps is helped by somebody.',
      'the account is marked.',
      'nothing is set up that could be asked for beside it.',
    ])
  },
  options,
)

eachEngine(
  'A-057: beside a mailed link no password, recovery code or guess of a code leads on, and guesses are counted',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    const recovery = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
    for (const proof of [passwordProof(), recovery, codeProof(wrongCode(world, alice))])
      assert.equal(await refusal(prove(engine, opened, [proof])), 'proof.refused')
    assert.equal(
      await refusal(recoverAccount(engine, { secret: opened.secret, surroundings })),
      'attempt.not-satisfied',
    )
    const [codes] = (await engine.authenticators.ofAccount(alice.account.id)).filter(
      ({ factor }) => factor === 'recovery-codes',
    )
    assert.equal(codes?.lastUsedAt, undefined, 'no code was spent')
    for (let count = 1; count < 5; count++)
      await refusal(prove(engine, opened, [codeProof(wrongCode(world, alice))]))
    assert.equal(await refusal(prove(engine, opened, [totpOf(world, alice)])), 'throttled')
  },
  options,
)

eachEngine(
  'A-031, R11: what was begun with a link ends with the password, however that goes, and with the mailbox',
  async (world) => {
    const { engine, clock } = world
    const { alice, address } = await reachable(world)
    const { account } = alice
    const subject = { actor: operator, accountId: account.id, reason: 'test' }
    const spoilt = async (spoil: () => Promise<unknown>) => {
      clock.advance(11 * minute)
      const token = await linkFor(engine, 'Alice', address)
      const opened = await openPasswordLink(engine, { token, surroundings })
      await prove(engine, opened, [totpOf(world, alice)])
      const { token: rebind } = await recoverAccount(engine, { secret: opened.secret, surroundings })
      clock.advance(minute)
      await spoil()
      return refusal(choose(engine, rebind, fresh))
    }
    const ends = [() => changePassword(world, alice), () => resetPassword(engine, subject)]
    const password = { ...subject, authenticatorId: await passwordOf(engine, alice) }
    const heldBack = await spoilt(() => suspendAuthenticator(engine, password))
    await resumeAuthenticator(engine, password)
    assert.equal(heldBack, 'rebind.not-found')
    for (const end of ends) assert.equal(await spoilt(end), 'rebind.not-found', end.toString())
  },
  options,
)

eachEngine(
  'A-031, R12: who takes the mailbox off ends what was begun with a link that went there',
  async (world) => {
    const { engine, clock } = world
    const { alice, address } = await reachable(world)
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    await prove(engine, opened, [totpOf(world, alice)])
    clock.advance(minute)
    const session = await sessionOf(engine, (await signIn(world, alice)).token)
    const { token: rebind } = await recoverAccount(engine, { secret: opened.secret, surroundings })
    const [contact] = await engine.contacts.listOf(alice.account.id)
    assert.ok(contact)
    await removeContact(engine, { session, contactId: contact.id, surroundings })
    assert.equal(await refusal(choose(engine, rebind, fresh)), 'rebind.not-found')
  },
  options,
)

eachEngine(
  'G15, A-118: strangers who begin sign-ins in the owner’s name do not push out what a link has opened',
  async (world) => {
    const { engine, clock } = world
    const { alice, address } = await reachable(world)
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    clock.advance(3 * minute)
    for (let count = 0; count < 101; count++) await startAt(engine, 'Alice')
    const { progress } = await prove(engine, opened, [totpOf(world, alice)])
    assert.equal(progress.state, 'recovered')
  },
  options,
)

eachEngine(
  'G10, R9: the mailbox that the link came to is no independent one: who is signed in reads of the opening there',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    const session = await sessionOf(engine, (await signIn(world, alice)).token)
    const titles = async () => (await listAnnouncements(engine, session)).map(({ title }) => title)
    const before = await titles()
    const token = await linkFor(engine, 'Alice', address)
    await openPasswordLink(engine, { token, surroundings })
    const after = await titles()
    assert.equal(after.length, before.length + 1)
    assert.match(after[0] ?? '', /new password is being chosen/)
  },
  options,
)

eachEngine(
  'R1: what was made for another application stands beside no link, and no letter promises that it does',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    await tamper(engine, (db) =>
      db.updateTable('authenticators').set({ application_id: randomUUID() }).where('id', '=', alice.totp.id),
    )
    await ask(engine, 'Alice')
    assert.deepEqual(await linksTo(engine, address), [])
  },
  options,
)

const echo = echoCode()
const withEcho = (traits: Partial<Traits>) => ({
  ...options,
  factorModules: testFactors(cheapHasher(), { ...echo, module: altered(echo.module, traits) }),
})

eachEngine(
  'N-37: what is restricted does not stand beside a mailed link: numbers get mailboxes back, too',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    await holdEcho(world, alice)
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    const { options: ways, withheld } = await currentProgress(engine, opened.secret)
    assert.deepEqual(
      ways.map(({ factor }) => factor),
      ['totp'],
    )
    assert.equal(withheld.find(({ factor }) => factor === 'echo-code')?.reason, 'restricted')
    const asked = issueChallenge(engine, { secret: opened.secret, factor: 'echo-code', surroundings })
    assert.equal(await refusal(asked), 'challenge.not-offered')
  },
  withEcho({ restricted: true }),
)

eachEngine(
  'G10, R1: where its owner has what cannot be phished, that is asked for beside the link',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    await holdEcho(world, alice)
    world.clock.advance(minute)
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    const { options: ways, withheld } = await currentProgress(engine, opened.secret)
    assert.deepEqual(
      ways.map(({ factor }) => factor),
      ['echo-code'],
    )
    assert.equal(withheld.find(({ factor }) => factor === 'totp')?.reason, 'weaker')
    const code = totpOf(world, alice)
    assert.equal(await refusal(prove(engine, opened, [code])), 'proof.refused')
    await prove(engine, await halfway(engine, 'Alice'), [code])
    assert.equal(
      await refusal(recoverAccount(engine, { secret: opened.secret, surroundings })),
      'attempt.not-satisfied',
    )
    await issueChallenge(engine, { secret: opened.secret, factor: 'echo-code', surroundings })
    const strong = await prove(engine, opened, [codeProof(echo.last(), 'echo-code')])
    assert.equal(strong.progress.state, 'recovered')
  },
  withEcho({ phishingResistant: true }),
)

eachEngine(
  'R1: what cannot be phished and is lost is asked for all the same, so that no letter promises a way',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    await holdEcho(world, alice)
    const rows = await engine.authenticators.ofAccount(alice.account.id)
    const echoed = rows.find(({ factor }) => factor === 'echo-code')
    assert.ok(echoed)
    const held = { actor: operator, accountId: alice.account.id, authenticatorId: echoed.id, reason: 'test' }
    await suspendAuthenticator(engine, held)
    await ask(engine, 'Alice')
    assert.deepEqual(await linksTo(engine, address), [])
  },
  withEcho({ phishingResistant: true }),
)

onTwoNodes(
  'R3, A-031: where its owner changes a password, nothing of what a link begins at that moment outlives it',
  async (world, [here, there]) => {
    const { clock, engine } = world
    const { alice, address } = await reachable(world)
    const session = await sessionOf(engine, (await signIn(world, alice)).token)
    const authenticatorId = await passwordOf(engine, alice)
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    clock.advance(minute)
    await prove(engine, opened, [totpOf(world, alice)])
    const input = { current: alice.password, password: fresh }
    const [changed, recovered] = await Promise.allSettled([
      changeTo(here, session, authenticatorId, input),
      recoverAccount(there, { secret: opened.secret, surroundings }),
    ])
    assert.equal(changed.status, 'fulfilled')
    if (recovered.status === 'fulfilled')
      assert.equal(await refusal(choose(there, recovered.value.token, goodPassword)), 'rebind.not-found')
  },
  options,
)

onTwoNodes(
  'R3: of two who open one link at once one does',
  async (world, nodes) => {
    const { engine } = world
    const { address } = await reachable(world)
    const token = await linkFor(engine, 'Alice', address)
    const opening = [...nodes, ...nodes].map((node) => openPasswordLink(node, { token, surroundings }))
    const opened = (await Promise.allSettled(opening)).filter(({ status }) => status === 'fulfilled')
    assert.equal(opened.length, 1)
  },
  options,
)

onTwoNodes(
  'R3: of two links that are opened at once in two places, one password comes',
  async (world, nodes) => {
    const { engine, clock } = world
    const { alice, address } = await reachable(world)
    const links = [await linkFor(engine, 'Alice', address)]
    clock.advance(11 * minute)
    links.push(await linkFor(engine, 'Alice', address))
    const opened = await Promise.all(
      nodes.map((node, place) => openPasswordLink(node, { token: links[place] ?? '', surroundings })),
    )
    for (const one of opened) {
      clock.advance(minute)
      await prove(engine, one, [totpOf(world, alice)])
    }
    const begun = await Promise.allSettled(
      nodes.map((node, place) => recoverAccount(node, { secret: opened[place]?.secret, surroundings })),
    )
    const chosen = await Promise.allSettled(
      begun.map(async (one, place) => {
        assert.ok(one.status === 'fulfilled', 'no rebind')
        return choose(nodes[place] ?? engine, one.value.token, `${fresh} ${place}`)
      }),
    )
    assert.equal(chosen.filter(({ status }) => status === 'fulfilled').length, 1)
    const rows = await engine.authenticators.ofAccount(alice.account.id)
    const active = rows.filter(({ factor, status }) => factor === 'password' && status === 'active')
    assert.equal(active.length, 1)
  },
  options,
)

eachEngine(
  'A-043: what somebody else holds stands beside nobody’s link but their own',
  async (world) => {
    const { engine } = world
    const { alice, address } = await reachable(world)
    const mallory = await person(world, 'Mallory')
    const token = await linkFor(engine, 'Alice', address)
    const opened = await openPasswordLink(engine, { token, surroundings })
    const theirs = totpOf(world, mallory)
    const named = { ...theirs, authenticatorId: mallory.totp.id as Id<'authenticator'> }
    for (const proof of [theirs, named]) await refusal(prove(engine, opened, [proof]))
    assert.equal((await currentProgress(engine, opened.secret)).state, 'proving')
    assert.equal(
      await refusal(recoverAccount(engine, { secret: opened.secret, surroundings })),
      'attempt.not-satisfied',
    )
    const { progress } = await prove(engine, opened, [totpOf(world, alice)])
    assert.equal(progress.state, 'recovered')
  },
  options,
)

eachEngine(
  'where it is switched off, or no mail goes out, nobody is promised a letter',
  async (world) => {
    const { engine } = world
    const { secret } = await startAt(engine, 'Nobody')
    assert.equal(await refusal(askForPasswordLink(engine, { secret, surroundings })), 'password-link.off')
    const mute = await world.node({ transports: [], policy: {} })
    const asked = askForPasswordLink(mute, { secret: (await startAt(mute, 'Nobody')).secret, surroundings })
    assert.equal(await refusal(asked), 'password-link.off')
  },
  { ...options, policy: { passwordReset: false } },
)

/** Alice, with a mailbox that vouches for her. */
async function reachable(world: World): Promise<{ readonly alice: Person; readonly address: string }> {
  const alice = await person(world, 'Alice')
  const address = `${randomUUID()}@example.com`
  await giveAddress(world, alice, address, { confirmed: true })
  world.clock.advance(contactSettlesAfter)
  return { alice, address }
}

async function ask(engine: Engine, name: string, from: typeof stranger | typeof surroundings = surroundings) {
  const { secret } = await startAt(engine, name)
  return askForPasswordLink(engine, { secret, surroundings: from })
}

/** The token of the newest link that was mailed there. */
async function linkFor(engine: Engine, name: string, address: string): Promise<string> {
  await ask(engine, name)
  return (await linksTo(engine, address)).at(-1) ?? ''
}

async function linksTo(engine: Engine, address: string): Promise<readonly string[]> {
  await deliverAll(engine)
  const letters = mailbox.messages.filter(({ to }) => to === address)
  return letters.flatMap(({ text }) => {
    const [link] = /https:\/\/sallyport\.example\/forgotten#\S+/.exec(text) ?? []
    return link ? [tokenOf(link)] : []
  })
}

async function subjectsTo(engine: Engine, address: string): Promise<readonly string[]> {
  await deliverAll(engine)
  return mailbox.messages.filter(({ to }) => to === address).map(({ subject }) => subject)
}

/** No session, no factor of one's own, and no recovery before the second factor is shown. */
async function nothingElse(engine: Engine, { secret }: Started, { recovers = false } = {}): Promise<void> {
  const opening = complete(engine, { secret, options: { putOff: true }, surroundings })
  assert.equal(await refusal(opening), 'attempt.not-satisfied')
  for (const factor of ['password', 'totp'])
    assert.equal(await refusal(begin(engine, secret, factor)), 'enrolment.not-allowed')
  if (!recovers)
    assert.equal(await refusal(recoverAccount(engine, { secret, surroundings })), 'attempt.not-satisfied')
}

async function choose(engine: Engine, token: string, password: string) {
  const authority = { by: 'rebind', token } as const
  const begun = await beginEnrolment(engine, { authority, factor: 'password', surroundings })
  const authenticatorId = begun.authenticator.id
  return confirmEnrolment(engine, { authority, authenticatorId, answer: { password }, surroundings })
}

async function changePassword(world: World, owner: Person): Promise<void> {
  const { token } = await signIn(world, owner)
  const session = await sessionOf(world.engine, token)
  const input = { current: goodPassword, password: fresh }
  await changeTo(world.engine, session, await passwordOf(world.engine, owner), input)
}

function changeTo(engine: Engine, session: Session, authenticatorId: Id<'authenticator'>, input: unknown) {
  return runOperation(engine, { session, authenticatorId, operation: 'change', input, surroundings })
}

async function passwordOf(engine: Engine, { account }: Person): Promise<Id<'authenticator'>> {
  const rows = await engine.authenticators.ofAccount(account.id)
  const password = rows.find(({ factor }) => factor === 'password')
  assert.ok(password)
  return password.id
}

async function holdEcho(world: World, owner: Person): Promise<void> {
  const { engine } = world
  const session = await sessionOf(engine, (await signIn(world, owner)).token)
  const to = `${randomUUID()}`
  await enrolMore(engine, session, 'echo-code', () => ({ code: echo.last() }), { to })
}

function altered(module: FactorModule, traits: Partial<Traits>): FactorModule {
  return {
    ...module,
    create(config, host) {
      const factor = module.create(config, host)
      return { ...factor, traits: { ...factor.traits, ...traits } }
    },
  }
}
