import assert from 'node:assert/strict'
import { totp } from '@sallyport/otp'
import { z } from 'zod'
import { typedName } from '../../src/accounts/index.ts'
import {
  createAccount,
  disableAccount,
  type ImportEntry,
  type ImportProblem,
  runImport,
  settleImports,
  surveyImport,
} from '../../src/administration/index.ts'
import { verifyOnce } from '../../src/authentication/index.ts'
import { openPooled } from '../../src/authenticators/index.ts'
import type { Engine } from '../../src/engine.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import type { Id } from '../../src/kernel/ids.ts'
import { eachEngine, onTwoNodes, operator, refusal, rowsOf, surroundings, type World } from '../kit/engine.ts'

const secret = Buffer.alloc(20, 7)
const pending = { secret: secret.toString('base64'), algorithm: 'SHA1', digits: 6, period: 30, t0: 0 }

function offers(count: number, issuer = 'Shop', prefix = 'person'): readonly ImportEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    where: `line ${index + 1}`,
    account: typedName.parse(`${prefix}${index}`),
    issuer: typedName.parse(issuer),
    factor: 'totp',
    pending,
  }))
}

function tokens(count: number): readonly ImportEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    where: `token ${index + 1}`,
    factor: 'echo-code',
    token: {
      handle: `serial-${index}`,
      label: `Token ${index}`,
      data: { to: `t${index}` },
      counter: BigInt(index),
    },
  }))
}

const bring = (engine: Engine, entries: readonly ImportEntry[]) =>
  runImport(engine, { actor: operator, entries })

async function answers({ engine, clock }: World, account: string, issuer = 'Shop'): Promise<boolean> {
  const application = await engine.applications.findByName(typedName.parse(issuer).key)
  if (!application) return false
  const code = totp(secret, { at: clock.now() })
  const verdict = await verifyOnce(engine, { application, account, code, surroundings })
  return verdict.accepted
}

/** What somebody sees of an import who looks in by every way there is. */
async function seen(engine: Engine) {
  const page = await engine.accounts.list({})
  const shop = await engine.applications.findByName(typedName.parse('Shop').key)
  return {
    accounts: await engine.accounts.count(),
    listed: page.items.length,
    named: (await engine.accounts.findByName(typedName.parse('person0').key)) !== undefined,
    issuer: shop !== undefined,
    tokens: (await engine.authenticators.findByHandle('echo-code', 'serial-0')) !== undefined,
    pooled: (await engine.authenticators.findInPool('echo-code', 'serial-0', anybody)) !== undefined,
  }
}

/** Whoever has it in hand may claim it. */
const anybody = 'anybody' as Id<'account'>

const nothing = { accounts: 0, listed: 0, named: false, issuer: false, tokens: false, pooled: false }

/** Throws before the booking of that number: what a kill leaves. */
function killedAt({ points }: World, number: number): void {
  let booked = 0
  points.before = () => {
    if (++booked >= number) throw new Error('killed')
  }
}

async function problemsOf(run: Promise<unknown>): Promise<readonly ImportProblem[]> {
  const error: unknown = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof SallyportError)
  assert.equal(error.code, 'import.refused')
  return error.details.problems as readonly ImportProblem[]
}

async function events(engine: Engine, event: string): Promise<number> {
  const rows = await rowsOf(engine, 'audit_events')
  return rows.filter((row) => row.event === event).length
}

eachEngine(
  'F-31: an import killed between any two bookings shows nothing, and goes on where it was',
  async (world) => {
    const { engine, points } = world
    const entries = [...offers(450), ...tokens(150)]
    for (const kill of [1, 2, 2, 2, 2]) {
      killedAt(world, kill)
      await assert.rejects(bring(engine, entries), /killed/)
      points.before = undefined
      assert.deepEqual(await seen(engine), nothing)
      assert.equal(await answers(world, 'person0'), false)
    }
    assert.equal((await rowsOf(engine, 'imports')).length, 1, 'one import, gone on with')

    const done = await bring(engine, entries)
    assert.deepEqual({ ...done, id: '' }, { id: '', entries: 600, accounts: 450, issuers: 1 })
    assert.deepEqual(await seen(engine), {
      accounts: 450,
      listed: 50,
      named: true,
      issuer: true,
      tokens: true,
      pooled: true,
    })
    assert.equal(await answers(world, 'person449'), true)
    assert.equal(await events(engine, 'account.created'), 450)
    assert.equal(await events(engine, 'authenticator.imported'), 600)
    assert.deepEqual((await engine.audit.verify()).findings, [])
  },
)

eachEngine('G13: what another one goes on with stands in the trail under their name', async (world) => {
  const { engine, points } = world
  const entries = offers(450)
  killedAt(world, 3)
  await assert.rejects(bring(engine, entries), /killed/)
  points.before = undefined
  await runImport(engine, { actor: { by: 'operator', name: 'bob' }, entries })
  const rows = await rowsOf(engine, 'audit_events')
  const by = (event: string) => rows.filter((row) => row.event === event).map(({ actor }) => actor)
  assert.deepEqual(by('import.begun'), ['operator:test', 'operator:bob'])
  assert.deepEqual(by('import.completed'), ['operator:bob'])
  assert.deepEqual(new Set(by('account.created')), new Set(['operator:bob']))
})

eachEngine('F-31: all of it is there from the flip on, and whoever comes next tidies up', async (world) => {
  const { engine, points } = world
  const entries = offers(450)
  const flip = 5 // begin, three batches, flip
  killedAt(world, flip + 1)
  await assert.rejects(bring(engine, entries), /killed/)
  points.before = undefined
  assert.equal(await engine.accounts.count(), 450)
  assert.equal(await answers(world, 'person0'), true)
  assert.equal(await answers(world, 'person449'), true)

  killedAt(world, 3)
  await assert.rejects(settleImports(engine), /killed/)
  points.before = undefined
  await settleImports(engine)
  const held = await rowsOf(engine, 'authenticators')
  assert.ok(held.every((row) => row.import_id === null))
  assert.equal(await events(engine, 'authenticator.imported'), 450, 'each is told once')
  const [told] = await problemsOf(bring(engine, entries))
  assert.match(told?.reason ?? '', /taken over already/)
})

eachEngine(
  'F-31: what nobody goes on with is void after an hour, and its names are free again',
  async (world) => {
    const { engine, points, clock } = world
    killedAt(world, 3)
    await assert.rejects(bring(engine, offers(450)), /killed/)
    points.before = undefined
    const create = () =>
      createAccount(engine, { actor: operator, name: typedName.parse('person1'), role: 'person' })
    assert.equal(await refusal(create()), 'account.name-taken')
    clock.advance(3_600_001)
    await settleImports(engine)
    assert.deepEqual(
      await Promise.all(
        ['accounts', 'authenticators'].map(async (table) => (await rowsOf(engine, table)).length),
      ),
      [0, 0],
    )
    await create()
    assert.equal(await events(engine, 'import.voided'), 1)
    const [told] = await problemsOf(bring(engine, [...offers(1), ...offers(1)]))
    assert.match(told?.reason ?? '', /stands here twice/)
  },
)

eachEngine('an import tells everything that is in its way, and changes nothing', async (world) => {
  const { engine } = world
  await bring(engine, [...offers(2), ...tokens(1)])
  const { account } = await createAccount(engine, {
    actor: operator,
    name: typedName.parse('gone'),
    role: 'person',
  })
  await disableAccount(engine, { actor: operator, accountId: account.id, reason: 'test' })
  const [one] = offers(1)
  assert.ok(one && 'account' in one)
  const entries: readonly ImportEntry[] = [
    { ...one, where: 'new', account: typedName.parse('new') },
    { ...one, where: 'held' },
    { ...one, where: 'disabled', account: typedName.parse('gone') },
    { ...one, where: 'portal', issuer: typedName.parse('Sallyport') },
    { ...one, where: 'unknown', factor: 'smoke-signal', account: typedName.parse('other') },
    ...tokens(1),
  ]
  const before = await seen(engine)
  const found = await surveyImport(engine, { actor: operator, entries })
  const told = await problemsOf(bring(engine, entries))
  assert.deepEqual(found, told)
  assert.deepEqual(
    told.map((problem) => problem.where),
    ['held', 'disabled', 'portal', 'unknown', 'token 1'],
  )
  assert.doesNotMatch(JSON.stringify(told), new RegExp(pending.secret))
  assert.deepEqual(await seen(engine), { ...before })
  assert.equal(await engine.accounts.findByName(typedName.parse('new').key), undefined)
})

eachEngine(
  'names that look like one another come in neither together nor after each other (G8)',
  async (world) => {
    const [one] = offers(1)
    assert.ok(one && 'account' in one)
    const latin = { ...one, where: 'latin', account: typedName.parse('aope') }
    const cyrillic = { ...one, where: 'cyrillic', account: typedName.parse('аоре') }
    const together = await problemsOf(bring(world.engine, [latin, cyrillic]))
    assert.deepEqual(
      together.map((problem) => problem.where),
      ['cyrillic'],
    )
    await bring(world.engine, [latin])
    const after = await problemsOf(bring(world.engine, [cyrillic]))
    assert.match(after[0]?.reason ?? '', /looks like another account/)
  },
)

eachEngine('a token of the pool is sealed in its place, and opens for its factor', async (world) => {
  const { engine } = world
  await bring(engine, tokens(3))
  const row = await engine.authenticators.findInPool('echo-code', 'serial-2', anybody)
  const factor = engine.factors.find('echo-code')
  assert.ok(row && factor)
  assert.equal(row.counter, 2n)
  assert.deepEqual(openPooled(engine.box, factor, row, 'serial-2')?.data, { to: 't2' })
})

eachEngine('what a factor cannot read is no entry of it', async ({ engine }) => {
  const [token] = tokens(1)
  assert.ok(token && 'token' in token)
  const broken = { ...token, token: { ...token.token, data: { nonsense: true } } }
  await assert.rejects(bring(engine, [broken]), z.ZodError)
})

onTwoNodes('two runs with the same entries do it once, together', async (world, nodes) => {
  const entries = offers(1000)
  const done = await Promise.allSettled(nodes.map((node) => bring(node, entries)))
  assert.ok(done.some((one) => one.status === 'fulfilled'))
  assert.equal(await world.engine.accounts.count(), 1000)
  assert.equal((await rowsOf(world.engine, 'authenticators')).length, 1000)
  assert.equal(await events(world.engine, 'account.created'), 1000)
  assert.equal(await events(world.engine, 'import.completed'), 1)
})
