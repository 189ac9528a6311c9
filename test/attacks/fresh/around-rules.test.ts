import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { typedName } from '../../../src/accounts/index.ts'
import {
  addToGroup,
  administratorsShutOut,
  createGroup,
  explainPolicy,
  searchAudit,
} from '../../../src/administration/index.ts'
import {
  askForLane,
  currentProgress,
  recoverAccount,
  redeemLaneLink,
  startAttempt,
  stillAdmitted,
  verifyOnce,
} from '../../../src/authentication/index.ts'
import { captureTransport } from '../../../src/delivery/index.ts'
import type { Engine } from '../../../src/engine.ts'
import { beginEnrolment, confirmEnrolment, nameLost } from '../../../src/enrolment/index.ts'
import { factorModules } from '../../../src/factors/index.ts'
import type { Id } from '../../../src/kernel/ids.ts'
import type { Rule } from '../../../src/policy/index.ts'
import { admittedTo, applicationCalled, door } from '../../kit/admissions.ts'
import {
  codeAt,
  codeProof,
  deliverAll,
  eachEngine,
  halfway,
  operator,
  type Person,
  passwordOnly,
  passwordProof,
  person,
  prove,
  recover,
  refusal,
  sessionOf,
  setUpAdministrator,
  startAt,
  surroundings,
  tamper,
  testFactors,
  tokenOf,
  totpOf,
  type World,
} from '../../kit/engine.ts'
import { nameTag } from '../../kit/name-tag.ts'
import { rule, under } from '../../kit/rules.ts'
import { cookieNames, openTestServer } from '../../kit/server.ts'
import { besiege, giveAddress } from '../../kit/siege.ts'
import { newApplication } from '../engine/doors.ts'

/** What somebody who read the rules for the first time found to lead around them. */

const tag = nameTag()
const tagged = { factorModules: [...testFactors(), tag.module] }
const deny = { need: { deny: true as const } }
const mailbox = captureTransport('email')
const abroad = { ...surroundings, source: '203.0.113.9' }
const outside = { where: { outside: ['192.0.2.0/24'] } }

async function progressAt(engine: Engine, secret: string) {
  return currentProgress(engine, secret, { surroundings })
}

/** A browser that opened the mailed link of somebody besieged. */
async function letInByMail(engine: Engine, name: string, address: string) {
  const started = await startAt(engine, name)
  await askForLane(engine, { secret: started.secret, surroundings })
  await deliverAll(engine)
  const letter = mailbox.messages.findLast(({ to, text }) => to === address && text.includes('/lane#'))
  const [link = ''] = /http\S+\/lane#\S+/.exec(letter?.text ?? '') ?? []
  const { deviceToken } = await redeemLaneLink(engine, tokenOf(link))
  return { started, deviceToken }
}

/** A name tag of hers, good at one application only or everywhere. */
async function giveTag(world: World, owner: Person, applicationId?: string): Promise<string> {
  const authority = { by: 'session', session: await sessionOf(world.engine, owner.token) } as const
  const { authenticator } = await beginEnrolment(world.engine, {
    authority,
    factor: 'name-tag',
    surroundings,
  })
  const confirmed = { authority, authenticatorId: authenticator.id, answer: {}, surroundings }
  await confirmEnrolment(world.engine, confirmed)
  if (applicationId !== undefined)
    await tamper(world.engine, (db) =>
      db
        .updateTable('authenticators')
        .set({ application_id: applicationId })
        .where('id', '=', authenticator.id),
    )
  return authenticator.id
}

eachEngine(
  'A-049, R15: a browser that a mailed link let in is no known one',
  async (world) => {
    const owner = await person(world, 'Ana')
    const address = `${randomUUID()}@example.com`
    await giveAddress(world, owner, address, { confirmed: true })
    await besiege(world, owner)
    const rules = [rule('new browsers', { where: { device: 'new' }, ...deny })]
    const engine = await world.node({ policy: { mfa: 'offered', rules }, transports: [mailbox] })
    const { started, deviceToken } = await letInByMail(engine, 'Ana', address)
    const { progress } = await prove(engine, started, [passwordProof()], {
      surroundings: { ...surroundings, device: deviceToken },
    })
    assert.equal(progress.state, 'denied')
  },
  { transports: [mailbox] },
)

eachEngine(
  'A-049, decision 5: a sign-in on a password alone makes a mailed browser no known one',
  async (world) => {
    const account = await passwordOnly(world, 'Carl')
    const engine = await world.node({ policy: { mfa: 'offered' }, transports: [mailbox] })
    const address = `${randomUUID()}@example.com`
    await giveAddress(world, { account }, address, { confirmed: true })
    await besiege(world, { account })
    const { started, deviceToken } = await letInByMail(engine, 'Carl', address)
    const there = { ...surroundings, device: deviceToken }
    const { completed } = await prove(engine, started, [passwordProof()], {
      surroundings: there,
      complete: {},
    })
    assert.ok(completed)
    assert.equal((await engine.throttle.recognise(deviceToken))?.mailed, true)
  },
  { transports: [mailbox] },
)

eachEngine('R11: a way back that a rule forbids leads nowhere, and its code is not spent', async (world) => {
  const ana = await person(world, 'ana')
  const engine = await under(world, [
    rule('no codes', { need: { assurance: 2, forbid: ['recovery-codes'] } }),
  ])
  const { secret } = await halfway(engine, 'ana')
  const code = codeProof(ana.recoveryCodes[0] ?? '', 'recovery-codes')
  assert.equal(await refusal(prove(engine, { secret }, [code])), 'proof.refused')
  assert.equal(await refusal(recoverAccount(engine, { secret, surroundings })), 'attempt.not-satisfied')
  const other = await halfway(world.engine, 'ana')
  assert.equal((await prove(world.engine, other, [code])).progress.state, 'recovered')
})

eachEngine(
  'R11: a rule for what cannot be phished leaves the way back to whoever lost just that',
  async (world) => {
    const ana = await person(world, 'ana')
    const lost = await giveTag(world, ana)
    await tamper(world.engine, (db) =>
      db.updateTable('authenticators').set({ status: 'lost' }).where('id', '=', lost),
    )
    const rules = [rule('keys', { need: 'phishing-resistant' })]
    const engine = await world.node({ policy: { mfa: 'offered', rules }, ...tagged })
    const { secret } = await halfway(engine, 'ana')
    const { options } = await progressAt(engine, secret)
    assert.deepEqual(
      options.map(({ factor }) => factor),
      ['recovery-codes'],
    )
    const code = codeProof(ana.recoveryCodes[0] ?? '', 'recovery-codes')
    assert.equal((await prove(engine, { secret }, [code])).progress.state, 'recovered')
  },
  tagged,
)

eachEngine(
  'R3: a recovery that began elsewhere changes no factor from where a rule lets nobody in',
  async (world) => {
    const ana = await person(world, 'ana')
    const token = await recover(world.engine, ana)
    const engine = await under(world, [rule('office', { ...deny, ...outside })])
    const authenticatorId = ana.totp.id as Id<'authenticator'>
    const named = (from: typeof surroundings | typeof abroad) =>
      nameLost(engine, { token, authenticatorId, surroundings: from })
    assert.equal(await refusal(named(abroad)), 'enrolment.not-allowed')
    await named(surroundings)
    const begun = (from: typeof surroundings | typeof abroad) =>
      beginEnrolment(engine, { authority: { by: 'rebind', token }, factor: 'totp', surroundings: from })
    assert.equal(await refusal(begun(abroad)), 'enrolment.not-allowed')
    await begun(surroundings)
  },
)

eachEngine(
  'R1, G10: what cannot be phished and is good elsewhere still sets the bar for something stronger',
  async (world) => {
    const ana = await person(world, 'ana')
    const { id } = await newApplication(world.engine, 'VPN')
    await giveTag(world, ana, id)
    const rules = [rule('keys', { need: 'phishing-resistant' })]
    const engine = await world.node({ policy: { mfa: 'offered', rules }, ...tagged })
    const { secret } = await halfway(engine, 'ana')
    const { progress } = await prove(engine, { secret }, [totpOf(world, ana)])
    assert.deepEqual(progress.enrol?.factors ?? [], [])
    const added = beginEnrolment(engine, {
      authority: { by: 'attempt', secret },
      factor: 'name-tag',
      surroundings,
    })
    assert.equal(await refusal(added), 'enrolment.invitation-needed')
  },
  tagged,
)

eachEngine(
  'R15: an application that hands its sign-in to a browser of its own is where it was: unknown',
  async (world) => {
    await passwordOnly(world, 'ana')
    const engine = await under(world, [rule('office', { ...deny, ...outside })])
    const { id } = await newApplication(engine, 'Payments')
    const asks = { ...surroundings, onBehalf: true }
    const started = await startAttempt(engine, { account: 'ana', applicationId: id, surroundings: asks })
    await prove(engine, started, [passwordProof()], { surroundings: asks })
    const { progress, completed } = await prove(engine, started, [], { surroundings, complete: {} })
    assert.deepEqual([progress.state, completed], ['denied', undefined])
  },
)

eachEngine(
  'R7: a door that sees a code alone lets nobody in where a rule asks for two factors',
  async (world) => {
    const ana = await person(world, 'ana')
    const engine = await under(world, [rule('two', { what: { purposes: ['verify'] } })])
    const application = await engine.portal()
    const code = String((totpOf(world, ana).proof as { code: string }).code)
    const verified = await verifyOnce(engine, { application, account: 'ana', code, surroundings })
    assert.equal(verified.accepted, false)
  },
)

eachEngine('G13: what a refused call confirmed by the way is in the trail', async (world) => {
  const ana = await passwordOnly(world, 'ana')
  const authority = { by: 'operator', actor: 'op', account: ana, application: undefined } as const
  const begun = await beginEnrolment(world.engine, { authority, factor: 'totp', surroundings })
  const engine = await under(world, [rule('closed', { ...deny, what: { purposes: ['verify'] } })])
  const code = codeAt(begun.show, world.clock.now())
  const application = await engine.portal()
  assert.equal(
    (await verifyOnce(engine, { application, account: 'ana', code, surroundings })).accepted,
    false,
  )
  const { items } = await searchAudit(engine, { actor: operator, query: { event: 'authenticator.enrolled' } })
  assert.equal(items.length, 1)
})

eachEngine('N-44: a session is not kept warm from where it does not stand', async (world) => {
  const ana = await person(world, 'ana')
  const engine = await under(world, [rule('office', { ...deny, ...outside })])
  for (let nth = 0; nth < 8; nth++) {
    world.clock.advance(9 * 60_000)
    assert.equal(await engine.sessions.read(ana.token, abroad), undefined)
  }
  assert.equal(await engine.sessions.read(ana.token, surroundings), undefined)
})

eachEngine('N-44: nor is it by an application that does not let somebody in from there', async (world) => {
  const ana = await person(world, 'ana')
  const engine = await under(world, [rule('office', { ...deny, ...outside })])
  const { id } = await admittedTo(engine, ana.token, await applicationCalled(engine, 'Wiki'))
  for (let nth = 0; nth < 8; nth++) {
    world.clock.advance(9 * 60_000)
    assert.equal(await stillAdmitted(engine, id, { ...abroad, door }), undefined)
  }
  assert.equal(await engine.sessions.read(ana.token, surroundings), undefined)
})

for (const need of ['passwordless', { userVerified: true as const }, { phishingResistant: true as const }])
  eachEngine(
    `G10: nobody is stuck between doors under ${JSON.stringify(need)}: what would count is set up on the way`,
    async (world) => {
      const ana = await person(world, 'ana')
      await passwordOnly(world, 'bob')
      const rules = [rule('strong', { need })]
      const engine = await world.node({ policy: { mfa: 'required', rules }, ...tagged })
      const { secret } = await halfway(engine, 'ana')
      const { progress } = await prove(engine, { secret }, [totpOf(world, ana)])
      assert.deepEqual([progress.state, progress.enrol?.factors], ['enrolling', ['name-tag']])
      const bob = await progressAt(engine, (await halfway(engine, 'bob')).secret)
      assert.deepEqual([bob.state, bob.enrol?.factors], ['enrolling', ['name-tag']])
      const whatIf = { account: typedName.parse('ana') }
      assert.equal((await explainPolicy(engine, { actor: operator, whatIf })).outcome, 'sets-up')
    },
    tagged,
  )

eachEngine('G6: administrators whom no factor here could let in are found shut out', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [rule('strong', { need: 'passwordless' })])
  assert.equal((await administratorsShutOut(engine))?.kind, 'locks-out')
})

eachEngine('R20: administrators are shut out by hardware that nothing here could attest', async (world) => {
  await setUpAdministrator(world)
  const asking = (need: Rule['need']) =>
    world.node({ factorModules, policy: { rules: [{ name: 'strong', need }] } })
  const shutOut = async (need: Rule['need']) => (await administratorsShutOut(await asking(need)))?.kind
  assert.equal(await shutOut('hardware-bound'), 'locks-out')
  assert.equal(await shutOut('phishing-resistant'), undefined)
})

eachEngine('nobody puts the last administrator into a group that a rule shuts out', async (world) => {
  const admin = await setUpAdministrator(world)
  const engine = await under(world, [rule('contractors', { who: { groups: ['contractors'] }, ...deny })])
  const { id: groupId } = await createGroup(engine, { actor: operator, name: typedName.parse('contractors') })
  const act = { actor: operator, groupId, reason: 'test' }
  assert.equal(await refusal(addToGroup(engine, { ...act, accountId: admin.account.id })), 'policy.locks-out')
  assert.equal(await administratorsShutOut(engine), undefined)
  const ben = await passwordOnly(world, 'ben')
  await addToGroup(engine, { ...act, accountId: ben.id })
})

eachEngine(
  'a strength is what somebody defined, and what everybody has is redefined by nobody',
  async (world) => {
    for (const need of ['constructor', 'toString', '__proto__'])
      assert.equal(await refusal(under(world, [rule('odd', { need })])), 'policy.strength-unknown', need)
    await assert.rejects(world.node({ policy: { strengths: { 'phishing-resistant': {} } } }))
  },
)

eachEngine('who is shut out by the hour can still sign out, and stays out', async (world) => {
  const ana = await person(world, 'ana')
  const engine = await under(world, [rule('closed', deny)])
  const server = await openTestServer(engine)
  try {
    const browser = await server.signedIn(ana.token)
    assert.equal((await browser.get('/session')).status, 401)
    assert.equal((await browser.delete('/session')).status, 204)
    assert.equal(browser.cookies.has(cookieNames.session), false)
  } finally {
    await server.close()
  }
  assert.equal(await world.engine.sessions.read(ana.token, surroundings), undefined)
})
