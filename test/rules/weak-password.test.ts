import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { typedName } from '../../src/accounts/index.ts'
import { adviseInventory, createApplication, explainPolicy } from '../../src/administration/index.ts'
import { currentProgress, verifyOnce } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { runOperation } from '../../src/enrolment/index.ts'
import type { PolicyConfig } from '../../src/policy/index.ts'
import {
  begin,
  codeAt,
  confirm,
  eachEngine,
  goodPassword,
  halfway,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  refusal,
  setUpAdministrator,
  signIn,
  startAt,
  surroundings,
  tamper,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { rule } from '../kit/rules.ts'

const actor = operator
const folder = mkdtempSync(join(tmpdir(), 'sallyport-breach-'))
after(() => rmSync(folder, { recursive: true }))

/** A list on which the password of every test person has turned up. */
const file = join(folder, 'breaches.txt')
writeFileSync(file, `${createHash('sha1').update(goodPassword).digest('hex').toUpperCase()}:3\n`)

/** The same installation when its list has grown, eight days after everybody set their passwords. */
function later(world: World, policy: Partial<PolicyConfig>): Promise<Engine> {
  world.clock.advance(8 * 24 * 3_600_000)
  return world.node({ policy, factors: { password: { breach: { file } } } })
}

eachEngine(
  'A-051, R2: a password that has turned up on a list demands at once, and enrols nothing by itself',
  async (world) => {
    await setUpAdministrator(world)
    await passwordOnly(world, 'ana')
    const before = await halfway(world.engine, 'ana')
    assert.equal((await currentProgress(world.engine, before.secret)).enrol?.factors.includes('totp'), true)
    const engine = await later(world, { mfa: 'offered' })

    const started = await startAt(engine, 'ana')
    const { progress, completed } = await prove(engine, started, [passwordProof()], { complete: {} })
    assert.equal(completed, undefined, 'the very sign-in in which it is found')
    assert.deepEqual([progress.state, progress.enrol?.factors], ['enrolling', []])
    assert.deepEqual(
      progress.because.map(({ id }) => id),
      ['mfa.weak-password', 'enrol.invitation', 'password.renew'],
    )
    const explained = await explainPolicy(engine, { actor, whatIf: { account: typedName.parse('ana') } })
    assert.equal(explained.outcome, 'invitation')
  },
)

eachEngine(
  'who holds a second factor comes in with both, and no more once the password is changed',
  async (world) => {
    await setUpAdministrator(world)
    const ana = await person(world, 'ana')
    const engine = await later(world, { mfa: 'offered', renewPassword: [] })
    const { token } = await signIn(world, ana, {}, engine)
    const because = async () => {
      const whatIf = { account: typedName.parse('ana') }
      return (await explainPolicy(engine, { actor, whatIf })).because.map(({ id }) => id)
    }
    assert.deepEqual(await because(), ['mfa.weak-password', 'mfa.enrolled'])
    const rows = await engine.authenticators.ofAccount(ana.account.id)
    const password = rows.find(({ factor }) => factor === 'password')
    assert.equal(password?.weak, true)

    const session = await engine.sessions.read(token, { door: 'rest' })
    assert.ok(session && password)
    await runOperation(engine, {
      session,
      authenticatorId: password.id,
      operation: 'change',
      input: { current: goodPassword, password: 'nettle-harpoon-velvet-38' },
      surroundings,
    })
    assert.deepEqual(await because(), ['mfa.enrolled'])
  },
)

eachEngine('a rule about weak passwords holds in the very sign-in, at the one call, too', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'ana')
  const shop = await createApplication(world.engine, { actor, name: 'Shop' })
  const denied = rule('weak', { who: { marks: ['weak'] }, need: { deny: true }, says: 'Change it first.' })
  const engine = await later(world, { mfa: 'offered', rules: [denied] })
  const application = await engine.applications.find(shop.id)
  assert.ok(application)
  const code = String((totpOf(world, ana).proof as { readonly code: string }).code)
  const verified = await verifyOnce(engine, {
    application,
    account: 'ana',
    password: ana.password,
    code,
    surroundings,
  })
  assert.equal(verified.accepted, false)
  world.clock.advance(30_000)
  const { progress } = await prove(engine, await startAt(engine, 'ana'), [passwordProof()], { complete: {} })
  assert.equal(progress.state, 'denied')
})

eachEngine('R15: a list that gives no answer says nothing, and nobody is kept out by it', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  world.clock.advance(8 * 24 * 3_600_000)
  const rangeService = { url: 'http://127.0.0.1:9/{prefix}', timeout: 100 }
  const engine = await world.node({
    policy: { mfa: 'offered' },
    factors: { password: { breach: { rangeService } } },
  })
  const { completed } = await prove(engine, await startAt(engine, 'ana'), [passwordProof()], { complete: {} })
  assert.ok(completed)
})

eachEngine('the adviser names who was found out at a sign-in', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  const engine = await later(world, { mfa: 'offered' })
  await halfway(engine, 'ana')
  const advice = await adviseInventory(engine, { actor, query: { signal: 'weak', limit: 10 } })
  assert.deepEqual(
    advice.items.map(({ account }) => account),
    ['ana'],
  )
})

eachEngine('R3: a session on a password alone stands no longer once that is found weak', async (world) => {
  await setUpAdministrator(world)
  await passwordOnly(world, 'ana')
  const offered = await world.node({ policy: { mfa: 'offered' } })
  const { completed } = await prove(offered, await startAt(offered, 'ana'), [passwordProof()], {
    complete: {},
  })
  const password = { breach: { file }, recheckDays: 0 }
  const engine = await world.node({ policy: { mfa: 'offered' }, factors: { password } })
  const stands = () => engine.sessions.read(completed?.token ?? '', { door: 'rest' })
  const before = await stands()
  await halfway(engine, 'ana')
  assert.deepEqual([before === undefined, await stands()], [false, undefined])
})

eachEngine('R3: a rule about weak passwords holds for full sessions from before, too', async (world) => {
  await setUpAdministrator(world)
  const ana = await person(world, 'ana')
  const denied = rule('weak', { who: { marks: ['weak'] }, need: { deny: true } })
  const engine = await later(world, { mfa: 'offered', rules: [denied] })
  const before = await world.node({ policy: { mfa: 'offered', rules: [denied] } })
  const { token } = await signIn(world, ana, {}, before)
  const stands = async () => (await engine.sessions.read(token, { door: 'rest' })) !== undefined
  assert.equal(await stands(), true)
  await tamper(engine, (db) =>
    db.updateTable('authenticators').set({ weak: 1 }).where('factor', '=', 'password'),
  )
  assert.equal(await stands(), false)
})

/** The list has grown, and every use is held against it. */
const strict = { factors: { password: { breach: { file }, recheckDays: 0 } } }

eachEngine('R2: an offer from before the finding is not confirmed after it', async (world) => {
  const { engine } = world
  await setUpAdministrator(world)
  const { id } = await passwordOnly(world, 'ana')
  const { secret } = await halfway(engine, 'ana')
  const begun = await begin(engine, secret, 'totp')
  await halfway(await world.node(strict), 'ana')
  const answer = { code: codeAt(begun.show, world.clock.now()) }
  const confirming = confirm(engine, secret, begun.authenticator.id, answer)
  assert.equal(await refusal(confirming), 'enrolment.invitation-needed')
  const rows = await engine.authenticators.ofAccount(id)
  assert.equal(rows.find(({ factor }) => factor === 'totp')?.status, 'pending')
})

eachEngine(
  'a remembered browser stands in for nothing beside a password that turns out weak',
  async (world) => {
    await setUpAdministrator(world)
    const ana = await person(world, 'ana')
    const policy = { mfa: 'required', remember: '30d' } as const
    const before = await world.node({ policy })
    const comesIn = async (engine: Engine, remembered: string | undefined) => {
      const where = { complete: {}, surroundings: { ...surroundings, remembered } }
      return (await prove(engine, await startAt(engine, 'ana'), [passwordProof()], where)).completed
    }
    const { rememberedToken } = await signIn(world, ana, { rememberBrowser: true }, before)
    const again = await comesIn(before, rememberedToken)
    assert.equal(again?.session.assurance, 1)
    assert.equal(await comesIn(await world.node({ policy, ...strict }), again?.rememberedToken), undefined)
  },
)
