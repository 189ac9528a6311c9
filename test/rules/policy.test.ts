import assert from 'node:assert/strict'
import { typedName } from '../../src/accounts/index.ts'
import { createApplication, searchAudit } from '../../src/administration/index.ts'
import { currentProgress, startAttempt, verifyOnce } from '../../src/authentication/index.ts'
import type { PolicyConfig } from '../../src/policy/index.ts'
import {
  eachEngine,
  halfway,
  operator,
  passwordOnly,
  passwordProof,
  person,
  prove,
  startAt,
  surroundings,
  testFactors,
  totpOf,
} from '../kit/engine.ts'
import { nameTag } from '../kit/name-tag.ts'
import { rule, under } from '../kit/rules.ts'

const tag = nameTag()

eachEngine('a rule asks for a second factor of those whom it names, and of nobody else', async (world) => {
  await passwordOnly(world, 'ana')
  await passwordOnly(world, 'bob')
  const engine = await under(world, [
    rule('traders', { who: { accounts: ['ANA'] }, says: 'You move money.' }),
  ])
  const progressOf = async (name: string) =>
    currentProgress(engine, (await halfway(engine, name)).secret, { surroundings })
  const asked = await progressOf('ana')
  assert.equal(asked.state, 'enrolling')
  assert.deepEqual(asked.because, [{ id: 'rule:traders', text: 'You move money.' }])
  assert.equal((await progressOf('bob')).state, 'satisfied')
})

eachEngine('a rule speaks of groups, as they are at this moment (G11)', async (world) => {
  const ana = await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('money', { who: { groups: ['Finance'] } })])
  const { group, statement } = engine.groups.create(typedName.parse('finance'))
  await engine.storage.book({ statements: [statement], locks: [] })
  const stateOf = async () =>
    (await currentProgress(engine, (await halfway(engine, 'ana')).secret, { surroundings })).state
  assert.equal(await stateOf(), 'satisfied')
  await engine.storage.book({ statements: [engine.groups.addMember(group.id, ana.id)], locks: [] })
  assert.equal(await stateOf(), 'enrolling')
})

eachEngine('a rule for a class of applications asks there and nowhere else', async (world) => {
  await passwordOnly(world, 'ana')
  const engine = await under(world, [rule('bank', { what: { classes: ['banking'] } })])
  const { id } = await createApplication(engine, { actor: operator, name: 'Payments', class: 'banking' })
  const bank = await startAttempt(engine, { account: 'ana', applicationId: id, surroundings })
  assert.equal((await prove(engine, bank, [passwordProof()])).progress.state, 'enrolling')
  const portal = await startAt(engine, 'ana')
  assert.equal((await prove(engine, portal, [passwordProof()])).progress.state, 'satisfied')
})

eachEngine(
  'R15: where an application asks in somebody’s name, its own network is not theirs',
  async (world) => {
    await passwordOnly(world, 'ana')
    const engine = await under(world, [rule('abroad', { where: { outside: ['192.0.2.0/24'] } })])
    const state = async (from: object) => {
      const seen = { ...surroundings, ...from }
      const { secret } = await startAt(engine, 'ana')
      return (await prove(engine, { secret }, [passwordProof()], { surroundings: seen })).progress.state
    }
    assert.equal(await state({}), 'satisfied')
    assert.equal(await state({ source: '198.51.100.7' }), 'enrolling')
    assert.equal(await state({ onBehalf: true }), 'enrolling')
    assert.equal(await state({ source: undefined }), 'enrolling')
  },
)

const denied = { need: { deny: true as const } }

eachEngine(
  'deny: behind the first door it says why; nothing more is judged, sent, set up or issued',
  async (world) => {
    const ana = await person(world, 'ana')
    const engine = await under(world, [rule('closed', { ...denied, says: 'The office is closed.' })])
    const started = await startAt(engine, 'ana')
    const before = await currentProgress(engine, started.secret, { surroundings })
    assert.deepEqual([before.state, before.because], ['proving', []])
    const judged = world.comparisons.get('totp')
    const { progress, completed } = await prove(engine, started, [passwordProof(), totpOf(world, ana)], {
      complete: {},
    })
    assert.equal(progress.state, 'denied')
    assert.equal(progress.because.at(-1)?.text, 'The office is closed.')
    assert.deepEqual([progress.options, progress.enrol, completed], [[], undefined, undefined])
    assert.equal(world.comparisons.get('totp'), judged)
    // R16: whoever goes on knocking fills no disk.
    await prove(engine, started, [totpOf(world, ana)])
    const { items } = await searchAudit(engine, { actor: operator, query: { event: 'attempt.denied' } })
    assert.equal(items.length, 1)
    assert.match(items[0]?.text ?? '', /a rule lets nobody in here: .*rule:closed/)
  },
)

eachEngine(
  'A-028: a rule tells strangers nothing of names, and asks as much of a name that nobody has',
  async (world) => {
    await passwordOnly(world, 'ana')
    const engine = await under(world, [
      rule('her', { who: { accounts: ['ana', 'nobody'] }, ...denied }),
      rule('others', { who: { except: ['ana', 'nobody'] }, need: 'phishing-resistant' }),
    ])
    const seen = await Promise.all(
      ['ana', 'nobody', 'somebody'].map(async (name) => {
        const { state, because, options } = await currentProgress(
          engine,
          (await startAt(engine, name)).secret,
          {
            surroundings,
          },
        )
        return { state, because, options }
      }),
    )
    assert.deepEqual(seen[1], seen[0])
    assert.deepEqual(seen[2], seen[0])
  },
)

eachEngine(
  'nothing is sent by a factor that a rule forbids, and none is set up that would not count',
  async (world) => {
    await passwordOnly(world, 'ana')
    const engine = await under(world, [
      rule('no messages', { need: { assurance: 2, forbid: ['echo-code'] } }),
    ])
    const { secret } = await halfway(engine, 'ana')
    const { enrol } = await currentProgress(engine, secret, { surroundings })
    assert.equal(enrol?.factors.includes('echo-code'), false)
    assert.equal(enrol?.factors.includes('totp'), true)
  },
)

const tagged = { factorModules: [...testFactors(), tag.module] }

eachEngine(
  'G10: before something stronger is set up its owner shows all that the account has; then it is asked for',
  async (world) => {
    const ana = await person(world, 'ana')
    const engine = await world.node({
      policy: { mfa: 'offered', rules: [rule('keys', { need: 'phishing-resistant' })] },
      ...tagged,
    })
    const started = await halfway(engine, 'ana')
    const first = await currentProgress(engine, started.secret, { surroundings })
    assert.equal(first.state, 'proving')
    assert.equal(
      first.because.some(({ id }) => id === 'enrol.stronger'),
      true,
    )
    const { progress } = await prove(engine, started, [totpOf(world, ana)], { complete: {} })
    assert.equal(progress.state, 'enrolling')
    assert.deepEqual(progress.enrol?.factors, ['name-tag'])
  },
  tagged,
)

eachEngine('R3: a session is decided on anew whenever it is used', async (world) => {
  const { token } = await person(world, 'ana')
  const inside = { door: 'rest', source: '192.0.2.1' }
  const alive = async (rules: PolicyConfig['rules'], use: { door: string; source?: string } = inside) =>
    (await (await under(world, rules)).sessions.read(token, use)) !== undefined
  assert.equal(await alive([]), true)
  assert.equal(await alive([rule('mfa', {})]), true)
  for (const need of [
    'phishing-resistant',
    'passwordless',
    'hardware-bound',
    { deny: true },
    { forbid: ['totp'] },
  ])
    assert.equal(await alive([rule('more', { need })]), false, JSON.stringify(need))
  const abroad = [rule('abroad', { where: { outside: ['192.0.2.0/24'] }, ...denied })]
  assert.equal(await alive(abroad), true)
  assert.equal(await alive(abroad, { door: 'rest', source: '198.51.100.7' }), false)
  assert.equal(await alive(abroad, { door: 'rest' }), false)
  assert.equal(await alive([]), true)
})

eachEngine(
  'R3: where a second factor became due, a session without one ends at its next use',
  async (world) => {
    await passwordOnly(world, 'ana')
    const lax = await under(world, [])
    const { completed } = await prove(lax, await startAt(lax, 'ana'), [passwordProof()], { complete: {} })
    const use = { door: 'rest', source: '192.0.2.1' }
    assert.ok(await lax.sessions.read(completed?.token, use))
    const strict = await under(world, [], 'required')
    assert.equal(await strict.sessions.read(completed?.token, use), undefined)
  },
)

eachEngine('R7: the one call is held against the rules, with a password and without', async (world) => {
  const ana = await person(world, 'ana')
  const verifies = async (rules: PolicyConfig['rules'], password?: string) => {
    const engine = await under(world, rules)
    world.clock.advance(30_000)
    const code = String((totpOf(world, ana).proof as { code: string }).code)
    const application = await engine.portal()
    return (await verifyOnce(engine, { account: 'ana', code, password, application, surroundings })).accepted
  }
  assert.equal(await verifies([]), true)
  assert.equal(await verifies([rule('mfa', {})], ana.password), true)
  for (const need of ['phishing-resistant', { deny: true }, { forbid: ['totp'] }]) {
    assert.equal(await verifies([rule('more', { need })]), false, JSON.stringify(need))
    assert.equal(await verifies([rule('more', { need })], ana.password), false, JSON.stringify(need))
  }
  assert.equal(await verifies([rule('elsewhere', { what: { purposes: ['sign-in'] }, ...denied })]), true)
})
