import assert from 'node:assert/strict'
import { disableAccount, type EndingView, listEnding } from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { listAuthenticators } from '../../src/enrolment/index.ts'
import { asModule } from '../../src/factors/factor.ts'
import { hotpTokenModule } from '../../src/factors/hotp-token/index.ts'
import { makeToken } from '../../src/factors/hotp-token/test/holder.ts'
import {
  actorOf,
  addToPool,
  eachEngine,
  enrolMore,
  operator,
  type Person,
  person,
  refusal,
  sessionOf,
  signIn,
  tamper,
  testFactors,
  type World,
} from '../kit/engine.ts'

const day = 86_400_000
const options = {
  factorModules: [...testFactors(), asModule(hotpTokenModule)],
  factors: { 'hotp-token': { enabled: true, battery: { years: 5 } } },
}

eachEngine(
  'an end-of-battery report: what ends, whose it is and why, the pool too, and whom it would shut out',
  async (world) => {
    const { engine, clock } = world
    const [ana, ben] = [await person(world, 'Ana'), await person(world, 'Ben')]
    await withToken(world, ana, 'A1')
    await withToken(world, ben, 'B1')
    const lastDay = { expires_at: clock.now() + 2000 * day }
    await tamper(engine, (db) => db.updateTable('authenticators').set(lastDay).where('id', '=', ben.totp.id))
    const { entry } = makeToken(engine, { serial: 'C1' })
    const data = { ...entry.data, batteryUntil: clock.now() + 30 * day }
    await addToPool(engine, 'hotp-token', { ...entry, data })
    await addToPool(engine, 'hotp-token', makeToken(engine, { serial: 'D1' }).entry)

    const battery = 'Its battery is thought to be empty then.'
    assert.deepEqual((await ending(engine, 10)).map(shown).sort(), [])
    assert.deepEqual((await ending(engine, 90)).map(shown).sort(), [['the pool', 'C1', battery, false]])
    clock.advance(1800 * day)
    assert.deepEqual((await ending(engine, 90)).map(shown).sort(), [
      ['Ana', 'Token A1', battery, false],
      ['Ben', 'Token B1', battery, false],
      ['the pool', 'C1', battery, false],
    ])
    // Ben's other one ends within the same days: then both do, and he is shut out.
    assert.deepEqual((await ending(engine, 300)).map(shown).sort(), [
      ['Ana', 'Token A1', battery, false],
      ['Ben', 'Authenticator app', 'Its time is over then.', true],
      ['Ben', 'Token B1', battery, true],
      ['the pool', 'C1', battery, false],
    ])
  },
  options,
)

eachEngine(
  'what ends comes page by page, to the help desk and nobody below it; its owner sees it beside the token',
  async (world) => {
    const { engine, clock } = world
    const ana = await person(world, 'Ana')
    const { authenticator } = await withToken(world, ana, 'A1')
    await withToken(world, ana, 'A2')
    const end = clock.now() + Math.round(5 * 365.25 * day)
    clock.advance(1780 * day)
    const first = await listEnding(engine, { actor: operator, days: 90, limit: 1 })
    assert.equal(first.next, first.items[0]?.id)
    const rest = await listEnding(engine, { actor: operator, days: 90, limit: 1, cursor: first.next ?? '' })
    assert.equal(rest.next, undefined)
    assert.deepEqual([...first.items, ...rest.items].map(({ label }) => label).sort(), [
      'Token A1',
      'Token A2',
    ])

    const { token } = await signIn(world, ana)
    const asked = listEnding(engine, { actor: await actorOf(engine, ana, token), days: 90 })
    assert.equal(await refusal(asked), 'administration.not-permitted')
    const own = async () =>
      (await listAuthenticators(engine, ana.account.id)).find(({ id }) => id === authenticator.id)?.endsSoon
    assert.equal(await own(), undefined, 'not within thirty days')
    clock.set(end - 20 * day)
    assert.ok(Math.abs(((await own()) ?? 0) - end) < day)
    clock.set(end + day)
    assert.equal(await own(), undefined, 'what was thought to be over does not end soon')
    assert.equal((await ending(engine, 1)).length, 2, 'though it may be')
    await disableAccount(engine, { actor: operator, accountId: ana.account.id, reason: 'left' })
    assert.deepEqual(await ending(engine, 1), [])
  },
  options,
)

async function ending(engine: Engine, days: number): Promise<readonly EndingView[]> {
  return (await listEnding(engine, { actor: operator, days })).items
}

function shown({ account, label, handle, because, last }: EndingView) {
  return [account?.name ?? 'the pool', handle ?? label, because, last === true]
}

async function withToken(world: World, owner: Person, serial: string) {
  const { entry, held } = makeToken(world.engine, { serial })
  await addToPool(world.engine, 'hotp-token', entry)
  const { token } = await signIn(world, owner)
  const session = await sessionOf(world.engine, token)
  return enrolMore(world.engine, session, 'hotp-token', () => ({
    serial,
    code: held.press(world.clock.now()),
  }))
}
