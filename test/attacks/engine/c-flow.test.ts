import assert from 'node:assert/strict'
import { typedName } from '../../../src/accounts/index.ts'
import {
  type Actor,
  applyRules,
  changeAccount,
  createAccount,
  createGroup,
  inviteAccount,
  resetAuthenticators,
} from '../../../src/administration/index.ts'
import type { ApiCaller } from '../../../src/applications/index.ts'
import { complete, issueChallenge, recoverAccount, startStepUp } from '../../../src/authentication/index.ts'
import {
  addContact,
  beginEnrolment,
  confirmEnrolment,
  endOtherSessions,
  listAuthenticators,
  redeemInvitation,
  removeAuthenticator,
  renameAuthenticator,
  reportLost,
  runOperation,
} from '../../../src/enrolment/index.ts'
import type { Id } from '../../../src/kernel/ids.ts'
import { rulebook } from '../../../src/policy/index.ts'
import type { Session } from '../../../src/sessions/index.ts'
import {
  actorOf,
  begin,
  codeAt,
  codeProof,
  confirm,
  dumpOf,
  eachEngine,
  enrolMore,
  halfway,
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
  tamper,
  tokenOf,
  totpOf,
  type World,
} from '../../kit/engine.ts'

eachEngine(
  'A-040, G4: the secret of an attempt is no session, device or invitation, nor the other way round',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { token, deviceToken } = await signIn(world, alice, { rememberDevice: true })
    const { secret } = await halfway(engine, 'Alice')
    const bare = secret.slice(4)
    for (const forged of [secret, `sps_${bare}`, `spd_${bare}`, bare, `sps_${secret}`])
      assert.equal(await engine.sessions.read(forged, { door: 'rest' }), undefined)
    for (const forged of [
      token,
      deviceToken,
      `spa_${token.slice(4)}`,
      token.replace('sps_', ''),
      '',
      undefined,
    ]) {
      const run = complete(engine, { secret: forged, options: {}, surroundings })
      assert.equal(await refusal(run), 'attempt.not-found')
    }
    assert.equal(await engine.throttle.recognise(token), undefined)
    assert.equal(await refusal(redeemInvitation(engine, secret)), 'invitation.spent')
  },
)

eachEngine(
  'A-040: a half-finished attempt completes, enrols and asks for nothing it may not',
  async (world) => {
    const { engine } = world
    await person(world, 'Alice')
    const { secret } = await halfway(engine, 'Alice')
    assert.equal(
      await refusal(complete(engine, { secret, options: {}, surroundings })),
      'attempt.not-satisfied',
    )
    for (const factor of ['totp', 'echo-code', 'password', 'recovery-codes', 'nothing'])
      assert.equal(await refusal(begin(engine, secret, factor, { to: 'x' })), 'enrolment.not-allowed')
    assert.equal((await rowsOf(engine, 'completions')).length, 1)
  },
)

eachEngine('V-09, V-26: an empty submission proves nothing', async (world) => {
  const { engine } = world
  await person(world, 'Alice')
  const started = await halfway(engine, 'Alice')
  const { progress, completed } = await prove(engine, started, [], { complete: {} })
  assert.equal(completed, undefined)
  assert.equal(progress.state, 'proving')
  const nothing = [
    { proof: {} },
    { factor: '', proof: {} },
    { factor: 'totp', proof: {} },
    { authenticatorId: '', proof: {} },
  ]
  for (const given of nothing)
    assert.notEqual(await refusal(prove(engine, started, [given], { complete: {} })), 'nothing was refused')
})

eachEngine(
  'A-042, A-043: what belongs to Mallory answers nothing that is asked of Alice (V-24, V-43)',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const mallory = await person(world, 'Mallory')
    const guesses = [
      totpOf(world, mallory),
      { authenticatorId: mallory.totp.id, proof: { code: codeAt(mallory.totp.shown, world.clock.now()) } },
      {
        factor: 'totp',
        authenticatorId: mallory.totp.id,
        proof: { code: codeAt(mallory.totp.shown, world.clock.now()) },
      },
      codeProof(mallory.recoveryCodes[0] ?? '', 'recovery-codes'),
    ]
    for (const guess of guesses) {
      const started = await halfway(engine, 'Alice')
      assert.equal(await refusal(prove(engine, started, [guess], { complete: {} })), 'proof.refused')
    }
    world.clock.advance(step)
    await signIn(world, mallory)
    await signIn(world, alice)
  },
)

eachEngine('A-043: an authenticator id that is malformed or foreign names none, not any', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const code = codeAt(alice.totp.shown, world.clock.now())
  for (const authenticatorId of ['', 'x', '*', `${alice.totp.id} `, alice.totp.id.toUpperCase()]) {
    const started = await halfway(engine, 'Alice')
    const given = { factor: 'totp', authenticatorId, proof: { code } }
    assert.equal(await refusal(prove(engine, started, [given])), 'proof.refused', authenticatorId)
    world.clock.advance(1000)
  }
})

eachEngine(
  'A-046: each sign-in and step-up yields a new token; the one before a step-up is over',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const first = await signIn(world, alice)
    const second = await signIn(world, alice)
    assert.notEqual(first.token, second.token)
    const session = await sessionOf(engine, second.token)
    const started = await startStepUp(engine, session)
    const proofs = [passwordProof(), totpOf(world, alice)]
    const { completed } = await prove(engine, started, proofs, { complete: {} })
    assert.ok(completed)
    assert.notEqual(completed.token, second.token)
    assert.equal(await engine.sessions.read(second.token, { door: 'rest' }), undefined)
    assert.ok(await engine.sessions.read(first.token, { door: 'rest' }))
  },
)

eachEngine('A-048, R3: what was proved before a reset is carried into no step-up after it', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, (await signIn(world, alice)).token)
  await resetAuthenticators(engine, { actor: operator, accountId: alice.account.id, reason: 'stolen' })
  assert.equal(await refusal(startStepUp(engine, session)), 'attempt.not-found')
})

eachEngine('A-048: a step-up of a session that was ended renews nothing', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const { token } = await signIn(world, alice)
  const session = await sessionOf(engine, token)
  const started = await startStepUp(engine, session)
  await engine.storage.book({
    statements: [engine.sessions.endAll(alice.account.id)],
    locks: [alice.account.id],
  })
  const proofs = [passwordProof(), totpOf(world, alice)]
  assert.notEqual(await refusal(prove(engine, started, proofs, { complete: {} })), 'nothing was refused')
  assert.deepEqual(await rowsOf(engine, 'sessions'), [])
})

eachEngine(
  'A-049: a device token is a lane and no factor; foreign, forged and expired ones are none',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const mallory = await person(world, 'Mallory')
    const { deviceToken = '' } = await signIn(world, alice, { rememberDevice: true })
    const { deviceToken: mallorys = '' } = await signIn(world, mallory, { rememberDevice: true })
    const home = { ...surroundings, device: deviceToken }
    const started = await startAt(engine, 'Alice')
    const { progress } = await prove(engine, started, [passwordProof()], { surroundings: home, complete: {} })
    assert.equal(progress.state, 'proving')

    for (const device of [mallorys, `${deviceToken}x`, deviceToken.slice(0, -1), 'spd_', '']) {
      const from = { door: 'test', source: '198.51.100.9', device }
      await refusal(
        prove(engine, await startAt(engine, 'Alice'), [passwordProof('wrong-wrong-17')], {
          surroundings: from,
        }),
      )
    }
    const lanes = (await rowsOf(engine, 'throttle')).map(({ id }) => String(id))
    assert.ok(lanes.every((id) => !id.includes('|device|')))
    world.clock.advance(90 * 24 * 3_600_000)
    assert.equal(await engine.throttle.recognise(deviceToken), undefined)
  },
)

eachEngine(
  'A-049, R19: a stolen device token has ten tries, and then its holder is a stranger like any other',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { deviceToken: device = '' } = await signIn(world, alice, { rememberDevice: true })
    const ends = []
    for (let nth = 0; nth < 14; nth++) {
      const started = await startAt(engine, 'Alice')
      const from = { door: 'test', source: `198.51.100.${nth}`, device }
      ends.push(
        await refusal(prove(engine, started, [passwordProof('wrong-wrong-17')], { surroundings: from })),
      )
      world.clock.advance(3_600_000)
    }
    assert.deepEqual(ends, Array(14).fill('proof.refused'))
    assert.equal(await engine.throttle.recognise(device), undefined)
    const lanes = await engine.throttle.lanesOf(alice.account.id)
    const strangers = lanes.find(({ lane }) => lane.id.endsWith('|unknown'))
    assert.equal(strangers?.state.total, 4)
  },
)

eachEngine(
  'A-051: with a factor on the account no session or attempt below the bar enrols another',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { token } = await signIn(world, alice)
    world.clock.advance(11 * 60_000)
    const stale = await sessionOf(engine, token)
    const weak = { ...stale, assurance: 1 as const, authenticatedAt: world.clock.now() }
    for (const session of [stale, weak]) {
      for (const factor of ['totp', 'echo-code', 'recovery-codes', 'password']) {
        const authority = { by: 'session', session } as const
        const run = beginEnrolment(engine, { authority, factor, options: { to: 'x' }, surroundings })
        const end = await refusal(run)
        assert.ok(['step-up.required', 'input.invalid'].includes(end), `${factor}: ${end}`)
      }
    }
    assert.ok((await rowsOf(engine, 'authenticators')).every(({ status }) => status !== 'pending'))
  },
)

eachEngine('A-051: what was begun before the bar rose is not confirmed after it (R2)', async (world) => {
  const { engine } = world
  await passwordOnly(world, 'Alice')
  const thief = await halfway(engine, 'Alice')
  const owner = await halfway(engine, 'Alice')
  const echo = await begin(engine, thief.secret, 'echo-code', { to: 'thief' })
  const code = world.echo.last('thief')
  const totp = await begin(engine, owner.secret, 'totp')
  await confirm(engine, owner.secret, totp.authenticator.id, { code: codeAt(totp.show, world.clock.now()) })
  assert.notEqual(
    await refusal(confirm(engine, thief.secret, echo.authenticator.id, { code })),
    'nothing was refused',
  )
  const factors = (await rowsOf(engine, 'authenticators')).map(({ factor }) => factor)
  assert.deepEqual(factors.toSorted(), ['password', 'recovery-codes', 'totp'])
})

eachEngine(
  'A-052: a session below the bar, stale or ended removes, renames and changes nothing',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { token } = await signIn(world, alice)
    const session = await sessionOf(engine, token)
    const weak = { ...session, assurance: 1 as const }
    const rows = await listAuthenticators(engine, alice.account.id)
    world.clock.advance(11 * 60_000)
    const stale = await sessionOf(engine, token)
    for (const one of [weak, stale]) {
      for (const { id: authenticatorId } of rows) {
        const input = { session: one, authenticatorId }
        assert.equal(await refusal(removeAuthenticator(engine, input)), 'step-up.required')
        assert.equal(
          await refusal(renameAuthenticator(engine, { ...input, label: 'mine' })),
          'step-up.required',
        )
        const run = runOperation(engine, { ...input, operation: 'refill', input: {}, surroundings })
        assert.equal(await refusal(run), 'step-up.required')
      }
    }
  },
)

eachEngine(
  'A-052, R2: a session that is ended while it changes something has changed nothing',
  async (world) => {
    const { engine, clock, points } = world
    const alice = await person(world, 'Alice')
    const owner = await sessionOf(engine, (await signIn(world, alice)).token)
    const other = await world.node()
    const authenticatorId = alice.totp.id as Id<'authenticator'>
    const contact = { address: { type: 'email', value: 'thief@example.com' } } as const
    const changes: Readonly<Record<string, (session: Session) => Promise<unknown>>> = {
      confirms: async (session) => {
        const authority = { by: 'session', session } as const
        const begun = await beginEnrolment(engine, { authority, factor: 'totp', surroundings })
        const answer = { code: codeAt(begun.show, clock.now()) }
        endsMeanwhile()
        return confirmEnrolment(engine, {
          authority,
          authenticatorId: begun.authenticator.id,
          answer,
          surroundings,
        })
      },
      begins: (session) => {
        endsMeanwhile()
        return beginEnrolment(engine, { authority: { by: 'session', session }, factor: 'totp', surroundings })
      },
      renames: (session) => {
        endsMeanwhile()
        return renameAuthenticator(engine, { session, authenticatorId, label: 'mine' })
      },
      loses: (session) => {
        endsMeanwhile()
        const authority = { by: 'session', session } as const
        return reportLost(engine, { authority, authenticatorId, surroundings })
      },
      'adds a contact': (session) => {
        endsMeanwhile()
        return addContact(engine, { session, ...contact, surroundings })
      },
    }
    for (const [what, change] of Object.entries(changes)) {
      const stolen = await sessionOf(engine, (await signIn(world, alice)).token)
      assert.equal(await refusal(change(stolen)), 'session.required', what)
      clock.advance(step)
    }
    const confirmed = (await engine.authenticators.ofAccount(alice.account.id)).filter(
      ({ factor, status }) => factor === 'totp' && status !== 'pending',
    )
    assert.deepEqual(
      confirmed.map(({ id, status, label }) => [id, status, label]),
      [[alice.totp.id, 'active', 'Authenticator app']],
    )
    assert.deepEqual(await rowsOf(engine, 'contacts'), [])

    /** Its owner ends all other sessions, on another node, right before the next booking. */
    function endsMeanwhile(): void {
      points.before = async () => {
        points.before = undefined
        await endOtherSessions(other, owner)
      }
    }
  },
)

eachEngine(
  'R3: an administrator’s session that is ended while it changes something has changed nothing',
  async (world) => {
    const { engine, points } = world
    const root = await setUpAdministrator(world)
    const other = await person(world, 'Ada', 'administrator')
    const alice = await passwordOnly(world, 'Alice')
    const node = await world.node()
    const owner = await sessionOf(engine, root.token)
    const about = { accountId: alice.id, reason: 'for a friend' }
    const acts: Readonly<Record<string, (actor: Actor) => Promise<unknown>>> = {
      'makes an account': (actor) => createAccount(engine, { actor, name: typedName.parse('Mallory') }),
      marks: (actor) => changeAccount(engine, { actor, ...about, marks: ['compromised'] }),
      invites: (actor) => inviteAccount(engine, { actor, ...about }),
      'makes a group': (actor) => createGroup(engine, { actor, name: typedName.parse('exempt') }),
      'asks a second one': (actor) =>
        resetAuthenticators(engine, { actor, accountId: other.account.id, reason: 'lost' }),
      'applies rules': (actor) =>
        applyRules(engine, {
          ...{ actor, base: engine.policies.revision, reason: 'quicker' },
          rules: rulebook.parse({ rules: [{ name: 'all', need: 'mfa' }] }),
        }),
    }
    for (const [what, act] of Object.entries(acts)) {
      const actor = await actorOf(engine, root, (await signIn(world, root)).token)
      points.before = async () => {
        points.before = undefined
        await endOtherSessions(node, owner)
      }
      assert.equal(await refusal(act(actor)), 'session.required', what)
    }
    assert.equal((await rowsOf(engine, 'accounts')).length, 3)
    assert.deepEqual((await engine.accounts.find(alice.id))?.marks, [])
    for (const table of ['groups', 'approvals', 'policy_revisions'])
      assert.deepEqual(await rowsOf(engine, table), [], table)
    assert.equal((await rowsOf(engine, 'invitations')).length, 1, 'that of the other administrator')
  },
)

eachEngine('A-055: what is not one’s own does not exist, whatever one does to it', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const mallory = await person(world, 'Mallory')
  const session = await sessionOf(engine, (await signIn(world, mallory)).token)
  const pending = await beginEnrolment(engine, {
    authority: { by: 'session', session: await sessionOf(engine, (await signIn(world, alice)).token) },
    factor: 'totp',
    surroundings,
  })
  const never = 'z'.repeat(32)
  const ends = []
  for (const id of [alice.totp.id, pending.authenticator.id, never]) {
    const authenticatorId = id as Id<'authenticator'>
    const input = { session, authenticatorId }
    ends.push([
      await refusal(removeAuthenticator(engine, input)),
      await refusal(renameAuthenticator(engine, { ...input, label: 'mine' })),
      await refusal(runOperation(engine, { ...input, operation: 'resynchronize', input: {}, surroundings })),
      await refusal(
        confirmEnrolment(engine, {
          authority: { by: 'session', session },
          authenticatorId,
          answer: { code: codeAt(pending.show, world.clock.now()) },
          surroundings,
        }),
      ),
    ])
  }
  assert.deepEqual(ends.flat(), Array(12).fill('authenticator.not-found'))
  const others = await sessionOf(engine, alice.token)
  const outcome = await engine.storage.book({
    statements: [engine.sessions.end(others.id, mallory.account.id)],
    locks: [],
  })
  assert.equal(outcome, 'refused')
})

eachEngine(
  'A-054: a recovery code signs nobody in, an administrator least of all; it leads to a rebind alone',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const started = await startAt(engine, 'Admin')
    const proofs = [passwordProof(), codeProof(admin.recoveryCodes[0] ?? '', 'recovery-codes')]
    const { completed, progress } = await prove(engine, started, proofs, { complete: {} })
    assert.equal(completed, undefined)
    assert.equal(progress.state, 'recovered')
    const end = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-satisfied')
    assert.equal((await rowsOf(engine, 'sessions')).length, 1, 'the one of the set-up')
    const { token } = await recoverAccount(engine, { secret: started.secret, surroundings })
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
  },
)

eachEngine(
  'A-054: where policy bars recovery codes they satisfy nothing, and are not offered',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const started = await halfway(engine, 'Alice')
    const { progress } = await prove(engine, started, [])
    assert.deepEqual(
      progress.options.map(({ factor }) => factor),
      ['totp'],
    )
    const code = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
    assert.equal(await refusal(prove(engine, started, [code], { complete: {} })), 'proof.refused')
    const run = recoverAccount(engine, { secret: started.secret, surroundings })
    assert.equal(await refusal(run), 'attempt.not-satisfied')
    assert.equal((await rowsOf(engine, 'sessions')).length, 1)
  },
  { policy: { recovery: false } },
)

eachEngine(
  'A-057: a reset by the help desk yields no session: the password is asked, and a factor set up',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const { token } = await signIn(world, alice, { rememberDevice: true })
    const subject = { actor: operator, accountId: alice.account.id, reason: 'lost phone' }
    const { invitation } = await resetAuthenticators(engine, subject)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
    assert.deepEqual(await rowsOf(engine, 'device_lanes'), [])
    const started = await redeemInvitation(engine, tokenOf(invitation.link))
    const run = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(run), 'attempt.not-satisfied')
    assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.not-allowed')
    assert.equal(await refusal(prove(engine, started, [totpOf(world, alice)])), 'proof.first-factor-first')
    await prove(engine, started, [passwordProof()])
    await begin(engine, started.secret, 'totp')
  },
)

eachEngine('A-057: an invitation is good once, for its account, and until it is replaced', async (world) => {
  const { engine } = world
  const account = await passwordOnly(world, 'Alice')
  const subject = { actor: operator, accountId: account.id, reason: 'new' }
  const first = tokenOf((await inviteAccount(engine, subject)).invitation.link)
  const leaked = await redeemInvitation(engine, first)
  await prove(engine, leaked, [passwordProof()])
  const begun = await begin(engine, leaked.secret, 'totp')

  const second = tokenOf((await inviteAccount(engine, subject)).invitation.link)
  assert.equal(await refusal(redeemInvitation(engine, first)), 'invitation.spent')
  const answer = { code: codeAt(begun.show, world.clock.now()) }
  const bound = confirm(engine, leaked.secret, begun.authenticator.id, answer)
  assert.notEqual(await refusal(bound), 'nothing was refused', 'a replaced invitation bound a factor')

  const owner = await redeemInvitation(engine, second)
  await prove(engine, owner, [passwordProof()])
  const mine = await begin(engine, owner.secret, 'totp')
  await confirm(engine, owner.secret, mine.authenticator.id, { code: codeAt(mine.show, world.clock.now()) })
  await complete(engine, { secret: owner.secret, options: {}, surroundings })
  assert.equal(await refusal(redeemInvitation(engine, second)), 'invitation.spent')
})

eachEngine(
  'A-058: one administrator alone resets no administrator, nor does he with an API key of his',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const victim = await person(world, 'Victor', 'administrator')
    const other = await person(world, 'Otto', 'administrator')
    const ask = async (who: Person) => ({
      actor: await actorOf(engine, who, (await signIn(world, who)).token),
      accountId: victim.account.id,
      reason: 'says so',
    })
    assert.equal(await refusal(resetAuthenticators(engine, await ask(admin))), 'administration.second-needed')
    assert.equal(await refusal(resetAuthenticators(engine, await ask(admin))), 'administration.second-needed')
    const application = await engine.portal()
    const caller = { application, scopes: ['administration'] } as unknown as ApiCaller
    const byKey = {
      actor: { by: 'application', caller } as const,
      accountId: victim.account.id,
      reason: 'so',
    }
    assert.equal(await refusal(resetAuthenticators(engine, byKey)), 'administration.not-permitted')
    const { invitation } = await resetAuthenticators(engine, await ask(other))
    assert.ok(invitation.link.includes('#'))
    const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
    assert.ok(events.includes('reset-authenticators.requested') && events.includes('account.reset'))
  },
)

eachEngine(
  'R11: the help desk acts on people, never on those with more rights, and grants none',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const desk = await person(world, 'Desk', 'help-desk')
    const actor = await actorOf(engine, desk, (await signIn(world, desk)).token)
    const subject = { actor, accountId: admin.account.id, reason: 'says so' }
    assert.equal(await refusal(resetAuthenticators(engine, subject)), 'administration.above-own-rights')
    assert.equal(await refusal(inviteAccount(engine, subject)), 'administration.above-own-rights')
    const promote = changeAccount(engine, { ...subject, accountId: desk.account.id, role: 'administrator' })
    assert.equal(await refusal(promote), 'administration.not-permitted')
    const create = createAccount(engine, { actor, name: typedName.parse('Eve'), role: 'administrator' })
    assert.equal(await refusal(create), 'administration.above-own-rights')
    const blank = resetAuthenticators(engine, { ...subject, accountId: desk.account.id, reason: '  ' })
    assert.equal(await refusal(blank), 'administration.reason-needed')
  },
)

eachEngine('R11: administering needs a session at two factors, and changes a fresh one', async (world) => {
  const { engine } = world
  const admin = await setUpAdministrator(world)
  const { token } = await signIn(world, admin)
  const fresh = await actorOf(engine, admin, token)
  assert.ok(fresh.by === 'person')
  const weak = { ...fresh, session: { ...fresh.session, assurance: 1 as const } }
  const input = { name: typedName.parse('Eve') }
  assert.equal(
    await refusal(createAccount(engine, { actor: weak, ...input })),
    'administration.not-permitted',
  )
  world.clock.advance(11 * 60_000)
  const stale = await actorOf(engine, admin, token)
  assert.equal(await refusal(createAccount(engine, { actor: stale, ...input })), 'step-up.required')
})

eachEngine('A-054, R2: a marked account enrols nothing on its password alone', async (world) => {
  const { engine } = world
  for (const mark of ['compromised', 'weak', 'default', 'shared', 'dormant', 'privileged'] as const) {
    const account = await passwordOnly(world, `Marked ${mark}`)
    await changeAccount(engine, { actor: operator, accountId: account.id, reason: 'test', marks: [mark] })
    const started = await halfway(engine, account.name)
    assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.invitation-needed')
    const run = complete(engine, { secret: started.secret, options: {}, surroundings })
    assert.equal(await refusal(run), 'attempt.not-satisfied')
  }
})

eachEngine(
  'R1: a factor that was made for another application bars enrolment on a password alone',
  async (world) => {
    const { engine } = world
    const account = await passwordOnly(world, 'Alice')
    await scoped(world, account.id)
    const started = await halfway(engine, 'Alice')
    assert.equal(await refusal(begin(engine, started.secret, 'totp')), 'enrolment.invitation-needed')
  },
)

/** A confirmed authenticator that counts for another application only. */
async function scoped(world: World, accountId: Id<'account'>): Promise<void> {
  const { engine } = world
  const started = await halfway(engine, 'Alice')
  const begun = await begin(engine, started.secret, 'totp')
  await confirm(engine, started.secret, begun.authenticator.id, {
    code: codeAt(begun.show, world.clock.now()),
  })
  await tamper(engine, (db) =>
    db
      .updateTable('authenticators')
      .set({ application_id: 'f'.repeat(32) })
      .where('account_id', '=', accountId)
      .where('factor', '!=', 'password'),
  )
}

eachEngine('A-052: the last second factor stays while policy demands one; another may go', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, (await signIn(world, alice)).token)
  const authenticatorId = alice.totp.id as Id<'authenticator'>
  assert.equal(
    await refusal(removeAuthenticator(engine, { session, authenticatorId })),
    'authenticator.needed',
  )
  await enrolMore(engine, session, 'echo-code', () => ({ code: world.echo.last('a') }), { to: 'a' })
  await removeAuthenticator(engine, { session, authenticatorId })
})

eachEngine('A-052: of the last two second factors, removed at the same moment, one stays', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, (await signIn(world, alice)).token)
  await enrolMore(engine, session, 'echo-code', () => ({ code: world.echo.last('a') }), { to: 'a' })
  const rows = await listAuthenticators(engine, alice.account.id)
  const seconds = rows.filter(({ factor }) => factor === 'totp' || factor === 'echo-code')
  assert.equal(seconds.length, 2)
  const removals = () =>
    seconds.map(({ id }) => removeAuthenticator(engine, { session, authenticatorId: id }))
  assert.deepEqual(await tally(removals()), { done: 1, 'etag.stale': 1 })
  assert.deepEqual(await tally(removals()), { 'authenticator.not-found': 1, 'authenticator.needed': 1 })
})

eachEngine(
  'A-052: guessing the current password in a stolen session is counted and recorded',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const session = await sessionOf(engine, (await signIn(world, alice)).token)
    const rows = await listAuthenticators(engine, alice.account.id)
    const authenticatorId = rows.find(({ factor }) => factor === 'password')?.id
    assert.ok(authenticatorId)
    const ends = []
    for (let nth = 0; nth < 8; nth++) {
      const input = { current: `guess number ${nth}`, password: 'another-quartz-violin-9' }
      ends.push(
        await refusal(
          runOperation(engine, { session, authenticatorId, operation: 'change', input, surroundings }),
        ),
      )
    }
    assert.deepEqual(ends, [...Array(5).fill('enrolment.refused'), ...Array(3).fill('throttled')])
    const dump = await dumpOf(engine)
    assert.ok(!dump.includes('guess number'))
  },
)

eachEngine('advice on a half-typed password changes nothing and tells nobody', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, (await signIn(world, alice)).token)
  const before = await rowsOf(engine, 'authenticators')
  const authenticatorId = before.find(({ factor }) => factor === 'password')?.id as Id<'authenticator'>
  const input = { password: 'half-typ' }
  await runOperation(engine, { session, authenticatorId, operation: 'advise', input, surroundings })
  assert.deepEqual(await rowsOf(engine, 'authenticators'), before)
  const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
  assert.ok(!events.includes('authenticator.advise'))
})

eachEngine('G15: no challenge is issued to an attempt that proved nothing', async (world) => {
  const { secret } = await startAt(world.engine, 'Nobody')
  const run = issueChallenge(world.engine, { secret, factor: 'echo-code', surroundings })
  assert.equal(await refusal(run), 'proof.first-factor-first')
})
