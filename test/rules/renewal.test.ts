import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type AccountMark, typedName } from '../../src/accounts/index.ts'
import {
  changeAccount,
  createAccount,
  createApplication,
  explainPolicy,
  handOut,
  inviteAccount,
  syncDirectory,
} from '../../src/administration/index.ts'
import {
  cancelAttempt,
  complete,
  currentProgress,
  issueChallenge,
  recoverAccount,
  startAttempt,
  startStepUp,
  verifyOnce,
} from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import { hostDirectory, hostDirectoryId, listDirectories } from '../../src/directories/index.ts'
import type { Engine } from '../../src/engine.ts'
import { redeemInvitation, renew, runOperation } from '../../src/enrolment/index.ts'
import { accessPassModule } from '../../src/factors/access-pass/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
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
  step,
  surroundings,
  tally,
  testFactors,
  tokenOf,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { nameTag } from '../kit/name-tag.ts'

const another = 'nettle-harpoon-velvet-38'
const folder = mkdtempSync(join(tmpdir(), 'sallyport-renewal-'))
after(() => rmSync(folder, { recursive: true }))

/** A list on which the password of every test person has turned up. */
const file = join(folder, 'breaches.txt')
writeFileSync(file, `${createHash('sha1').update(goodPassword).digest('hex').toUpperCase()}:3\n`)
const breached = { factors: { password: { breach: { file }, recheckDays: 0 } } }

const reason = 'found by the audit'
const mark = (engine: Engine, { account }: Pick<Person, 'account'>, ...marks: AccountMark[]) =>
  changeAccount(engine, { actor: operator, accountId: account.id, marks, reason })
const marksOf = async (engine: Engine, { account }: Pick<Person, 'account'>) =>
  (await engine.accounts.find(account.id))?.marks
const renewed = (engine: Engine, { secret }: { readonly secret: string }, password = another) =>
  renew(engine, { secret, input: { password }, surroundings })
const ended = (engine: Engine, { secret }: { readonly secret: string }) =>
  complete(engine, { secret, options: {}, surroundings })

/** A sign-in that has shown both, and asks to be completed. Leaves the clock a step later. */
async function bothDoors(world: World, owner: Person, engine = world.engine, password = owner.password) {
  const started = await startAt(engine, owner.account.name)
  const proofs = [passwordProof(password), totpOf(world, owner)]
  const result = await prove(engine, started, proofs, { complete: {} })
  world.clock.advance(step)
  return { ...started, ...result }
}

eachEngine('N-09: a password that has turned up on a list is changed in the very sign-in', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  const engine = await world.node(breached)
  const before = (await rowsOf(engine, 'completions')).length
  const signingIn = await bothDoors(world, ana, engine)
  assert.deepEqual(
    [signingIn.completed, signingIn.progress.state, signingIn.progress.renew],
    [undefined, 'renewing', { factor: 'password' }],
  )
  assert.deepEqual(
    signingIn.progress.because.map(({ id }) => id),
    ['password.renew'],
  )
  assert.equal(await refusal(ended(engine, signingIn)), 'attempt.not-satisfied')
  assert.equal((await rowsOf(engine, 'completions')).length, before, 'nothing comes of it')

  const { progress } = await renewed(engine, signingIn)
  assert.equal(progress.state, 'satisfied')
  assert.ok((await ended(engine, signingIn)).completed)
  assert.equal(await refusal(bothDoors(world, ana, engine)), 'proof.refused', 'the old one')
  assert.ok((await bothDoors(world, ana, engine, another)).completed, 'asked once')
})

eachEngine('N-11: the new one keeps to the rules, and is not the old one', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  await mark(world.engine, ana, 'default')
  const signingIn = await bothDoors(world, ana)
  for (const password of ['short', 'password123', goodPassword])
    assert.equal(await refusal(renewed(world.engine, signingIn, password)), 'enrolment.refused')
  assert.equal(
    await refusal(renew(world.engine, { secret: signingIn.secret, input: {}, surroundings })),
    'input.invalid',
  )
  assert.equal((await currentProgress(world.engine, signingIn.secret)).state, 'renewing')
  assert.equal((await renewed(world.engine, signingIn)).progress.state, 'satisfied')
})

eachEngine(
  'a change ends the marks that speak of the password, and no other; whoever was broken into changes it once',
  async (world) => {
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    await mark(world.engine, ana, 'compromised', 'default')
    assert.deepEqual(await marksOf(world.engine, ana), ['compromised', 'default', 'weak'])
    const signingIn = await bothDoors(world, ana)
    assert.equal(signingIn.progress.state, 'renewing')
    await renewed(world.engine, signingIn)
    assert.deepEqual(await marksOf(world.engine, ana), ['compromised'])
    assert.ok((await bothDoors(world, ana, world.engine, another)).completed)
    await mark(world.engine, ana, 'compromised', 'shared')
    assert.ok((await bothDoors(world, ana, world.engine, another)).completed, 'no new mark, no new change')
  },
)

eachEngine('a change on one’s own pages does the same, and ends the other sessions', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  const [here, there] = [await signIn(world, ana), await signIn(world, ana)]
  const session = await sessionOf(world.engine, here.token)
  const rows = await world.engine.authenticators.ofAccount(ana.account.id)
  const password = rows.find(({ factor }) => factor === 'password')
  assert.ok(password)
  const input = { current: goodPassword, password: another }
  const changing = { session, authenticatorId: password.id, operation: 'change', input, surroundings }
  await runOperation(world.engine, changing)
  const stands = async (token: string) =>
    (await world.engine.sessions.read(token, { door: 'rest' })) !== undefined
  assert.deepEqual([await stands(here.token), await stands(there.token)], [true, false])
})

eachEngine(
  'R3: what the old password has opened is over: sessions, half-finished sign-ins, browsers',
  async (world) => {
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    const policy = { mfa: 'required', remember: '30d' } as const
    const before = await world.node({ policy })
    const session = await signIn(world, ana, { rememberBrowser: true }, before)
    const half = await halfway(before, 'Ana')
    const transport = captureTransport('email')
    const engine = await world.node({ policy, ...breached, transports: [transport] })
    const thief = await bothDoors(world, ana, engine)
    const owner = await bothDoors(world, ana, engine)
    assert.deepEqual([thief.progress.state, owner.progress.state], ['renewing', 'renewing'])

    await renewed(engine, owner)
    for (const gone of [thief, half]) {
      assert.equal(await refusal(ended(engine, gone)), 'attempt.not-found')
      assert.equal(await refusal(renewed(engine, gone, 'somebody-elses-choice-77')), 'attempt.not-found')
      assert.equal(await refusal(prove(engine, gone, [totpOf(world, ana)])), 'attempt.not-found')
    }
    assert.equal(await engine.sessions.read(session.token, { door: 'rest' }), undefined)
    assert.deepEqual((await engine.remembered.ofAccount(ana.account)).length, 0)
    assert.ok((await ended(engine, owner)).completed)
    const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
    assert.ok(events.includes('authenticator.renewed'))
  },
)

eachEngine('the contacts of an account hear of it', async (world) => {
  const transport = captureTransport('email')
  const engine = await world.node({ transports: [transport] })
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  const address = { type: 'email', value: 'ana@people.example' } as const
  const { statement } = engine.contacts.add({ accountId: ana.account.id, address, source: 'owner' })
  await engine.storage.book({ statements: [statement], locks: [ana.account.id] })
  await mark(engine, ana, 'weak')
  await renewed(engine, await bothDoors(world, ana, engine))
  await deliverAll(engine)
  const subjects = transport.messages.map(({ subject }) => subject)
  assert.match(subjects.join('\n'), /^The password of your account .* was changed$/m)
})

onTwoNodes('A-010: of two changes at a time on two nodes one is made', async (world, [one, other]) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  await mark(one, ana, 'weak')
  const signingIn = await bothDoors(world, ana, one)
  const passwords = ['first-walrus-lantern-20', 'other-walrus-lantern-21']
  const results = await tally([
    renewed(one, signingIn, passwords[0]),
    renewed(other, signingIn, passwords[1]),
  ])
  assert.deepEqual(results, { done: 1, 'attempt.nothing-to-renew': 1 })
  assert.ok((await ended(other, signingIn)).completed)
  const right = await Promise.all(
    passwords.map(async (password) => (await refusal(halfway(one, 'Ana', password))) !== 'proof.refused'),
  )
  assert.equal(right.filter(Boolean).length, 1)
})

onTwoNodes('R3: a change and the completion of another sign-in at a time', async (world, [one, other]) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  await mark(one, ana, 'weak')
  const [owner, thief] = [await bothDoors(world, ana, one), await bothDoors(world, ana, other)]
  const completing = Array.from({ length: 8 }, () => ended(other, thief))
  const [changed] = await Promise.allSettled([renewed(one, owner), ...completing])
  assert.equal(changed?.status, 'fulfilled')
  assert.equal(await refusal(ended(other, thief)), 'attempt.not-found')
  const completions = (await rowsOf(one, 'completions')).filter(
    ({ attempt_id: id }) => id === thief.attempt.id,
  )
  assert.equal(completions.length, 0)
})

eachEngine(
  'A-051: nothing is changed before both doors, nor where nothing is due, nor elsewhere',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const [ana, bob] = [await person(world, 'Ana'), await person(world, 'Bob')]
    await mark(engine, ana, 'weak')
    const named = await startAt(engine, 'Ana')
    const half = await halfway(engine, 'Ana')
    const whole = await startAt(engine, 'Bob')
    await prove(engine, whole, [passwordProof(), totpOf(world, bob)])
    const nobody = await startAt(engine, 'nobody')
    for (const early of [named, half, whole, nobody])
      assert.equal(await refusal(renewed(engine, early)), 'attempt.nothing-to-renew')
    assert.equal(await refusal(renewed(engine, { secret: 'spa_none' })), 'attempt.not-found')
    const given = await bothDoors(world, ana)
    await cancelAttempt(engine, given.secret)
    assert.equal(await refusal(renewed(engine, given)), 'attempt.not-found')
    assert.ok(await halfway(engine, 'Ana'), 'nothing was changed')
  },
)

eachEngine(
  'a mark that is set while a sign-in stands at the second door is asked about in the next',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    const started = await halfway(engine, 'Ana')
    await mark(engine, ana, 'weak')
    assert.equal(await refusal(prove(engine, started, [totpOf(world, ana)])), 'attempt.expired')
    assert.equal((await bothDoors(world, ana)).progress.state, 'renewing')
  },
)

eachEngine(
  'N-09: a code and a password in one call are right, and not enough; a code alone neither',
  async (world) => {
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    const shop = await createApplication(world.engine, { actor: operator, name: 'Shop' })
    const engine = await world.node(breached)
    const application = await engine.applications.find(shop.id)
    assert.ok(application)
    const verify = async (given: {
      readonly password?: string
      readonly vouched?: true
      readonly code?: string
    }) => {
      const { code } = totpOf(world, ana).proof as { readonly code: string }
      const result = await verifyOnce(engine, { application, account: 'Ana', code, ...given, surroundings })
      world.clock.advance(step)
      return result
    }
    const asked = await verify({ password: goodPassword })
    assert.deepEqual([asked.accepted, !asked.accepted && asked.reason], [false, 'password.renew'])
    assert.match(JSON.stringify(asked), /sign in at our own pages first/)
    for (const given of [{}, { vouched: true }] as const)
      assert.deepEqual((await verify(given)).accepted, false)
    assert.deepEqual(await verify({ password: goodPassword, code: '000000' }), {
      accepted: false,
      reason: 'refused',
    })
    const purposes = (await rowsOf(engine, 'completions')).map(({ purpose }) => purpose)
    assert.ok(!purposes.includes('verify'))

    await renewed(engine, await bothDoors(world, ana, engine))
    assert.equal((await verify({ password: another })).accepted, true)
    assert.equal((await verify({ password: goodPassword })).accepted, false)
  },
)

eachEngine(
  'C-12: nothing is approved with it either: behind the first door it is said why',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    await mark(engine, ana, 'weak')
    const { id } = await engine.portal()
    const transaction = { amount: '12.00 EUR' }
    const started = await startAttempt(engine, {
      account: 'Ana',
      applicationId: id,
      transaction,
      surroundings,
    })
    const { progress } = await prove(engine, started, [passwordProof()])
    assert.equal(progress.state, 'denied')
    assert.ok(progress.because.some(({ id: why }) => why === 'password.renew'))
    assert.equal(await refusal(renewed(engine, started)), 'attempt.nothing-to-renew')
  },
)

eachEngine(
  'R7: the word of an application is worth no other password: that is changed at our own pages first',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    await mark(engine, ana, 'weak')
    const mail = await createApplication(engine, { actor: operator, name: 'Mail', vouches: true })
    const asked = { account: 'Ana', applicationId: mail.id, vouched: true, surroundings } as const
    const started = await startAttempt(engine, asked)
    const { progress } = await prove(engine, started, [totpOf(world, ana)])
    assert.equal(progress.state, 'denied')
    assert.ok(progress.because.some(({ id: why }) => why === 'password.renew'))
    assert.equal(await refusal(renewed(engine, started)), 'attempt.nothing-to-renew')

    const own = await bothDoors(world, ana)
    await renewed(engine, own)
    await ended(engine, own)
    const { completed } = await prove(engine, await startAttempt(engine, asked), [totpOf(world, ana)], {
      complete: {},
    })
    assert.ok(completed)
  },
)

eachEngine(
  'R11: a recovery is no way around it: who has replaced what was lost is asked in the sign-in',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    await mark(engine, ana, 'weak')
    const started = await startAt(engine, 'Ana')
    const code = codeProof(ana.recoveryCodes[0] ?? '', 'recovery-codes')
    const { progress } = await prove(engine, started, [passwordProof(), code], { complete: {} })
    assert.equal(progress.state, 'recovered')
    assert.equal(await refusal(renewed(engine, started)), 'attempt.nothing-to-renew')
    assert.equal(await refusal(ended(engine, started)), 'attempt.not-satisfied')
    await recoverAccount(engine, { secret: started.secret, surroundings })
    assert.deepEqual(await marksOf(engine, ana), ['weak'])
    assert.equal((await bothDoors(world, ana)).progress.state, 'renewing')
  },
)

eachEngine(
  'R2: with an invitation or a pass the second factor is set up first, and then the password',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    for (const way of ['invitation', 'pass'] as const) {
      const account = await passwordOnly(world, way)
      await mark(engine, { account }, 'default')
      const subject = { actor: operator, accountId: account.id, reason }
      const invited = async () => {
        const { invitation } = await inviteAccount(engine, subject)
        const started = await redeemInvitation(engine, tokenOf(invitation.link))
        await prove(engine, started, [passwordProof()])
        return started
      }
      const passed = async () => {
        const { show } = await handOut(engine, { ...subject, factor: 'access-pass' })
        const started = await halfway(engine, way)
        await prove(engine, started, [codeProof(String(show.code), 'access-pass')])
        return started
      }
      const started = way === 'invitation' ? await invited() : await passed()
      assert.equal((await currentProgress(engine, started.secret)).state, 'enrolling')
      assert.equal(await refusal(renewed(engine, started)), 'attempt.nothing-to-renew')
      const begun = await begin(engine, started.secret, 'totp')
      const answer = { code: codeAt(begun.show, world.clock.now()) }
      const { progress } = await confirm(engine, started.secret, begun.authenticator.id, answer)
      assert.equal(progress?.state, 'renewing')
      assert.equal(await refusal(ended(engine, started)), 'attempt.not-satisfied')
      await renewed(engine, started)
      assert.ok((await ended(engine, started)).completed)
      world.clock.advance(step)
    }
  },
  { factorModules: [...testFactors(), asModule(accessPassModule)] },
)

eachEngine('whoever sets a first password by invitation is asked for no other', async (world) => {
  const { engine } = world
  await setUpAdministrator(world)
  const name = typedName.parse('Ana')
  const { account } = await createAccount(engine, { actor: operator, name })
  await mark(engine, { account }, 'default', 'privileged')
  const subject = { actor: operator, accountId: account.id, reason }
  const { invitation } = await inviteAccount(engine, subject)
  const started = await redeemInvitation(engine, tokenOf(invitation.link))
  const first = await begin(engine, started.secret, 'password')
  await confirm(engine, started.secret, first.authenticator.id, { password: another })
  assert.deepEqual(await marksOf(engine, { account }), ['privileged'])
  const second = await begin(engine, started.secret, 'totp')
  const answer = { code: codeAt(second.show, world.clock.now()) }
  const { progress } = await confirm(engine, started.secret, second.authenticator.id, answer)
  assert.equal(progress?.state, 'satisfied')
})

const tag = nameTag()
eachEngine(
  'who comes with a key and no password changes it all the same: it is a door as long as it stands',
  async (world) => {
    const { engine } = world
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    const { show } = await enrolMore(engine, await sessionOf(engine, ana.token), 'name-tag', () => ({}))
    await mark(engine, ana, 'weak')
    const { id } = await engine.portal()
    const started = await startAttempt(engine, { applicationId: id, surroundings })
    const asked = await issueChallenge(engine, { secret: started.secret, factor: 'name-tag', surroundings })
    const proof = { factor: 'name-tag', proof: tag.answer(show, asked.show.nonce) }
    const { completed, progress } = await prove(engine, started, [proof], { complete: {} })
    assert.deepEqual([completed, progress.state], [undefined, 'renewing'])
    await renewed(engine, started)
    assert.ok((await ended(engine, started)).completed)
  },
  { factorModules: [...testFactors(), tag.module] },
)

eachEngine(
  'C-04: a step-up asks for it, and for fresh proofs before; the session lives until it is replaced',
  async (world) => {
    await setUpAdministrator(world)
    const ana = await person(world, 'Ana')
    const { token } = await signIn(world, ana)
    const engine = await world.node(breached)
    const session = await sessionOf(engine, token)
    await halfway(engine, 'Ana')
    const started = await startStepUp(engine, session, surroundings)
    assert.equal(
      (await currentProgress(engine, started.secret)).state,
      'proving',
      'what was carried is not enough',
    )
    const both = [passwordProof(), totpOf(world, ana)]
    const { progress, completed } = await prove(engine, started, both, { complete: {} })
    assert.deepEqual([completed, progress.state], [undefined, 'renewing'])
    await renewed(engine, started)
    assert.ok(await engine.sessions.read(token, { door: 'rest' }), 'its own session waits for the end')
    const { completed: done } = await ended(engine, started)
    assert.ok(done)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
  },
)

eachEngine('where policy says so nobody is made to; what the mark demands stays', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  const engine = await world.node({ policy: { renewPassword: [] }, ...breached })
  await mark(engine, ana, 'default')
  assert.ok((await bothDoors(world, ana, engine)).completed)
  const onlyDefault = await world.node({ policy: { renewPassword: ['default'] } })
  assert.equal((await bothDoors(world, ana, onlyDefault)).progress.state, 'renewing')
  await mark(engine, ana)
  assert.ok((await bothDoors(world, ana, onlyDefault)).completed, 'found weak, and only that')
})

eachEngine('it is told beforehand what would be asked, and where nobody would come in', async (world) => {
  const { engine } = world
  await setUpAdministrator(world)
  const ana = await person(world, 'Ana')
  await createApplication(engine, { actor: operator, name: 'Shop' })
  await mark(engine, ana, 'weak')
  const explain = (purpose: string) => {
    const whatIf = { account: typedName.parse('Ana'), application: typedName.parse('Shop'), purpose }
    return explainPolicy(engine, { actor: operator, whatIf })
  }
  const signingIn = await explain('sign-in')
  assert.deepEqual([signingIn.outcome, signingIn.need.renewal], ['in', 'due'])
  assert.match(signingIn.text, /The password is changed on the way/)
  for (const purpose of ['verify', 'transaction']) {
    const told = await explain(purpose)
    assert.deepEqual([told.outcome, told.need.renewal], ['denied', 'barred'])
  }
})

eachEngine('a password of a directory is not changed here: whoever comes in hears where', async (world) => {
  const row = { id: '7', name: 'Ana', email: 'ana@shop.example' }
  const users = {
    all: async () => [row],
    find: async (id: string) => (id === row.id ? row : undefined),
    checkPassword: async (_: string, given: string) => given === 'harbour lantern 42',
  }
  const directories = () => listDirectories([hostDirectory(users)])
  const engine = await world.node({ directories })
  await setUpAdministrator(world)
  await syncDirectory(engine, { actor: operator, directory: hostDirectoryId })
  const password = 'harbour lantern 42'
  const started = await halfway(engine, 'Ana', password)
  const begun = await begin(engine, started.secret, 'totp')
  const code = () => codeAt(begun.show, world.clock.now())
  await confirm(engine, started.secret, begun.authenticator.id, { code: code() })
  const account = (await engine.accounts.findByName(typedName.parse('Ana').key)) ?? assert.fail()
  await mark(engine, { account }, 'weak')
  world.clock.advance(step)
  const again = await startAt(engine, 'Ana')
  const proofs = [passwordProof(password), codeProof(code())]
  const { completed, notices } = await prove(engine, again, proofs, { complete: {} })
  assert.ok(completed)
  assert.match(notices[0]?.text ?? '', /Change it where your account comes from/)
  assert.equal(await refusal(renewed(engine, again)), 'attempt.expired')
})
