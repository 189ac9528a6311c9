import assert from 'node:assert/strict'
import {
  resetAuthenticators,
  resumeAuthenticator,
  suspendAuthenticator,
} from '../../src/administration/index.ts'
import { portalId } from '../../src/applications/index.ts'
import {
  complete,
  currentProgress,
  recoverAccount,
  startAttempt,
  startStepUp,
  verifyOnce,
} from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  currentRebind,
  dropRebind,
  nameLost,
  runOperation,
} from '../../src/enrolment/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { hotpTokenModule } from '../../src/factors/hotp-token/index.ts'
import { makeToken } from '../../src/factors/hotp-token/test/holder.ts'
import { showsNoLess } from '../../src/policy/index.ts'
import { newApplication } from '../attacks/engine/doors.ts'
import {
  addToPool,
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
  recover,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  step,
  surroundings,
  tally,
  tamper,
  testFactors,
  totpOf,
  type World,
  wrongCode,
} from '../kit/engine.ts'

const minute = 60_000
const mailbox = captureTransport('email')

type Id = Parameters<typeof nameLost>[1]['authenticatorId']

function lose(engine: Engine, token: string, id: string) {
  return nameLost(engine, { token, authenticatorId: id as Id, surroundings })
}

function offer(engine: Engine, token: string, factor = 'totp') {
  const options = factor === 'echo-code' ? { to: 'alice' } : undefined
  return beginEnrolment(engine, { authority: { by: 'rebind', token }, factor, options, surroundings })
}

/** From the token of a recovery to the new authenticator app; gives what the new one shows. */
async function rebind(world: World, owner: Person, token: string, engine = world.engine) {
  await lose(engine, token, owner.totp.id)
  const begun = await offer(engine, token)
  const confirmed = await confirmEnrolment(engine, {
    authority: { by: 'rebind', token },
    authenticatorId: begun.authenticator.id,
    answer: { code: codeAt(begun.show, world.clock.now()) },
    surroundings,
  })
  world.clock.advance(step)
  const codes = (confirmed.recovery?.codes ?? []) as readonly string[]
  return { ...owner, totp: { id: begun.authenticator.id, shown: begun.show }, recoveryCodes: codes }
}

const withTokens = {
  factorModules: [...testFactors(), asModule(hotpTokenModule)],
  factors: { 'hotp-token': { enabled: true } },
}

/** A token out of the pool, beside the app; gives its id. */
async function withToken({ engine, clock }: World, owner: Person, pin: string | undefined): Promise<string> {
  const { entry, held } = makeToken(engine)
  await addToPool(engine, 'hotp-token', entry)
  const session = await sessionOf(engine, owner.token)
  const answer = () => ({ serial: held.serial, code: held.press(clock.now()), ...(pin ? { pin } : {}) })
  const { authenticator } = await enrolMore(engine, session, 'hotp-token', answer)
  return authenticator.id
}

eachEngine(
  'R11: password and recovery code replace what was lost, and sign nobody in; then one signs in afresh',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const elsewhere = (await signIn(world, alice)).token
    const token = await recover(engine, alice)
    const seen = await currentRebind(engine, token)
    assert.deepEqual(
      seen.authenticators.map(({ factor, status }) => [factor, status]),
      [['totp', 'active']],
    )
    assert.deepEqual(seen.factors, [], 'before it is said what is lost')
    assert.equal(await refusal(offer(engine, token)), 'rebind.lost-first')

    const renewed = await rebind(world, alice, token)
    assert.equal((await rowsOf(engine, 'sessions')).filter(({ epoch }) => Number(epoch) > 1).length, 0)
    for (const old of [alice.token, elsewhere])
      assert.equal(await engine.sessions.read(old, { door: 'rest' }), undefined)
    assert.equal(await refusal(currentRebind(engine, token)), 'rebind.not-found', 'it works once')

    const rows = await engine.authenticators.ofAccount(alice.account.id)
    assert.deepEqual(rows.map(({ factor }) => factor).toSorted(), ['password', 'recovery-codes', 'totp'])
    const stale = await halfway(engine, 'Alice')
    assert.equal(await refusal(prove(engine, stale, [totpOf(world, alice)])), 'proof.refused')
    assert.ok(await engine.sessions.read((await signIn(world, renewed)).token, { door: 'rest' }))
  },
)

eachEngine(
  'R11: one recovery names one thing as lost, and cannot shut out all that the owner still has',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const session = await sessionOf(engine, alice.token)
    const answer = (show: Readonly<Record<string, unknown>>) => ({ code: codeAt(show, clock.now()) })
    await enrolMore(engine, session, 'totp', answer)
    clock.advance(step)
    const rows = await engine.authenticators.ofAccount(alice.account.id)
    const other = rows.find(({ id, factor }) => factor === 'totp' && id !== alice.totp.id)
    assert.ok(other)
    const token = await recover(engine, alice)
    await lose(engine, token, alice.totp.id)
    await lose(engine, token, alice.totp.id)
    assert.equal(await refusal(lose(engine, token, other.id)), 'rebind.loss-named')
    assert.equal((await engine.authenticators.find(other.id))?.status, 'active')
  },
)

eachEngine(
  'N-35, V-46: with the new authenticator come new recovery codes, and the old ones are void',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const renewed = await rebind(world, alice, await recover(engine, alice))
    assert.equal(renewed.recoveryCodes.length, 10)
    const started = await halfway(engine, 'Alice')
    const old = codeProof(alice.recoveryCodes[1] ?? '', 'recovery-codes')
    assert.equal(await refusal(prove(engine, started, [old])), 'proof.refused')
    assert.ok(await recover(engine, renewed))
  },
)

eachEngine(
  'R11: what is lost proves nothing from the moment it is named, and keeps the bar up',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const token = await recover(engine, alice)
    const seen = await lose(engine, token, alice.totp.id)
    assert.deepEqual([seen.lost, seen.authenticators[0]?.status], [alice.totp.id, 'lost'])
    assert.ok(seen.factors.includes('totp'))
    assert.equal(
      await engine.sessions.read(alice.token, { door: 'rest' }),
      undefined,
      'what began with it is over',
    )
    await dropRebind(engine, token)

    const thief = await halfway(engine, 'Alice')
    assert.equal(await refusal(prove(engine, thief, [totpOf(world, alice)])), 'proof.refused')
    const authority = { by: 'attempt', secret: thief.secret } as const
    const enrol = beginEnrolment(engine, { authority, factor: 'totp', surroundings })
    assert.equal(await refusal(enrol), 'enrolment.not-allowed')
    const end = complete(engine, { secret: thief.secret, options: {}, surroundings })
    assert.equal(await refusal(end), 'attempt.not-satisfied')
    assert.ok(await recover(engine, alice, 1), 'its owner goes on with another code')
  },
)

eachEngine('R11: nothing weaker takes the place of what was lost', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const token = await recover(engine, alice)
  await lose(engine, token, alice.totp.id)
  for (const factor of ['recovery-codes', 'password', 'nothing'])
    assert.ok(
      ['rebind.weaker', 'enrolment.not-allowed'].includes(await refusal(offer(engine, token, factor))),
    )
  await tamper(engine, (db) =>
    db.updateTable('authenticators').set({ factor: 'carrier-pigeon' }).where('id', '=', alice.totp.id),
  )
  assert.equal(await refusal(offer(engine, token)), 'rebind.weaker', 'R15: the unknown one was the strongest')
})

eachEngine(
  'R11: the very token that was lost says what is no weaker: one with a PIN is no place for one without',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const lost = await withToken(world, alice, '905172')
    const token = await recover(engine, alice)
    const { entry, held } = makeToken(engine)
    await addToPool(engine, 'hotp-token', entry)
    const { factors } = await lose(engine, token, lost)
    assert.deepEqual(factors, ['hotp-token'], 'an app asks for no PIN')
    const begun = await offer(engine, token, 'hotp-token')
    const confirmed = (pin?: string) =>
      confirmEnrolment(engine, {
        authority: { by: 'rebind', token },
        authenticatorId: begun.authenticator.id,
        answer: { serial: held.serial, code: held.press(clock.now()), ...(pin ? { pin } : {}) },
        surroundings,
      })
    assert.equal(await refusal(confirmed()), 'rebind.weaker')
    assert.equal((await engine.authenticators.find(lost as Id))?.status, 'lost')
    await confirmed('728163')
  },
  withTokens,
)

eachEngine(
  'R11: what takes the place of a token without a PIN needs none, and hardware gives way to hardware only',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const lost = await withToken(world, alice, undefined)
    const token = await recover(engine, alice)
    const { factors } = await lose(engine, token, lost)
    assert.ok(factors.includes('totp'))
    const hardware = { kinds: ['has'], userVerified: false, deviceBound: true, attested: true } as const
    assert.equal(showsNoLess({ ...hardware, attested: false }, hardware), false)
    assert.equal(showsNoLess({ ...hardware, deviceBound: false }, { ...hardware, attested: false }), false)
    assert.equal(showsNoLess(hardware, { ...hardware, userVerified: true }), false)
    assert.equal(showsNoLess(hardware, hardware), true)
  },
  withTokens,
)

eachEngine('R11: recovery begins at our own sign-in, and there only', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const code = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
  const application = await newApplication(engine, 'Shop', { vouches: true })
  const at = { account: 'Alice', applicationId: application.id, surroundings }
  const { completed } = await prove(
    engine,
    await startAt(engine, 'Alice'),
    [passwordProof(), totpOf(world, alice)],
    { complete: {} },
  )
  assert.ok(completed)
  const ways = [
    () => startAttempt(engine, at),
    () => startAttempt(engine, { ...at, vouched: true }),
    () => startStepUp(engine, completed.session),
  ]
  for (const start of ways) {
    const started = await start()
    await prove(engine, started, [passwordProof()])
    const { options } = await currentProgress(engine, started.secret)
    assert.ok(!options.some(({ role }) => role === 'recovery'))
    assert.equal(await refusal(prove(engine, started, [code])), 'proof.refused')
    const run = recoverAccount(engine, { secret: started.secret, surroundings })
    assert.equal(await refusal(run), 'attempt.not-satisfied')
  }
  world.clock.advance(60 * minute)
  for (const more of [{ password: alice.password }, { vouched: true }, {}]) {
    const [factor, typed] = ['recovery-codes', alice.recoveryCodes[0] ?? '']
    const ask = { application, account: 'Alice', code: typed, factor, surroundings, ...more }
    assert.equal((await verifyOnce(engine, ask)).accepted, false)
    world.clock.advance(60 * minute)
  }
  assert.ok(await recover(engine, alice), 'and no code was spent by it')
})

eachEngine('R11: what was found in time signs in as ever', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const started = await startAt(engine, 'Alice')
  const code = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
  const { progress } = await prove(engine, started, [passwordProof(), code])
  assert.equal(progress.state, 'recovered')
  assert.ok(progress.options.some(({ factor }) => factor === 'totp'))
  const { completed } = await prove(engine, started, [totpOf(world, alice)], { complete: {} })
  assert.equal(completed?.session.assurance, 2)
  assert.deepEqual(completed.session.factors, ['password', 'totp'], 'the code is no part of it')
})

eachEngine(
  'R3, A-031: a recovery ends with its half hour, with a reset, with the account, and with a newer one',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const first = await recover(engine, alice)
    const second = await recover(engine, alice, 1)
    assert.equal(await refusal(currentRebind(engine, first)), 'rebind.not-found', 'one at a time')
    clock.advance(30 * minute)
    assert.equal(await refusal(currentRebind(engine, second)), 'rebind.not-found', 'half an hour')
    const third = await recover(engine, alice, 2)
    await lose(engine, third, alice.totp.id)
    const begun = await offer(engine, third)
    await resetAuthenticators(engine, { actor: operator, accountId: alice.account.id, reason: 'stolen' })
    const late = confirmEnrolment(engine, {
      authority: { by: 'rebind', token: third },
      authenticatorId: begun.authenticator.id,
      answer: { code: codeAt(begun.show, clock.now()) },
      surroundings,
    })
    assert.ok(['rebind.not-found', 'authenticator.not-found'].includes(await refusal(late)))
  },
)

eachEngine(
  'A-031: a recovery ends when what it began with is held back, renewed, changed or removed',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const token = await withToken(world, alice, undefined)
    const rowOf = async (factor: string) => {
      const row = (await engine.authenticators.ofAccount(alice.account.id)).find(
        (one) => one.factor === factor,
      )
      return row?.id ?? ('none' as Id)
    }
    const codes = await rowOf('recovery-codes')
    const care = {
      actor: operator,
      accountId: alice.account.id,
      authenticatorId: codes,
      reason: 'seen by others',
    }
    const owner = { session: await sessionOf(engine, alice.token), surroundings }
    const change = { current: alice.password, password: 'seven-herons-on-gravel' }
    const ends = [
      () => suspendAuthenticator(engine, care),
      () => runOperation(engine, { ...owner, authenticatorId: codes, operation: 'refill', input: {} }),
      async () =>
        runOperation(engine, {
          ...owner,
          authenticatorId: await rowOf('password'),
          operation: 'change',
          input: change,
        }),
    ]
    let shown: readonly string[] = alice.recoveryCodes
    for (const [nth, end] of ends.entries()) {
      const rebind = await recover(engine, { ...alice, recoveryCodes: shown }, nth)
      await lose(engine, rebind, token)
      const begun = await offer(engine, rebind)
      const done = await end()
      if (done && 'show' in done && done.show) shown = (done.show.codes ?? shown) as readonly string[]
      assert.equal(await refusal(currentRebind(engine, rebind)), 'rebind.not-found')
      const answer = { code: codeAt(begun.show, world.clock.now()) }
      const authority = { by: 'rebind', token: rebind } as const
      const late = { authority, authenticatorId: begun.authenticator.id, answer, surroundings }
      assert.equal(await refusal(confirmEnrolment(engine, late)), 'rebind.not-found')
      if (nth === 0) await resumeAuthenticator(engine, care)
    }
  },
  withTokens,
)

eachEngine(
  'A-031, N-35: a recovery that is half begun ends when its owner makes new codes',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const rows = await engine.authenticators.ofAccount(alice.account.id)
    const codes = rows.find(({ factor }) => factor === 'recovery-codes')?.id ?? ('none' as Id)
    const thief = await startAt(engine, 'Alice')
    const stolen = codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')
    const { progress } = await prove(engine, thief, [passwordProof(), stolen])
    assert.equal(progress.state, 'recovered')

    const owner = { session: await sessionOf(engine, alice.token), surroundings }
    await runOperation(engine, { ...owner, authenticatorId: codes, operation: 'refill', input: {} })
    const late = recoverAccount(engine, { secret: thief.secret, surroundings })
    assert.equal(await refusal(late), 'attempt.not-found')
    const told = (await rowsOf(engine, 'announcements')).map(({ text }) => String(text))
    assert.ok(
      told.some((text) => text.includes('“Recovery codes”')),
      told.join(),
    )
  },
)

eachEngine('A-043, A-055: a recovery is about its own account and no other', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const mallory = await person(world, 'Mallory')
  const token = await recover(engine, mallory)
  assert.equal(await refusal(lose(engine, token, alice.totp.id)), 'authenticator.not-found')
  const password = (await engine.authenticators.ofAccount(mallory.account.id)).find(
    ({ factor }) => factor === 'password',
  )
  assert.equal(await refusal(lose(engine, token, password?.id ?? '')), 'authenticator.not-found')
  for (const forged of [undefined, '', `spg_${'a'.repeat(43)}`, mallory.token, token.replace('spg', 'sps')])
    assert.equal(await refusal(currentRebind(engine, forged)), 'rebind.not-found')
})

onTwoNodes('G1: of one recovery that is finished on two nodes at once one binds', async (world, nodes) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const token = await recover(engine, alice)
  await lose(engine, token, alice.totp.id)
  const begun = await offer(engine, token)
  const answer = { code: codeAt(begun.show, clock.now()) }
  const ends = await tally(
    Array.from({ length: 6 }, (_, nth) =>
      confirmEnrolment(nodes[nth % 2] ?? engine, {
        authority: { by: 'rebind', token },
        authenticatorId: begun.authenticator.id,
        answer,
        surroundings,
      }),
    ),
  )
  assert.equal(ends.done, 1, JSON.stringify(ends))
})

eachEngine('N-25: a wrong code while rebinding costs a try of the offer', async (world) => {
  const { engine } = world
  const alice = await person(world, 'Alice')
  const token = await recover(engine, alice)
  await lose(engine, token, alice.totp.id)
  const begun = await offer(engine, token)
  const answer = { code: wrongCode(world, { ...alice, totp: { id: '', shown: begun.show } }) }
  const confirm = () =>
    confirmEnrolment(engine, {
      authority: { by: 'rebind', token },
      authenticatorId: begun.authenticator.id,
      answer,
      surroundings,
    })
  for (let tried = 0; tried < 10; tried++) assert.equal(await refusal(confirm()), 'enrolment.refused')
  assert.equal(await refusal(confirm()), 'enrolment.expired')
})

eachEngine(
  'N-38: a recovery is told to every contact, from its code to its end, and is on record',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    for (const value of ['one@n38.example', 'two@n38.example']) {
      const address = { type: 'email', value } as const
      const { statement } = engine.contacts.add({ accountId: alice.account.id, address, source: 'owner' })
      await engine.storage.book({ statements: [statement], locks: [alice.account.id] })
    }
    const before = mailbox.messages.length
    await rebind(world, alice, await recover(engine, alice))
    await deliverAll(engine)
    const heard = mailbox.messages.slice(before)
    for (const to of ['one@n38.example', 'two@n38.example']) {
      const subjects = heard.filter((message) => message.to === to).map(({ subject }) => subject)
      assert.match(subjects.join('\n'), /way to recover your account/)
      assert.match(subjects.join('\n'), /was reported lost/)
      assert.match(subjects.join('\n'), /was recovered/)
    }
    const events = (await rowsOf(engine, 'audit_events')).map(({ event }) => event)
    for (const event of ['recovery.begun', 'authenticator.lost', 'recovery.completed'])
      assert.ok(events.includes(event), event)
    const [completion] = (await rowsOf(engine, 'completions')).filter(({ purpose }) => purpose === 'recovery')
    assert.equal(Number(completion?.assurance), 1)
  },
  { transports: [mailbox] },
)

eachEngine('R11: of two authenticators the other one stays', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const session = await sessionOf(engine, (await signIn(world, alice)).token)
  const tablet = await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
  clock.advance(step)
  const renewed = await rebind(world, alice, await recover(engine, alice))
  const rows = await engine.authenticators.ofAccount(alice.account.id)
  const ids = rows.filter(({ factor }) => factor === 'totp').map(({ id }) => id)
  assert.deepEqual(ids.toSorted(), [tablet.authenticator.id, renewed.totp.id].toSorted())
  assert.equal((await engine.portal()).id, portalId)
})
