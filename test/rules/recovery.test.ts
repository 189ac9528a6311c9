import assert from 'node:assert/strict'
import { emailAddress } from '../../src/accounts/index.ts'
import { resetAuthenticators } from '../../src/administration/index.ts'
import { verifyOnce } from '../../src/authentication/index.ts'
import { captureTransport } from '../../src/delivery/index.ts'
import { beginEnrolment, redeemInvitation } from '../../src/enrolment/index.ts'
import { newApplication } from '../attacks/engine/doors.ts'
import {
  begin,
  codeAt,
  codeProof,
  confirm,
  deliverAll,
  eachEngine,
  enrolMore,
  halfway,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  surroundings,
  tokenOf,
  wrongCode,
} from '../kit/engine.ts'

eachEngine(
  'V-46: recovery codes cannot be made before there is a second factor',
  async (world) => {
    const { engine } = world
    await passwordOnly(world, 'Alice')
    const started = await startAt(engine, 'Alice')
    const { completed } = await prove(engine, started, [passwordProof()], { complete: {} })
    const authority = { by: 'session', session: await sessionOf(engine, completed?.token ?? '') } as const
    const early = beginEnrolment(engine, { authority, factor: 'recovery-codes', surroundings })
    assert.equal(await refusal(early), 'enrolment.not-allowed')
  },
  { policy: { mfa: 'offered' } },
)

eachEngine(
  'R2: after a reset a password alone enrols nothing; the invitation does, and ends the mark',
  async (world) => {
    const { engine, clock } = world
    const alice = await person(world, 'Alice')
    const subject = { actor: operator, accountId: alice.account.id, reason: 'lost phone' }
    const { invitation } = await resetAuthenticators(engine, subject)
    const thief = await halfway(engine, 'Alice')
    assert.equal(await refusal(begin(engine, thief.secret, 'totp')), 'enrolment.invitation-needed')

    const owner = await redeemInvitation(engine, tokenOf(invitation.link))
    await prove(engine, owner, [passwordProof()])
    const begun = await begin(engine, owner.secret, 'totp')
    await confirm(engine, owner.secret, begun.authenticator.id, { code: codeAt(begun.show, clock.now()) })
    assert.deepEqual((await engine.accounts.find(alice.account.id))?.marks, [])
  },
)

eachEngine('R7: what an application vouched for is on record as vouched', async (world) => {
  const { engine, clock } = world
  const alice = await person(world, 'Alice')
  const application = await newApplication(engine, 'Shop', { vouches: true })
  const code = codeAt(alice.totp.shown, clock.now())
  const result = await verifyOnce(engine, {
    application,
    account: 'Alice',
    code,
    vouched: true,
    surroundings,
  })
  assert.equal(result.accepted && result.assurance, 2)
  const accepted = (await rowsOf(engine, 'audit_events')).filter((row) => row.event === 'verify.accepted')
  assert.match(JSON.stringify(accepted), /vouched\\*": ?true/)
})

const mailbox = captureTransport('email')

eachEngine(
  'C-03, N-38: its owner hears of a new device, a failed second step and a used recovery code',
  async (world) => {
    const { engine } = world
    const alice = await person(world, 'Alice')
    const address = emailAddress.parse('alice@example.com')
    const { statement } = engine.contacts.add({ accountId: alice.account.id, address, source: 'owner' })
    await engine.storage.book({ statements: [statement], locks: [alice.account.id] })
    const before = mailbox.messages.length

    await signIn(world, alice, { rememberDevice: true })
    const started = await halfway(engine, 'Alice')
    await refusal(prove(engine, started, [codeProof(wrongCode(world, alice))]))
    await prove(engine, started, [codeProof(alice.recoveryCodes[0] ?? '', 'recovery-codes')])
    await deliverAll(engine)

    const heard = mailbox.messages.slice(before)
    const subjects = heard.map((message) => message.subject).join('\n')
    assert.match(subjects, /sign-in|new device/i)
    assert.match(subjects, /was stopped/)
    assert.match(subjects, /way to recover/i)
    assert.equal(heard.length, 3)
  },
  { transports: [mailbox] },
)

eachEngine(
  'R3: a session that began on a password alone ends when the first second factor is set up elsewhere',
  async (world) => {
    const { engine, clock } = world
    await passwordOnly(world, 'Alice')
    const signInByPassword = async () => {
      const started = await startAt(engine, 'Alice')
      const { completed } = await prove(engine, started, [passwordProof()], { complete: {} })
      return completed?.token ?? ''
    }
    const thief = await signInByPassword()
    const owner = await signInByPassword()
    const session = await sessionOf(engine, owner)
    await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, clock.now()) }))
    assert.equal(await engine.sessions.read(thief, { door: 'rest' }), undefined)
    assert.ok(await engine.sessions.read(owner, { door: 'rest' }))
  },
  { policy: { mfa: 'offered' } },
)
