import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import {
  changeAccount,
  helpWithAuthenticator,
  resumeAuthenticator,
  showAccount,
  suspendAuthenticator,
} from '../../src/administration/index.ts'
import { currentProgress, verifyOnce } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import type { Engine } from '../../src/engine.ts'
import { asModule } from '../../src/factors/factor.ts'
import { hotpTokenModule } from '../../src/factors/hotp-token/index.ts'
import { makeToken } from '../../src/factors/hotp-token/test/holder.ts'
import {
  actorOf,
  addToPool,
  codeProof,
  deliverAll,
  eachEngine,
  enrolMore,
  halfway,
  operator,
  type Person,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  setUpAdministrator,
  step,
  surroundings,
  testFactors,
  totpOf,
  type World,
  wrongCode,
} from '../kit/engine.ts'

const mailbox = captureTransport('email')
const options = {
  transports: [mailbox],
  factorModules: [...testFactors(), asModule(hotpTokenModule)],
  factors: { 'hotp-token': { enabled: true } },
}
const reason = 'left in a taxi'

eachEngine(
  'G6, N-39: what is held back opens nothing and lowers nothing, until it is let go again; its owner is told of both',
  async (world) => {
    const { engine } = world
    const owner = await person(world, 'Ana')
    const care = { actor: operator, ...(await cared(engine, owner, 'totp')), reason }
    const address = `ana@${randomUUID()}.example`
    await changeAccount(engine, { actor: operator, accountId: owner.account.id, email: address, reason })
    await suspendAuthenticator(engine, care)
    assert.equal(
      await engine.sessions.read(owner.token, { door: 'rest' }),
      undefined,
      'what it had opened is shut (A-069)',
    )
    const held = await halfway(engine, 'Ana')
    assert.equal(await refusal(prove(engine, held, [totpOf(world, owner)])), 'proof.refused')
    assert.equal((await currentProgress(engine, held.secret)).state, 'proving')
    assert.equal(await refusal(suspendAuthenticator(engine, care)), 'authenticator.standing')

    await resumeAuthenticator(engine, care)
    world.clock.advance(60_000)
    await prove(engine, await halfway(engine, 'Ana'), [totpOf(world, owner)])
    assert.equal(await refusal(resumeAuthenticator(engine, care)), 'authenticator.standing')
    await deliverAll(engine)
    const told = mailbox.messages.filter(({ to }) => to === address).map(({ text }) => text)
    assert.equal(told.filter((text) => /was held back|was let go again/.test(text)).length, 2)
    const events = (await rowsOf(engine, 'audit_events')).map((row) => String(row.event))
    for (const event of ['authenticator.suspended', 'authenticator.resumed'])
      assert.ok(events.includes(event))
  },
  options,
)

eachEngine(
  'R-04: the help desk finds a token again by two codes; wrong ones are guesses, and the owner’s operations stay the owner’s',
  async (world) => {
    const { engine, clock } = world
    const { owner, device } = await tokenHolder(world)
    const care = { actor: operator, ...(await cared(engine, owner, 'hotp-token')), reason, surroundings }
    const find = (codes: readonly string[]) =>
      helpWithAuthenticator(engine, { ...care, operation: 'resynchronize', input: { codes } })

    for (let count = 0; count < 40; count++) device.press(clock.now())
    assert.equal(await refusal(find(['000000', '000001'])), 'enrolment.refused')
    assert.equal((await engine.authenticators.find(care.authenticatorId))?.failures.proven, 1)
    await find([device.press(clock.now()), device.press(clock.now())])
    const code = codeProof(device.press(clock.now()), 'hotp-token')
    await prove(engine, await halfway(engine, 'Ana'), [code])

    for (const operation of ['change-pin', 'burn'])
      assert.equal(
        await refusal(helpWithAuthenticator(engine, { ...care, operation, input: { pin: '905172' } })),
        'operation.not-found',
      )
    const { authenticators } = await showAccount(engine, { actor: operator, accountId: owner.account.id })
    const token = authenticators.find(({ factor }) => factor === 'hotp-token')
    assert.deepEqual(token?.helps, ['resynchronize', 'unlock-pin', 'clear-pin'])
  },
  options,
)

eachEngine(
  'R8: two codes that show a clock too far off count never after, though nobody got in with them',
  async (world) => {
    const { engine, clock } = world
    const { owner, device } = await tokenHolder(world, 'time')
    const care = { actor: operator, ...(await cared(engine, owner, 'hotp-token')), reason, surroundings }
    const ahead = 5 * step
    const codes = [device.press(clock.now() + ahead - step), device.press(clock.now() + ahead)]
    const find = helpWithAuthenticator(engine, { ...care, operation: 'resynchronize', input: { codes } })
    assert.equal(await refusal(find), 'enrolment.refused')
    clock.advance(ahead - step)
    for (const code of codes) {
      const late = prove(engine, await halfway(engine, 'Ana'), [codeProof(code, 'hotp-token')])
      assert.equal(await refusal(late), 'proof.refused')
      clock.advance(step)
    }
    clock.advance(5 * step)
    await prove(engine, await halfway(engine, 'Ana'), [codeProof(device.press(clock.now()), 'hotp-token')])
  },
  options,
)

eachEngine(
  'A-017, G13: wrong codes at the help desk cost the account’s lane; a try that is not due leaves its line; no PIN taken off forgives a guess',
  async (world) => {
    const { engine } = world
    const { owner } = await tokenHolder(world)
    const care = { actor: operator, ...(await cared(engine, owner, 'hotp-token')), reason, surroundings }
    const help = (operation: string, input?: unknown) =>
      helpWithAuthenticator(engine, { ...care, operation, input })
    const guess = () => refusal(help('resynchronize', { codes: ['000000', '000001'] }))
    for (let count = 0; count < 5; count++) assert.equal(await guess(), 'enrolment.refused')
    assert.equal(await guess(), 'throttled')
    const lane = (await rowsOf(engine, 'throttle')).find(({ id }) => id === `proofs|${owner.account.id}`)
    assert.equal(Number(lane?.failures), 5)
    const reasons = (await rowsOf(engine, 'audit_events'))
      .filter(({ event }) => event === 'authenticator.help-refused')
      .map(({ reason }) => reason)
    assert.deepEqual(reasons, [...Array(5).fill('judged'), 'throttled'])
    await help('clear-pin')
    assert.equal((await engine.authenticators.find(care.authenticatorId))?.failures.proven, 5)
  },
  options,
)

eachEngine(
  'R11: nobody helps themselves or upwards, nothing goes without a reason, and of an administrator’s it takes two',
  async (world) => {
    const { engine } = world
    const admin = await setUpAdministrator(world)
    const helper = await person(world, 'Helper', 'help-desk')
    const [adminActor, helperActor] = [await actorOf(engine, admin), await actorOf(engine, helper)]
    const ofAdmin = await cared(engine, admin, 'totp')
    const ofHelper = await cared(engine, helper, 'totp')
    const above = suspendAuthenticator(engine, { actor: helperActor, ...ofAdmin, reason })
    assert.equal(await refusal(above), 'administration.above-own-rights')
    const own = suspendAuthenticator(engine, { actor: helperActor, ...ofHelper, reason })
    assert.equal(await refusal(own), 'administration.not-for-oneself')
    const silent = suspendAuthenticator(engine, { actor: adminActor, ...ofHelper, reason: ' ' })
    assert.equal(await refusal(silent), 'administration.reason-needed')
    const foreign = { ...ofHelper, authenticatorId: ofAdmin.authenticatorId }
    const elsewhere = suspendAuthenticator(engine, { actor: adminActor, ...foreign, reason })
    assert.equal(await refusal(elsewhere), 'authenticator.not-found')

    const second = await person(world, 'Second')
    const change = { actor: operator, accountId: second.account.id, role: 'administrator', reason } as const
    await changeAccount(engine, change)
    const ofSecond = await cared(engine, second, 'totp')
    const shutOut = suspendAuthenticator(engine, { actor: adminActor, ...ofSecond, reason })
    assert.equal(await refusal(shutOut), 'administration.second-needed')
    await suspendAuthenticator(engine, { actor: operator, ...ofSecond, reason })
    const alone = resumeAuthenticator(engine, { actor: adminActor, ...ofSecond, reason })
    assert.equal(await refusal(alone), 'administration.second-needed')
  },
  options,
)

async function cared(engine: Engine, { account }: Person, factor: string) {
  const rows = await engine.authenticators.ofAccount(account.id)
  const row = rows.find((one) => one.factor === factor)
  assert.ok(row)
  return { accountId: account.id, authenticatorId: row.id }
}

async function tokenHolder(world: World, kind: 'event' | 'time' = 'event') {
  const { engine, clock } = world
  const owner = await person(world, 'Ana')
  const { entry, held: device } = makeToken(engine, { kind })
  await addToPool(engine, 'hotp-token', entry)
  const session = await sessionOf(engine, owner.token)
  const answer = () => ({ serial: device.serial, code: device.press(clock.now()) })
  await enrolMore(engine, session, 'hotp-token', answer)
  clock.advance(step)
  return { owner, device }
}

eachEngine(
  'G13: a wrong code in one call is recorded once, for what it was compared with, and one that nothing reads is, too',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const application = await engine.portal()
    const ask = (account: string, code: string) =>
      verifyOnce(engine, { application, account, code, surroundings })
    await ask('Alice', wrongCode(world, alice))
    await ask('Alice', 'what is a code?')
    await ask('Nobody', '123456')
    const recorded = (await rowsOf(engine, 'audit_refusals')).map((row) => [
      row.account_id,
      row.reason,
      row.count,
    ])
    assert.deepEqual(
      recorded.toSorted(),
      [
        [alice.account.id, 'code.unread', 1],
        [alice.account.id, 'totp.mismatch', 1],
        [null, 'totp.mismatch', 1],
      ].toSorted(),
    )
  },
  options,
)
