import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after } from 'node:test'
import {
  actorOf,
  eachEngine,
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
  tally,
  tamper,
  testFactors,
  tokenOf,
  totpOf,
  type World,
  type WorldOptions,
} from '../../../test/kit/engine.ts'
import { openForeignProvider } from '../../../test/kit/foreign-provider.ts'
import { rule, under } from '../../../test/kit/rules.ts'
import { origin } from '../../../test/kit/server.ts'
import { typedName } from '../../accounts/index.ts'
import {
  type Actor,
  createAccount,
  createApplication,
  inviteAccount,
  resetAuthenticators,
  showAccount,
  suspendAuthenticator,
  tieAuthenticator,
  untieAuthenticator,
} from '../../administration/index.ts'
import type { Wishes } from '../../admissions/index.ts'
import { portalId } from '../../applications/index.ts'
import {
  issueChallenge,
  livingReferral,
  prove as proveAt,
  refer,
  startAttempt,
  startStepUp,
} from '../../authentication/index.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  listAuthenticators,
  redeemInvitation,
  removeAuthenticator,
} from '../../enrolment/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Session } from '../../sessions/index.ts'
import { asModule } from '../factor.ts'
import { identityProviderModule } from './index.ts'
import { openProvider } from './test/provider.ts'

const factor = 'identity-provider'
const options = { provider: 'harbour' }
const harbour = await openForeignProvider(`${origin}/sign-in/return/harbour`)
const lax = await openProvider()
after(() => {
  harbour.close()
  lax.close()
})

const world: WorldOptions = {
  factorModules: [...testFactors(), asModule(identityProviderModule)],
  factors: { [factor]: { providers: { harbour: harbour.config, lax: { ...lax.config, timeout: 20_000 } } } },
}

eachEngine(
  'V-05, C-02: a linked sign-in opens the first door without a name, and the second stays shut',
  async (world) => {
    const alice = await linked(world, 'Alice', 'alice-there')
    const secret = await nameless(world)
    const { progress } = await comeBack(world, secret, 'alice-there')
    assert.equal(progress.state, 'proving')
    assert.equal(progress.account.name, 'Alice')
    const offered = progress.options.filter(({ role }) => role === 'factor').map((one) => one.factor)
    assert.deepEqual(offered, ['totp'])
    const done = await prove(world.engine, { secret }, [totpOf(world, alice)], { complete: {} })
    const session = await sessionOf(world.engine, done.completed?.token ?? '')
    assert.deepEqual([session.accountId, session.assurance], [alice.account.id, 2])
    assert.deepEqual(session.amr, ['mfa', 'otp'])
  },
  world,
)

eachEngine(
  'what names no factor is known by its look, and what names an authenticator of another is none of it',
  async (world) => {
    const { engine } = world
    const alice = await linked(world, 'Alice', 'alice-there')
    const [own] = (await engine.authenticators.ofAccount(alice.account.id)).filter(
      (row) => row.factor === factor,
    )
    const bring = async (secret: string, named: { readonly authenticatorId?: string }) => {
      const proof = { answer: await there(world, secret, 'alice-there') }
      return proveAt(engine, { secret, proofs: [{ ...named, proof }], surroundings })
    }
    for (const named of [{}, { authenticatorId: own?.id ?? '' }]) {
      const { secret } = await startAt(engine, 'Alice')
      const { progress } = await bring(secret, named)
      assert.deepEqual([progress.state, progress.account.name], ['proving', 'Alice'])
    }
    const { secret } = await startAt(engine, 'Alice')
    assert.equal(await refusal(bring(secret, { authenticatorId: String(alice.totp.id) })), 'input.invalid')
    const code = proveAt(engine, { secret, proofs: [{ proof: { code: '123456' } }], surroundings })
    assert.equal(await refusal(code), 'factor.unknown')
  },
  world,
)

eachEngine(
  'V-92, R12: neither name nor address of somebody there opens an account here, and they hear what to do',
  async (world) => {
    await person(world, 'Alice')
    await linked(world, 'Bela', 'bela-there')
    const secret = await nameless(world)
    assert.equal(await refusal(comeBack(world, secret, 'Alice')), 'proof.unlinked')
    const named = await startAt(world.engine, 'Alice')
    assert.equal(await refusal(comeBack(world, named.secret, 'bela-there')), 'proof.unlinked')
    const nobody = await startAt(world.engine, 'Nobody')
    assert.equal(await refusal(comeBack(world, nobody.secret, 'bela-there')), 'proof.unlinked')
    const counted = await rowsOf(world.engine, 'audit_refusals')
    assert.ok(counted.every(({ reason }) => reason === 'identity-provider.unlinked'))
    assert.equal(counted.length, 3)
  },
  world,
)

eachEngine(
  'G15: a provider that does not answer keeps nobody waiting but who asks for it',
  async (world) => {
    const alice = await person(world, 'Alice')
    const held: ServerResponse[] = []
    const reached = new Promise<void>((resolve) => {
      lax.lie({ answers: (response) => resolve(void held.push(response)) })
    })
    const { secret } = await startAt(world.engine, 'Alice')
    const chosen = { factor, options: { provider: 'lax' }, surroundings }
    const asked = refusal(issueChallenge(world.engine, { secret, ...chosen }))
    await reached
    const first = await Promise.race([asked, signIn(world, alice).then(() => 'signed in')])
    for (const response of held) response.destroy()
    assert.equal(first, 'signed in')
    assert.equal(await asked, 'identity-provider.unavailable')
    lax.lie({})
  },
  world,
)

eachEngine(
  'G15: what a browser brings many times at once, its provider is asked about once',
  async (world) => {
    const { engine } = world
    lax.lie({ takesAgain: true })
    const askedFor = async (run: () => Promise<unknown>) => {
      const before = lax.asked.length
      const all = await Promise.allSettled(Array.from({ length: 8 }, run))
      assert.equal(all.filter(({ status }) => status === 'fulfilled').length, 1)
      return lax.asked.slice(before).filter((path) => path === '/token').length
    }
    const chosen = { factor, options: { provider: 'lax' }, surroundings }
    const session = await sessionOf(engine, (await signIn(world, await person(world, 'Alice'))).token)
    const authority = { by: 'session', session } as const
    const begun = await beginEnrolment(engine, { authority, ...chosen })
    const linking = { answer: lax.visit(begun.show.address) }
    const input = { authority, authenticatorId: begun.authenticator.id, answer: linking, surroundings }
    assert.equal(await askedFor(() => confirmEnrolment(engine, input)), 1)

    const secret = await nameless(world)
    const { show } = await issueChallenge(engine, { secret, ...chosen })
    const answer = lax.visit(show.address)
    assert.equal(await askedFor(() => give(world, secret, answer)), 1)
    lax.lie({})
  },
  world,
)

eachEngine(
  'A-029: that a rule asks more of some account is not told to whoever has its name',
  async (world) => {
    await setUpAdministrator(world)
    const often = rule('often', {
      says: 'Look again.',
      who: { roles: ['administrator'] },
      need: { fresh: '5m' },
    })
    const engine = await under(world, [often])
    const askedAs = async (name: string) => {
      const { secret } = await startAt(engine, name)
      const { show } = await issueChallenge(engine, { secret, factor, options, surroundings })
      return [...new URL(String(show.address)).searchParams.keys()]
    }
    assert.deepEqual(await askedAs('Admin'), await askedAs('Nobody'))
  },
  world,
)

eachEngine(
  'R13: what was brought back counts once, in the sign-in that asked for it',
  async (world) => {
    await linked(world, 'Alice', 'alice-there')
    const [mine, other] = [await nameless(world), await nameless(world)]
    const answer = await there(world, mine, 'alice-there')
    await issueChallenge(world.engine, { secret: other, factor, options, surroundings })
    assert.equal(await refusal(give(world, other, answer)), 'proof.refused')
    assert.ok((await give(world, mine, answer)).progress)
    const again = await nameless(world)
    assert.equal(await refusal(give(world, again, answer)), 'proof.refused')
  },
  world,
)

onTwoNodes(
  'A-005, G1: of two that bring the same back at once one is accepted, though its provider takes the code twice',
  async (world, nodes) => {
    lax.lie({ takesAgain: true })
    const alice = await person(world, 'Alice')
    const session = await sessionOf(world.engine, (await signIn(world, alice)).token)
    const authority = { by: 'session', session } as const
    const chosen = { factor, options: { provider: 'lax' }, surroundings }
    const begun = await beginEnrolment(world.engine, { authority, ...chosen })
    const linking = { answer: lax.visit(begun.show.address) }
    const authenticatorId = begun.authenticator.id
    await confirmEnrolment(world.engine, { authority, authenticatorId, answer: linking, surroundings })
    const secret = await nameless(world)
    const { show } = await issueChallenge(world.engine, { secret, ...chosen })
    const proofs = [{ factor, proof: { answer: lax.visit(show.address) } }]
    const ends = await tally(nodes.map((node) => proveAt(node, { secret, proofs, surroundings })))
    assert.equal(ends.done, 1, JSON.stringify(ends))
  },
  world,
)

eachEngine(
  'an account there is linked to one account here, by whoever is at the bar here and signs in there',
  async (world) => {
    const alice = await linked(world, 'Alice', 'alice-there')
    const mallory = await person(world, 'Mallory')
    assert.equal(await refusal(link(world, mallory, 'alice-there')), 'enrolment.refused')
    const [row] = (await listAuthenticators(world.engine, alice.account.id)).filter(
      (one) => one.factor === factor,
    )
    assert.equal(row?.label, 'Harbour ID: alice-there')
    assert.deepEqual(row?.describe, { provider: 'Harbour ID', shown: 'alice-there' })
    const events = (await rowsOf(world.engine, 'audit_events')).map(({ event }) => event)
    assert.ok(events.includes('authenticator.enrolled') && events.includes('enrolment.refused'))
  },
  world,
)

eachEngine(
  'G10, A-051: a session that has grown old links nothing',
  async (world) => {
    const alice = await person(world, 'Alice')
    const session = await sessionOf(world.engine, (await signIn(world, alice)).token)
    world.clock.advance(20 * 60_000)
    assert.equal(await refusal(begin(world, session)), 'step-up.required')
  },
  world,
)

eachEngine(
  'an invitation is proof enough: who has no password links instead of choosing one, and sets up the second door',
  async (world) => {
    const { engine } = world
    const act = { actor: operator, reason: 'test' }
    const { account } = await createAccount(engine, { ...act, name: typedName.parse('Carla') })
    const { invitation } = await inviteAccount(engine, { ...act, accountId: account.id })
    const { secret } = await redeemInvitation(engine, tokenOf(invitation.link))
    const authority = { by: 'attempt', secret } as const
    const begun = await beginEnrolment(engine, { authority, factor, options, surroundings })
    const answer = { answer: await harbour.browser().visit(begun.show.address, 'carla-there') }
    const done = await confirmEnrolment(engine, {
      authority,
      authenticatorId: begun.authenticator.id,
      answer,
      surroundings,
    })
    assert.equal(done.progress?.state, 'enrolling')
    assert.ok(done.progress.enrol?.factors.includes('totp'))
    assert.ok(!done.progress.enrol?.factors.some((id) => id === factor || id === 'password'))
    const later = await nameless(world)
    assert.equal((await comeBack(world, later, 'carla-there')).progress.state, 'enrolling')
  },
  world,
)

eachEngine(
  'what is removed opens nothing, and goes only where another way to begin stays',
  async (world) => {
    const alice = await linked(world, 'Alice', 'alice-there')
    const session = await sessionOf(world.engine, (await signIn(world, alice)).token)
    const rows = await listAuthenticators(world.engine, alice.account.id)
    const idOf = (id: string) => rows.find((row) => row.factor === id)?.id ?? assert.fail()
    const remove = (id: string) => removeAuthenticator(world.engine, { session, authenticatorId: idOf(id) })
    assert.equal(await refusal(remove('password')), 'authenticator.needed')
    await remove(factor)
    assert.equal(await refusal(comeBack(world, await nameless(world), 'alice-there')), 'proof.unlinked')
  },
  world,
)

eachEngine(
  '10.5.2: another provider that is configured by the same name says nothing of whom the first one named',
  async (world) => {
    await linked(world, 'Alice', 'alice-there')
    const other = await openForeignProvider(`${origin}/sign-in/return/harbour`)
    try {
      const config = { providers: { harbour: other.config } }
      const engine = await world.node({ factors: { [factor]: config } })
      const { secret } = await startAttempt(engine, { applicationId: portalId, surroundings })
      const { show } = await issueChallenge(engine, { secret, factor, options, surroundings })
      const answer = await other.browser().visit(show.address, 'alice-there')
      assert.equal(await refusal(give({ engine }, secret, answer)), 'proof.unlinked')
      const without = await world.node({ factors: {} })
      const started = await startAttempt(without, { applicationId: portalId, surroundings })
      const asked = issueChallenge(without, { secret: started.secret, factor, options, surroundings })
      assert.equal(await refusal(asked), 'factor.unavailable')
    } finally {
      other.close()
    }
  },
  world,
)

eachEngine(
  'R11: an administrator ties a subject to an account, with a reason; never to oneself, never one that is tied',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const actor = await actorOf(engine, admin)
    const alice = await person(world, 'Alice')
    const bela = await person(world, 'Bela')
    const tie = (by: Actor, accountId: Id<'account'>, subject: string) =>
      tieAuthenticator(engine, {
        actor: by,
        accountId,
        factor,
        options: { provider: 'harbour', subject },
        reason: 'told by HR',
      })
    await tie(actor, alice.account.id, 'alice-there')
    const { progress } = await comeBack(world, await nameless(world), 'alice-there')
    assert.equal(progress.account.name, 'Alice')
    assert.equal(await refusal(tie(actor, bela.account.id, 'alice-there')), 'authenticator.taken')
    assert.equal(await refusal(tie(actor, admin.account.id, 'x')), 'administration.not-for-oneself')
    const helper = await actorOf(engine, await person(world, 'Helper', 'help-desk'))
    assert.equal(await refusal(tie(helper, bela.account.id, 'x')), 'administration.not-permitted')
    const other = await person(world, 'Second', 'administrator')
    const third = await person(world, 'Third', 'administrator')
    assert.equal(await refusal(tie(actor, third.account.id, 'x')), 'administration.second-needed')
    const second = await actorOf(engine, other)
    assert.equal(
      await refusal(tie(second, third.account.id, 'own')),
      'administration.second-needed',
      'who asks for another subject does not ask for the same',
    )
    await tie(second, third.account.id, 'x')
    const unknown = { actor, accountId: bela.account.id, reason: 'test', options: {} }
    assert.equal(await refusal(tieAuthenticator(engine, { ...unknown, factor: 'totp' })), 'factor.not-tied')
    const events = await rowsOf(engine, 'audit_events')
    const told = events.find(({ event }) => event === 'authenticator.tied')
    assert.equal(told?.account_id, alice.account.id)
    const shown = (await listAuthenticators(engine, alice.account.id)).find((row) => row.factor === factor)
    assert.deepEqual(shown?.describe, { provider: 'Harbour ID', shown: 'alice-there' })
  },
  world,
)

eachEngine(
  'R11: an administrator unties what another house says, whoever tied it; what it opened is shut, its owner is told',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const actor = await actorOf(engine, admin)
    const alice = await linked(world, 'Alice', 'alice-there')
    const accountId = alice.account.id
    await tieAuthenticator(engine, {
      ...{ actor, accountId, factor, reason: 'told by HR' },
      options: { provider: 'lax', subject: 'alice-at-lax' },
    })
    const looking = { actor, accountId }
    const { authenticators } = await showAccount(engine, looking)
    const ties = authenticators
      .filter(({ tied }) => tied)
      .toSorted((one, other) => String(one.tied?.by ?? '').localeCompare(String(other.tied?.by ?? '')))
    assert.deepEqual(
      ties.map(({ describe, tied }) => [describe.provider, tied?.by]),
      [
        ['Harbour ID', undefined],
        [lax.config.name, admin.account.name],
      ],
    )
    const [own] = ties
    assert.ok(own)
    const secret = await nameless(world)
    await comeBack(world, secret, 'alice-there')
    const done = await prove(engine, { secret }, [totpOf(world, alice)], { complete: {} })
    assert.ok(await engine.sessions.findLiving(done.completed?.token))

    const untie = (by: Actor, authenticatorId: Id<'authenticator'>, of = accountId) =>
      untieAuthenticator(engine, { actor: by, accountId: of, authenticatorId, reason: 'left there' })
    const helper = await actorOf(engine, await person(world, 'Helper', 'help-desk'))
    assert.equal(await refusal(untie(helper, own.id)), 'administration.not-permitted')
    assert.equal(await refusal(untie(actor, own.id, admin.account.id)), 'administration.not-for-oneself')
    assert.equal(await refusal(untie(actor, alice.totp.id as Id<'authenticator'>)), 'factor.not-tied')
    const bela = await person(world, 'Bela')
    assert.equal(await refusal(untie(actor, own.id, bela.account.id)), 'authenticator.not-found')
    const second = await linked(world, 'Second', 'second-there')
    await engine.storage.book({
      statements: [engine.accounts.setRole(second.account, 'administrator')],
      locks: [second.account.id],
    })
    const [theirs] = (await engine.authenticators.ofAccount(second.account.id)).filter(
      (row) => row.factor === factor,
    )
    assert.ok(theirs)
    assert.equal(await refusal(untie(actor, theirs.id, second.account.id)), 'administration.second-needed')

    await untie(actor, own.id)
    assert.equal(await refusal(untie(actor, own.id)), 'authenticator.not-found')
    assert.equal(await engine.sessions.findLiving(done.completed?.token), undefined)
    assert.equal(await refusal(comeBack(world, await nameless(world), 'alice-there')), 'proof.unlinked')
    const events = await rowsOf(engine, 'audit_events')
    const told = events.find(({ event }) => event === 'authenticator.untied')
    assert.deepEqual([told?.account_id, told?.actor], [accountId, admin.account.id])
  },
  world,
)

eachEngine(
  'R1: what alone begins a sign-in is held back and not untied',
  async (world) => {
    const { engine } = world
    const actor = operator
    const { account } = await createAccount(engine, { actor, name: typedName.parse('Nora'), role: 'person' })
    const subject = { actor, accountId: account.id, reason: 'export' }
    const { authenticatorId } = await tieAuthenticator(engine, {
      ...subject,
      factor,
      options: { provider: 'harbour', subject: 'nora-there' },
    })
    const untie = () => untieAuthenticator(engine, { ...subject, authenticatorId })
    assert.equal(await refusal(untie()), 'authenticator.needed-first')
    await suspendAuthenticator(engine, { ...subject, authenticatorId })
    assert.equal(await refusal(untie()), 'authenticator.needed-first')
    await tieAuthenticator(engine, {
      ...subject,
      factor,
      options: { provider: 'lax', subject: 'nora-at-lax' },
    })
    await untie()
  },
  world,
)

eachEngine(
  'R1: of two ways to begin a sign-in, untied at the same moment, one stays',
  async (world) => {
    const { engine } = world
    const actor = operator
    const { account } = await createAccount(engine, { actor, name: typedName.parse('Nora'), role: 'person' })
    const subject = { actor, accountId: account.id, reason: 'export' }
    const tie = (provider: string) =>
      tieAuthenticator(engine, { ...subject, factor, options: { provider, subject: 'nora-there' } })
    const tied = [await tie('harbour'), await tie('lax')]
    const untie = ({ authenticatorId }: (typeof tied)[number]) =>
      untieAuthenticator(engine, { ...subject, authenticatorId })
    assert.deepEqual(await tally(tied.map(untie)), { done: 1, 'etag.stale': 1 })
  },
  world,
)

eachEngine(
  'A-057: a reset takes links off, too, and leaves the password',
  async (world) => {
    const { engine } = world
    const alice = await linked(world, 'Alice', 'alice-there')
    const subject = { actor: operator, accountId: alice.account.id, reason: 'lost everything' }
    await resetAuthenticators(engine, subject)
    const left = await listAuthenticators(engine, alice.account.id)
    assert.deepEqual(
      left.map((row) => row.factor),
      ['password'],
    )
    assert.equal(await refusal(comeBack(world, await nameless(world), 'alice-there')), 'proof.unlinked')
  },
  world,
)

eachEngine(
  'R11, A-057: where a link is all that somebody begins with, a help desk that resets takes no hand on it',
  async (world) => {
    const { engine } = world
    const actor = await actorOf(engine, await setUpAdministrator(world))
    const helper = await actorOf(engine, await person(world, 'Helper', 'help-desk'))
    const { account } = await createAccount(engine, { actor, name: typedName.parse('Nora') })
    const about = { accountId: account.id, reason: 'phone lost' }
    const options = { provider: 'harbour', subject: 'nora-there' }
    await tieAuthenticator(engine, { ...about, actor, factor, options })
    await comeBack(world, await nameless(world), 'nora-there')
    const byHelper = resetAuthenticators(engine, { ...about, actor: helper })
    assert.equal(await refusal(byHelper), 'administration.not-permitted')
    assert.ok(await resetAuthenticators(engine, { ...about, actor }))
  },
  world,
)

eachEngine(
  'R2: on a password that may be in other hands no sign-in elsewhere is linked',
  async (world) => {
    const { engine } = world
    const account = await passwordOnly(world, 'Alice')
    const started = await startAt(engine, 'Alice')
    const { completed } = await prove(engine, started, [passwordProof()], { complete: {} })
    const session = await sessionOf(engine, completed?.token ?? '')
    assert.equal((await begin(world, session)).confirms, true)
    await tamper(engine, (db) =>
      db.updateTable('authenticators').set({ weak: 1 }).where('account_id', '=', account.id),
    )
    assert.equal(await refusal(begin(world, session)), 'enrolment.invitation-needed')
  },
  { ...world, policy: { mfa: 'offered' } },
)

eachEngine(
  'G10: who steps up by it signs in there anew, though their browser is signed in there',
  async (world) => {
    const alice = await linked(world, 'Alice', 'alice-there')
    const session = await sessionOf(world.engine, (await signIn(world, alice)).token)
    world.clock.advance(20 * 60_000)
    const { secret } = await startStepUp(world.engine, session, surroundings)
    const { show } = await issueChallenge(world.engine, { secret, factor, options, surroundings })
    const { searchParams } = new URL(String(show.address))
    assert.deepEqual([searchParams.get('prompt'), searchParams.get('max_age')], ['login', '0'])
  },
  world,
)

eachEngine(
  'C-04: an application that wants to see somebody sign in now has them sign in there now',
  async (world) => {
    const { engine } = world
    const { id } = await createApplication(engine, { actor: operator, name: 'Wiki' })
    const addressFor = async (wishes: Wishes) => {
      const { token } = await refer(engine, { applicationId: id, door: 'oidc', wishes, returnTo: '/oidc/x' })
      const referral = await livingReferral(engine, token)
      const { secret } = await startAttempt(engine, { applicationId: portalId, referral, surroundings })
      const { show } = await issueChallenge(engine, { secret, factor, options, surroundings })
      return new URL(String(show.address)).searchParams
    }
    assert.equal((await addressFor({})).get('prompt'), null)
    for (const wishes of [{ anew: true }, { within: 60_000 }] as const)
      assert.deepEqual(
        [(await addressFor(wishes)).get('prompt'), (await addressFor(wishes)).get('max_age')],
        ['login', '0'],
      )
  },
  world,
)

eachEngine(
  'nobody is asked for a password behind a linked sign-in, nor the other way round',
  async (world) => {
    await linked(world, 'Alice', 'alice-there')
    const { progress } = await prove(world.engine, await startAt(world.engine, 'Alice'), [passwordProof()])
    assert.ok(!progress.options.some((one) => one.factor === factor))
    assert.ok(await halfway(world.engine, 'Alice'))
  },
  world,
)

/** Somebody who has linked their account there. */
async function linked(world: World, name: string, subject: string): Promise<Person> {
  const owner = await person(world, name)
  await link(world, owner, subject)
  return owner
}

async function link(world: World, owner: Person, subject: string): Promise<void> {
  const { engine } = world
  const session = await sessionOf(engine, (await signIn(world, owner)).token)
  const authority = { by: 'session', session } as const
  const begun = await begin(world, session)
  const answer = { answer: await harbour.browser().visit(begun.show.address, subject) }
  await confirmEnrolment(engine, { authority, authenticatorId: begun.authenticator.id, answer, surroundings })
}

function begin({ engine }: World, session: Session) {
  return beginEnrolment(engine, { authority: { by: 'session', session }, factor, options, surroundings })
}

/** A sign-in of nobody yet. */
async function nameless({ engine }: World): Promise<string> {
  return (await startAttempt(engine, { applicationId: portalId, surroundings })).secret
}

/** Goes there, signs in, and is sent back. */
async function there({ engine }: World, secret: string, subject: string): Promise<string> {
  const { show } = await issueChallenge(engine, { secret, factor, options, surroundings })
  return harbour.browser().visit(show.address, subject)
}

function give({ engine }: Pick<World, 'engine'>, secret: string, answer: string) {
  return proveAt(engine, { secret, proofs: [{ factor, proof: { answer } }], surroundings })
}

async function comeBack(world: World, secret: string, subject: string) {
  return give(world, secret, await there(world, secret, subject))
}
