import assert from 'node:assert/strict'
import { livingReferral, refer, startAttempt } from '../../src/authentication/index.ts'
import type { Engine } from '../../src/engine.ts'
import { admittedTo, applicationCalled, door } from '../kit/admissions.ts'
import {
  codeAt,
  eachEngine,
  enrolMore,
  goodPassword,
  passwordOnly,
  passwordProof,
  person,
  prove,
  sessionOf,
  setUpAdministrator,
  signIn,
  startAt,
  surroundings,
  totpOf,
  type World,
} from '../kit/engine.ts'
import { book, replay, touchedBy } from '../kit/rehearsal.ts'
import { rule, under } from '../kit/rules.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** Bob signs in to our pages with a password alone, and is let in to an application after a while. */
async function bobWasLetIn(world: World, engine: Engine, after = 40 * minute) {
  const { id } = await applicationCalled(engine, 'Wiki')
  await passwordOnly(world, 'bob')
  world.clock.advance(2 * day)
  const started = await startAt(engine, 'bob')
  const { completed } = await prove(engine, started, [passwordProof(goodPassword)], { complete: {} })
  assert.ok(completed)
  world.clock.advance(after)
  await admittedTo(engine, completed.token, { id })
  return { wiki: { id }, token: completed.token }
}

eachEngine(
  'R3: a rehearsal tells what a session that was there already would have come to at another application',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    await bobWasLetIn(world, engine)
    const { signIns, admissions, untold } = await replay(engine, book(), 1)
    assert.deepEqual([signIns, admissions, untold], [2, 1, undefined])
    const told = (...rules: object[]) => touchedBy(engine, book(...rules), 1)
    const atWiki = { what: { applications: ['Wiki'] } }
    assert.deepEqual(await told(rule('wiki', atWiki)), { setUp: ['bob'] })
    assert.deepEqual(await told(rule('saml', { what: { applications: ['Wiki'], doors: ['saml'] } })), {})
    assert.deepEqual(await told(rule('shut', { ...atWiki, need: { deny: true } })), { denied: ['bob'] })
    const { rules, applications } = await replay(engine, book(rule('wiki', atWiki)), 1)
    assert.deepEqual(rules, [{ name: 'wiki', signIns: 1 }])
    assert.deepEqual(applications, [{ name: 'Wiki', signIns: 1 }])
  },
)

eachEngine('a rehearsal knows how old the proofs were with which somebody was let in', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  const wiki = await applicationCalled(engine, 'Wiki')
  const ana = await person(world, 'ana')
  world.clock.advance(2 * day)
  const { token } = await signIn(world, ana, {}, engine)
  world.clock.advance(40 * minute)
  await admittedTo(engine, token, wiki)
  const within = (fresh: string) =>
    touchedBy(
      engine,
      book(rule('fresh', { what: { applications: ['Wiki'] }, need: { strength: 'mfa', fresh } })),
      1,
    )
  assert.deepEqual(await within('1h'), {})
  assert.deepEqual(await within('30m'), { asked: ['ana'] })
})

eachEngine(
  'what was set up after somebody was let in is what they would have been asked for',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    const { token } = await bobWasLetIn(world, engine, minute)
    const session = await sessionOf(engine, token)
    await enrolMore(engine, session, 'totp', (shown) => ({ code: codeAt(shown, world.clock.now()) }))
    const wiki = rule('wiki', { what: { applications: ['Wiki'] } })
    assert.deepEqual(await touchedBy(engine, book(wiki), 1), { asked: ['bob'] })
  },
)

eachEngine(
  'what was put off when a session began holds nothing against it in a rehearsal, too',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    await bobWasLetIn(world, engine)
    const { outcomes } = await replay(engine, book(rule('all', { grace: { days: 3 } })), 1)
    assert.deepEqual([outcomes.putOff.signIns, outcomes.setUp.signIns], [1, 0])
  },
)

eachEngine('whoever signed in on the way to an application counts once in a rehearsal', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  const wiki = await applicationCalled(engine, 'Wiki')
  const ana = await person(world, 'ana')
  world.clock.advance(2 * day)
  const way = { applicationId: wiki.id, door, wishes: {}, returnTo: '/oidc/resume/1' }
  const { token: referral } = await refer(engine, way)
  const portal = await engine.portal()
  const started = await startAttempt(engine, {
    account: 'ana',
    applicationId: portal.id,
    referral: await livingReferral(engine, referral),
    surroundings,
  })
  const { completed } = await prove(engine, started, [passwordProof(), totpOf(world, ana)], { complete: {} })
  await admittedTo(engine, completed?.token, wiki, { referral })
  const { signIns, admissions } = await replay(engine, book(), 1)
  assert.deepEqual([signIns, admissions], [1, 0])
  await admittedTo(engine, completed?.token, wiki)
  assert.equal((await replay(engine, book(), 1)).admissions, 1)
})

eachEngine('a rehearsal knows at which browsers somebody was let in', async (world) => {
  await setUpAdministrator(world)
  const engine = await under(world, [])
  const wiki = await applicationCalled(engine, 'Wiki')
  const ana = await person(world, 'ana')
  world.clock.advance(2 * day)
  const { token, deviceToken } = await signIn(world, ana, { rememberDevice: true }, engine)
  await admittedTo(engine, token, wiki, { surroundings: { ...surroundings, device: deviceToken } })
  await admittedTo(engine, token, wiki)
  const at = async (device: string) => {
    const only = { what: { applications: ['Wiki'] }, where: { device }, need: { deny: true } }
    return (await replay(engine, book(rule('browser', only)), 1)).outcomes.denied.signIns
  }
  assert.deepEqual([await at('known'), await at('new')], [1, 1])
})

eachEngine(
  'a browser that stood in for a second factor still does where the draft remembers it',
  async (world) => {
    await setUpAdministrator(world)
    const policy = { mfa: 'required', remember: '30d' } as const
    const engine = await world.node({ policy })
    const wiki = await applicationCalled(engine, 'Wiki')
    const ana = await person(world, 'ana')
    world.clock.advance(2 * day)
    const { rememberedToken } = await signIn(world, ana, { rememberBrowser: true }, engine)
    world.clock.advance(3 * day)
    const { completed } = await prove(engine, await startAt(engine, 'ana'), [passwordProof()], {
      complete: {},
      surroundings: { ...surroundings, remembered: rememberedToken },
    })
    world.clock.advance(minute)
    await admittedTo(engine, completed?.token, wiki)
    const remembering = (remembered: string) =>
      touchedBy(
        engine,
        book(rule('wiki', { what: { applications: ['Wiki'] }, need: { strength: 'mfa', remembered } })),
        1,
      )
    assert.deepEqual(await remembering('7d'), {})
    assert.deepEqual(await remembering('2d'), { asked: ['ana'] })
  },
)

eachEngine(
  'admissions of an older version are left out of a rehearsal, and it says how many',
  async (world) => {
    await setUpAdministrator(world)
    const engine = await under(world, [])
    const { wiki } = await bobWasLetIn(world, engine)
    const at = engine.storage.clock.now() - minute
    const bob = await engine.accounts.findByName('bob' as never)
    assert.ok(bob)
    const events = [
      {
        at,
        event: 'application.admitted',
        outcome: 'accepted' as const,
        actor: bob.id,
        accountId: bob.id,
        applicationId: wiki.id,
        details: { door, assurance: 1, factors: 'password' },
      },
    ]
    await engine.storage.book({ statements: [], events, locks: [] })
    const { admissions, untold } = await replay(engine, book(), 1)
    assert.deepEqual([admissions, untold], [1, { admissions: 1, last: at }])
  },
)
