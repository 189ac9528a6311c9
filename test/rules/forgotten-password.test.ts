import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { typedName } from '../../src/accounts/index.ts'
import {
  type Actor,
  changeAccount,
  createAccount,
  inviteAccount,
  resetAuthenticators,
  resetPassword,
} from '../../src/administration/index.ts'
import { complete, currentProgress } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import { currentRebind, redeemInvitation } from '../../src/enrolment/index.ts'
import type { Id } from '../../src/kernel/ids.ts'
import {
  actorOf,
  begin,
  confirm,
  deliverAll,
  eachEngine,
  halfway,
  operator,
  person,
  prove,
  recover,
  refusal,
  rowsOf,
  setUpAdministrator,
  signIn,
  surroundings,
  tokenOf,
  totpOf,
  type World,
} from '../kit/engine.ts'

const mailbox = captureTransport('email')
const options = { transports: [mailbox] }
const reason = 'forgotten, seen in person'
const fresh = 'seven herons over the weir'

const resetBy =
  ({ engine }: World) =>
  (actor: Actor, accountId: Id<'account'>) =>
    resetPassword(engine, { actor, accountId, reason })

eachEngine(
  'A-057, C-09: a forgotten password is reset by a link that opens nothing without the second factor',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const accountId = alice.account.id
    const address = `alice@${randomUUID()}.example`
    await changeAccount(engine, { actor: operator, accountId, email: address, reason })
    const { token } = await signIn(world, alice, { rememberDevice: true })
    const { invitation } = await resetBy(world)(operator, accountId)
    assert.equal(await engine.sessions.read(token, { door: 'rest' }), undefined)
    assert.equal(await refusal(halfway(engine, 'Alice')), 'proof.refused')

    const owner = await redeemInvitation(engine, tokenOf(invitation.link))
    assert.deepEqual((await currentProgress(engine, owner.secret)).enrol?.factors, ['password'])
    assert.equal(await refusal(begin(engine, owner.secret, 'totp')), 'enrolment.not-allowed')
    const begun = await begin(engine, owner.secret, 'password')
    await confirm(engine, owner.secret, begun.authenticator.id, { password: fresh })
    const opening = complete(engine, { secret: owner.secret, options: {}, surroundings })
    assert.equal(await refusal(opening), 'attempt.not-satisfied', 'the link and a password of one’s choice')
    assert.equal(await refusal(begin(engine, owner.secret, 'totp')), 'enrolment.not-allowed')
    assert.equal(await refusal(redeemInvitation(engine, 'spi_of-nobody')), 'invitation.spent')
    const done = await prove(engine, owner, [totpOf(world, alice)], { complete: {} })
    assert.ok(await engine.sessions.findLiving(done.completed?.token))
    const again = redeemInvitation(engine, tokenOf(invitation.link))
    assert.equal(await refusal(again), 'invitation.spent')

    const next = await halfway(engine, 'Alice', fresh)
    assert.equal((await currentProgress(engine, next.secret)).state, 'proving')
    await deliverAll(engine)
    const told = mailbox.messages.filter(({ to }) => to === address).map(({ subject }) => subject)
    assert.ok(told.some((subject) => subject.startsWith('The password of your account')))
    const removed = (await rowsOf(engine, 'audit_events')).filter(
      (row) => row.event === 'authenticator.removed',
    )
    assert.equal(removed.length, 1)
  },
  options,
)

eachEngine(
  'R11: a help desk has no hand on the first factor, neither by a reset nor by inviting anew whoever awaits one',
  async (world) => {
    const { engine } = world
    const first = await setUpAdministrator(world)
    const helper = await actorOf(engine, await person(world, 'Helper', 'help-desk'))
    const accountId = (await person(world, 'Alice')).account.id
    const reset = resetBy(world)
    assert.equal(await refusal(reset(helper, accountId)), 'administration.not-permitted')
    await reset(await actorOf(engine, first), accountId)
    const about = { actor: helper, accountId, reason }
    assert.equal(await refusal(inviteAccount(engine, about)), 'administration.not-permitted')
    assert.equal(await refusal(resetAuthenticators(engine, about)), 'administration.not-permitted')
    assert.ok(await inviteAccount(engine, { ...about, actor: await actorOf(engine, first) }))
    assert.equal(await refusal(reset(operator, accountId)), 'account.no-password')
  },
  options,
)

eachEngine(
  'R11: nor where the password was all that somebody had: the account stays whose it was',
  async (world) => {
    const { engine } = world
    const actor = await actorOf(engine, await setUpAdministrator(world))
    const helper = await actorOf(engine, await person(world, 'Helper', 'help-desk'))
    const accountId = (await person(world, 'Alice')).account.id
    const lost = { actor: helper, accountId, reason: 'phone and codes lost' }
    await resetAuthenticators(engine, lost)
    await resetBy(world)(actor, accountId)
    assert.equal(await refusal(inviteAccount(engine, lost)), 'administration.not-permitted')
    assert.equal(await refusal(resetAuthenticators(engine, lost)), 'administration.not-permitted')
    assert.ok(await inviteAccount(engine, { ...lost, actor }))

    const { account: fresh } = await createAccount(engine, { actor: helper, name: typedName.parse('Nina') })
    assert.ok(await inviteAccount(engine, { ...lost, accountId: fresh.id }), 'whom nobody has been yet')
  },
  options,
)

eachEngine(
  'A-057: what somebody has begun with the old password, a recovery, leads on no more once it is reset',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const token = await recover(engine, alice)
    assert.ok(await currentRebind(engine, token))
    await resetBy(world)(operator, alice.account.id)
    assert.equal(await refusal(currentRebind(engine, token)), 'rebind.not-found')
  },
  options,
)

eachEngine(
  'R11: nobody resets the password of an account of their own, and that of an administrator takes two',
  async (world) => {
    const first = await setUpAdministrator(world)
    const reset = resetBy(world)
    const actor = await actorOf(world.engine, first)
    const second = await actorOf(world.engine, await person(world, 'Second', 'administrator'))
    const { account: third } = await person(world, 'Third', 'administrator')
    assert.equal(await refusal(reset(actor, first.account.id)), 'administration.not-for-oneself')
    assert.equal(await refusal(reset(actor, third.id)), 'administration.second-needed')
    assert.ok((await reset(second, third.id)).invitation)
  },
  options,
)
