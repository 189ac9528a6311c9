import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after } from 'node:test'
import { SignJWT } from 'jose'
import { attack } from '../../../test/kit/attack.ts'
import {
  eachEngine,
  type Person,
  person,
  prove,
  refusal,
  rowsOf,
  sessionOf,
  signIn,
  startAt,
  step,
  surroundings,
  testFactors,
  totpOf,
  type World,
  type WorldOptions,
} from '../../../test/kit/engine.ts'
import { openForeignProvider } from '../../../test/kit/foreign-provider.ts'
import { origin } from '../../../test/kit/server.ts'
import { portalId } from '../../applications/index.ts'
import {
  issueChallenge,
  prove as proveAt,
  signedOutElsewhere,
  startAttempt,
} from '../../authentication/index.ts'
import { beginEnrolment, confirmEnrolment } from '../../enrolment/index.ts'
import { asModule } from '../factor.ts'
import { identityProviderModule } from './index.ts'
import { type Claims, clientId, clientSecret, openProvider } from './test/provider.ts'

const factor = 'identity-provider'
const lax = await openProvider()
const mute = await openProvider()
mute.lie({ says: ({ backchannel_logout_supported: _, ...document }) => document })

const slow = await openProvider()
slow.lie({ keysAfter: 1_000 })

/** What the foreign provider has told us. */
const told: string[] = []
const ears = createServer(async (request, response) => {
  told.push(new URLSearchParams(await text(request)).get('logout_token') ?? '')
  response.end()
})
await new Promise<void>((resolve) => ears.listen(0, '127.0.0.1', resolve))
const harbour = await openForeignProvider(
  `${origin}/sign-in/return/harbour`,
  `http://127.0.0.1:${(ears.address() as AddressInfo).port}/`,
)
after(() => {
  ears.close()
  for (const one of [lax, mute, slow, harbour]) one.close()
})

const providers = {
  harbour: harbour.config,
  lax: { ...lax.config, timeout: 20_000 },
  mute: { ...mute.config, timeout: 20_000 },
  slow: { ...slow.config, timeout: 20_000 },
  deaf: { ...lax.config, signOut: false },
  gone: { ...lax.config, issuer: 'http://127.0.0.1:9' },
}
const world: WorldOptions = {
  factorModules: [...testFactors(), asModule(identityProviderModule)],
  factors: { [factor]: { providers } },
}

/** Goes to the provider: what comes back with whom it is. */
type Visit = (address: unknown) => Promise<string> | string

async function linked(
  world: Pick<World, 'engine' | 'clock'>,
  provider: string,
  visit: Visit,
): Promise<Person> {
  const { engine } = world
  const owner = await person(world as World, 'Alice')
  const session = await sessionOf(engine, (await signIn(world as World, owner)).token)
  const authority = { by: 'session', session } as const
  const begun = await beginEnrolment(engine, { authority, factor, options: { provider }, surroundings })
  const answer = { answer: await visit(begun.show.address) }
  await confirmEnrolment(engine, { authority, authenticatorId: begun.authenticator.id, answer, surroundings })
  return owner
}

async function halfway(world: Pick<World, 'engine'>, provider: string, visit: Visit): Promise<string> {
  const { secret } = await startAttempt(world.engine, { applicationId: portalId, surroundings })
  await bring(world, secret, provider, visit)
  return secret
}

async function bring(
  { engine }: Pick<World, 'engine'>,
  secret: string,
  provider: string,
  visit: Visit,
): Promise<void> {
  const { show } = await issueChallenge(engine, { secret, factor, options: { provider }, surroundings })
  const answer = await visit(show.address)
  await proveAt(engine, { secret, proofs: [{ factor, proof: { answer } }], surroundings })
}

/** A whole sign-in that begins at the provider. */
async function inBy(world: World, owner: Person, provider: string, visit: Visit): Promise<string> {
  const secret = await halfway(world, provider, visit)
  world.clock.advance(step)
  const done = await prove(world.engine, { secret }, [totpOf(world, owner)], { complete: {} })
  world.clock.advance(step)
  return done.completed?.token ?? assert.fail('not in')
}

const lives = async ({ engine }: World, token: string) =>
  (await engine.sessions.read(token, surroundings)) !== undefined

function hear({ engine }: Pick<World, 'engine'>, message: string, house = 'lax'): Promise<void> {
  return signedOutElsewhere(engine, { factor, house, message, surroundings })
}

/** What the provider tells, by the clock of this world. */
function saying({ clock }: Pick<World, 'clock'>, claims: Claims = {}, header: Claims = {}): Promise<string> {
  const now = Math.floor(clock.now() / 1000)
  return lax.tell({ iat: now, exp: now + 120, ...claims }, header)
}

const as = (who: Claims) => (address: unknown) => lax.visit(address, who)

eachEngine(
  'whoever signs out at the provider is signed out of what began with that sign-in, and of nothing else',
  async (world) => {
    const { engine } = world
    world.clock.set(Date.now() - 600_000)
    const [desk, couch] = [harbour.browser(), harbour.browser()]
    const visit = (address: unknown) => desk.visit(address, 'alice-there')
    const alice = await linked(world, 'harbour', visit)
    const begun = await inBy(world, alice, 'harbour', visit)
    const elsewhere = await inBy(world, alice, 'harbour', (address) => couch.visit(address, 'alice-there'))
    const own = (await signIn(world, alice)).token
    world.clock.set(Date.now())
    const before = told.length
    await desk.signOut()
    const [message = assert.fail('it told nothing'), ...more] = told.slice(before)
    assert.equal(more.length, 0)
    await hear(world, message, 'harbour')
    assert.deepEqual(
      [await lives(world, begun), await lives(world, elsewhere), await lives(world, own)],
      [false, true, true],
    )
    const [row] = (await engine.audit.search({ event: 'session.ended-elsewhere', limit: 2 })).items
    assert.equal(row?.accountId, alice.account.id)
    assert.equal(await refusal(hear(world, message, 'harbour')), 'elsewhere.sign-out-refused', 'A-103')
  },
  world,
)

eachEngine(
  'a subject alone ends all that began with its link, and what is half open; a sign-in alone ends what began with it',
  async (world) => {
    const alice = await linked(world, 'lax', as({ sub: 'ana', sid: 'one' }))
    const enter = (sid: string) => inBy(world, alice, 'lax', as({ sub: 'ana', sid }))
    const [one, two] = [await enter('one'), await enter('two')]
    await hear(world, await saying(world, { sid: 'one' }))
    assert.deepEqual([await lives(world, one), await lives(world, two)], [false, true])

    const own = (await signIn(world, alice)).token
    const secret = await halfway(world, 'lax', as({ sub: 'ana', sid: 'three' }))
    await hear(world, await saying(world, { sub: 'ana' }))
    assert.deepEqual([await lives(world, two), await lives(world, own)], [false, true])
    assert.equal(await refusal(prove(world.engine, { secret }, [totpOf(world, alice)])), 'attempt.not-found')

    const unsaid = await inBy(world, alice, 'lax', as({ sub: 'ana' }))
    await hear(world, await saying(world, { sub: 'ana', sid: 'four' }))
    assert.equal(await lives(world, unsaid), false, 'it may have begun with that one')
    await hear(world, await saying(world, { sub: 'somebody whom nobody knows' }))
  },
  world,
)

eachEngine(
  'A-060, A-103: what is not signed, not for us, not just now, or no such message ends nothing',
  async (world) => {
    const { clock } = world
    const alice = await linked(world, 'lax', as({ sub: 'ana', sid: 'one' }))
    const token = await inBy(world, alice, 'lax', as({ sub: 'ana', sid: 'one' }))
    const now = Math.floor(clock.now() / 1000)
    const of = { sub: 'ana', sid: 'one' }
    const good = await saying(world, of)
    const [header, payload, signature = ''] = good.split('.')
    const bare = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString())
    const byOurSecret = new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(clientSecret))
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    const bad: readonly (readonly [string, string | Promise<string>])[] = [
      ['nothing', ''],
      ['no token', 'x.y.z'],
      ['not signed', `${bare}.${payload}.`],
      ['by a secret that we share', byOurSecret],
      ['changed', `${header}.${payload}.${signature.replace(/^.{4}/, 'AAAA')}`],
      ['by an unknown key', saying(world, of, { kid: 'two' })],
      ['of another issuer', saying(world, { ...of, iss: 'https://evil.example' })],
      ['for somebody else', saying(world, { ...of, aud: `${clientId}-2` })],
      ['old', saying(world, { ...of, iat: now - 600, exp: now + 600 })],
      ['of tomorrow', saying(world, { ...of, iat: now + 600, exp: now + 900 })],
      ['over', saying(world, { ...of, iat: now - 200, exp: now - 100 })],
      ['without time', saying(world, { ...of, iat: undefined })],
      ['without a name of its own', saying(world, { ...of, jti: undefined })],
      ['an ID token', saying(world, { ...of, events: undefined, nonce: 'n' }, { typ: 'JWT' })],
      ['with a nonce', saying(world, { ...of, nonce: 'n' })],
      ['of another event', saying(world, { ...of, events: { 'https://example.com/other': {} } })],
      [
        'of no events',
        saying(world, { ...of, events: 'http://schemas.openid.net/event/backchannel-logout' }),
      ],
      ['of nobody', saying(world, { events })],
      ['another sort of token', saying(world, of, { typ: 'at+jwt' })],
    ]
    for (const [what, message] of bad)
      assert.equal(await refusal(hear(world, await message)), 'elsewhere.sign-out-refused', what)
    for (const house of ['harbour', 'mute', 'deaf', 'nobody'])
      assert.equal(await refusal(hear(world, good, house)), 'elsewhere.sign-out-refused', house)
    const lost = await saying(world, { ...of, iss: 'http://127.0.0.1:9' })
    assert.equal(await refusal(hear(world, lost, 'gone')), 'identity-provider.unavailable')
    assert.equal(await lives(world, token), true)
    const both = await Promise.allSettled([hear(world, good), hear(world, good)])
    assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
    assert.equal(await lives(world, token), false)
    assert.equal((await rowsOf(world.engine, 'authenticators')).length > 0, true, 'the link stays')
    assert.ok(await startAt(world.engine, 'Alice'))
  },
  world,
)

eachEngine(
  'A-031: what was half opened with a sign-in there is over with it, though that is named alone',
  async (world) => {
    const alice = await linked(world, 'lax', as({ sub: 'ana', sid: 'one' }))
    const secret = await halfway(world, 'lax', as({ sub: 'ana', sid: 'one' }))
    await hear(world, await saying(world, { sid: 'one' }))
    world.clock.advance(step)
    const completing = prove(world.engine, { secret }, [totpOf(world, alice)], { complete: {} })
    assert.equal(await refusal(completing), 'attempt.not-found')
  },
  world,
)

eachEngine(
  'A-031: what was opened with two sign-ins there is over with either of them',
  async (world) => {
    const alice = await linked(world, 'lax', as({ sub: 'ana', sid: 'one' }))
    const twice = async (who: string) => {
      const secret = await halfway(world, 'lax', as({ sub: 'ana', sid: `${who}, first` }))
      await bring(world, secret, 'lax', as({ sub: 'ana', sid: `${who}, second` }))
      world.clock.advance(step)
      const done = await prove(world.engine, { secret }, [totpOf(world, alice)], { complete: {} })
      return done.completed?.token ?? assert.fail('not in')
    }
    for (const sid of ['one, first', 'two, second']) {
      const token = await twice(sid.slice(0, 3))
      await hear(world, await saying(world, { sub: 'ana', sid }))
      assert.equal(await lives(world, token), false, sid)
    }
    const token = await twice('six')
    await hear(world, await saying(world, { sid: 'six, second' }))
    assert.equal(await lives(world, token), false, 'the newest alone')
  },
  world,
)

eachEngine(
  'G15: however many messages wait for the keys of a provider, people sign in at it meanwhile',
  async (world) => {
    await linked(world, 'slow', (address) => slow.visit(address))
    const forged = await slow.tell({ sub: 'ana' }, { kid: 'none of theirs' })
    const heard = Array.from({ length: 200 }, () => refusal(hear(world, forged, 'slow')))
    let waiting = true
    const all = Promise.all(heard).finally(() => {
      waiting = false
    })
    await halfway(world, 'slow', (address) => {
      assert.ok(waiting)
      return slow.visit(address)
    })
    await all
  },
  world,
)

attack(
  'a provider posts a form, is told nothing, and needs neither cookie nor key',
  async (scene) => {
    const stranger = scene.server.stranger()
    const path = '/api/v1/elsewhere/identity-provider/sign-outs/lax'
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const post = (message: string) =>
      stranger.send({
        method: 'POST',
        path,
        headers,
        body: String(new URLSearchParams({ logout_token: message })),
      })
    const good = await post(await saying(scene, { sub: 'ana' }))
    assert.deepEqual([good.status, good.headers['cache-control']], [200, 'no-store'])
    const bad = await post('x')
    assert.deepEqual([bad.status, bad.body.code], [400, 'elsewhere.sign-out-refused'])
    assert.equal(bad.headers['cache-control'], 'no-store')
  },
  { world, bystander: false },
)
