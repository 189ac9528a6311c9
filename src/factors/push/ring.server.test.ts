import assert from 'node:assert/strict'
import { createDecipheriv, createECDH, hkdfSync } from 'node:crypto'
import { setImmediate, setTimeout } from 'node:timers/promises'
import {
  eachEngine,
  halfway,
  halfways,
  onTwoNodes,
  type Person,
  person,
  refusal,
  rowsOf,
  startAt,
  surroundings,
  tally,
  testFactors,
  type World,
} from '../../../test/kit/engine.ts'
import { interposed, through } from '../../../test/kit/storage.ts'
import { issueChallenge, lookElsewhere } from '../../authentication/index.ts'
import { confirmEnrolment, joinOffer } from '../../enrolment/index.ts'
import { type Logger, silentLogger } from '../../kernel/logger.ts'
import { asModule } from '../factor.ts'
import { pushModule } from './index.ts'
import type { Reach } from './schema.ts'
import { softwarePhone } from './simulator/index.ts'
import { ask, beginPhone, factor, origin, questionFor, reply } from './test/house.ts'

/** Push services as a test has them: they keep what they are told. */
const calls: Request[] = []
const warnings: string[] = []
let status = 201

const options = {
  factorModules: [...testFactors(), asModule(pushModule)],
  factors: { push: { webhook: { url: 'https://app.example/ring', secret: 's'.repeat(32) } } },
  fetch: async (...given: Parameters<typeof fetch>) => {
    if (status === 0) throw new TypeError('fetch failed')
    calls.push(new Request(...given))
    return new Response(null, { status })
  },
  logger: { ...silentLogger, warn: (fields: unknown) => warnings.push(JSON.stringify(fields)) } as Logger,
}

eachEngine(
  'a phone rings once its question stands, not before, and only it can read what is said',
  async (world) => {
    await forget()
    const browser = browserOf('https://fcm.googleapis.com/fcm/send/secret-address')
    await phoneReachedBy(world, browser.reach)
    const { secret: early } = await startAt(world.engine, 'Alice')
    assert.equal(await refusal(ask(world, early)), 'proof.first-factor-first')
    assert.equal(calls.length, 0, 'G15: nobody rings before the first factor')
    const { number } = await ask(world, (await halfway(world.engine, 'Alice')).secret)
    await setImmediate()
    const [call] = calls
    assert.equal(call?.url, 'https://fcm.googleapis.com/fcm/send/secret-address')
    const said = await browser.read(call)
    assert.deepEqual(Object.keys(said), ['title', 'text'])
    assert.match(said.text, /^To Sallyport, on .*, from /)
    assert.ok(!said.text.includes(number), 'N-17: the number goes to the phone by hand only')
  },
  options,
)

eachEngine(
  'a push service that is away, refuses or is given nonsense holds up nobody, and its address is not logged (G9)',
  async (world) => {
    await forget()
    const { reach } = browserOf('https://updates.push.services.mozilla.com/wpush/v2/secret-address')
    const { phone } = await phoneReachedBy(world, reach)
    for (const next of [503, 0]) {
      status = next
      await ask(world, (await halfway(world.engine, 'Alice')).secret)
      world.clock.advance(10 * 60_000)
    }
    const nonsense = { endpoint: 'https://web.push.apple.com/secret-address', p256dh: `B${'A'.repeat(86)}` }
    const message = phone.look(world.clock.now(), { ...nonsense, auth: 'a'.repeat(22) })
    await lookElsewhere(world.engine, { factor, message, surroundings })
    await ask(world, (await halfway(world.engine, 'Alice')).secret)
    await setImmediate()
    assert.equal(warnings.length, 3)
    assert.match(warnings[0] ?? '', /mozilla.*503/)
    assert.match(warnings[2] ?? '', /web\.push\.apple\.com/)
    assert.ok(warnings.every((line) => !line.includes('secret-address')))
  },
  options,
)

eachEngine(
  'an application of one’s own is told by webhook whom to call',
  async (world) => {
    await forget()
    await phoneReachedBy(world, { app: 'phone-7' })
    await ask(world, (await halfway(world.engine, 'Alice')).secret)
    await setImmediate()
    const [call] = calls
    assert.equal(call?.url, 'https://app.example/ring')
    assert.match(call?.headers.get('sallyport-signature') ?? '', /^t=\d+,v1=[0-9a-f]{64}$/)
    assert.match((await call?.text()) ?? '', /^{"app":"phone-7","title":/)
  },
  options,
)

eachEngine(
  'a push service that was taken off the list is called no more, whatever a phone once told',
  async (world) => {
    await forget()
    await phoneReachedBy(world, browserOf('https://fcm.googleapis.com/fcm/send/secret-address').reach)
    const node = await world.node({ factors: { push: { services: ['web.push.apple.com'] } } })
    const { secret } = await halfway(node, 'Alice')
    await issueChallenge(node, { secret, factor, surroundings })
    await setImmediate()
    assert.equal(calls.length, 0)
  },
  options,
)

eachEngine(
  'an address that a push service says is gone is forgotten, and called no more until its phone tells another (RFC 8030 §7.3)',
  async (world) => {
    const { engine, clock } = world
    for (const [nth, gone] of [404, 410].entries()) {
      const name = `Alice ${nth}`
      await forget()
      const old = browserOf(`https://fcm.googleapis.com/fcm/send/old-${nth}`).reach
      const { owner, phone } = await phoneReachedBy(world, old, name)
      const replayed = phone.look(clock.now(), browserOf('https://fcm.googleapis.com/fcm/send/older').reach)
      status = gone
      clock.advance(1000)
      await ask(world, (await halfway(engine, name)).secret)
      await until(async () => (await eventsOf(world, owner)).includes('authenticator.unreached'))
      status = 201
      await lookElsewhere(engine, { factor, message: replayed, surroundings })
      clock.advance(600_000)
      await ask(world, (await halfway(engine, name)).secret)
      await setImmediate()
      assert.equal(calls.length, 1, 'called again where nobody is')
      const fresh = browserOf(`https://fcm.googleapis.com/fcm/send/new-${nth}`).reach
      await lookElsewhere(engine, { factor, message: phone.look(clock.now(), fresh), surroundings })
      clock.advance(600_000)
      await ask(world, (await halfway(engine, name)).secret)
      await until(async () => calls.length === 2)
      assert.equal(calls[1]?.url, fresh.endpoint)
    }
  },
  options,
)

eachEngine(
  'a webhook that answers 404 is configured wrongly: no phone is forgotten for it',
  async (world) => {
    await forget()
    const { owner } = await phoneReachedBy(world, { app: 'phone-7' })
    for (const next of [404, 201]) {
      status = next
      await ask(world, (await halfway(world.engine, 'Alice')).secret)
      await setImmediate()
      world.clock.advance(600_000)
    }
    assert.equal(calls.length, 2)
    assert.ok(!(await eventsOf(world, owner)).includes('authenticator.unreached'))
  },
  options,
)

eachEngine(
  'A-123: an old look does not bring an old address back; where a phone is called from now on stands in the audit trail',
  async (world) => {
    const { engine, clock } = world
    await forget()
    const [stolen, own] = ['stolen', 'own'].map(
      (name) => browserOf(`https://fcm.googleapis.com/fcm/send/${name}`).reach,
    )
    const { owner, phone } = await phoneReachedBy(world, stolen)
    clock.advance(1000)
    const look = (message: unknown) => lookElsewhere(engine, { factor, message, surroundings })
    const old = phone.look(clock.now(), stolen)
    await look(old)
    clock.advance(1000)
    await look(phone.look(clock.now(), own))
    await look(old)
    await ask(world, (await halfway(engine, 'Alice')).secret)
    await until(async () => calls.length === 1)
    assert.equal(calls[0]?.url, own?.endpoint)
    const told = (await eventsOf(world, owner)).filter((event) => event === 'authenticator.told')
    assert.equal(told.length, 1)
  },
  options,
)

onTwoNodes(
  'A-034: of questions that two nodes put at once one stands, and its phone rings once',
  async (world, [one, two]) => {
    await forget()
    const browser = browserOf('https://fcm.googleapis.com/fcm/send/secret-address')
    const { phone } = await phoneReachedBy(world, browser.reach)
    const many = await halfways(one, 'Alice', 6)
    const outcomes = await tally(
      many.map(({ secret }, nth) => ask({ ...world, engine: nth % 2 === 0 ? one : two }, secret)),
    )
    assert.deepEqual(outcomes, { done: 1, 'challenge.stands': 5 })
    await until(async () => calls.length > 0)
    await setImmediate()
    assert.equal(calls.length, 1)
    assert.equal((await rowsOf(one, 'challenges')).length, 1)
    assert.ok(await questionFor(world, phone))
  },
  options,
)

onTwoNodes(
  'A-034: a pause that begins on one node while another is about to ask holds there, too',
  async (world, [one]) => {
    await forget()
    const { phone } = await phoneReachedBy(world, undefined)
    const points = interposed()
    const two = await world.node({ throughStorage: through(points, world.clock) })
    const many = await halfways(one, 'Alice', 4)
    const [first, second, third, late] = many.map(({ secret }) => secret)
    const turnedDown = async (secret = '') => {
      await ask({ ...world, engine: one }, secret)
      await reply(world, phone, 'deny')
    }
    await turnedDown(first)
    await turnedDown(second)
    points.before = async () => {
      points.before = undefined
      await turnedDown(third)
    }
    assert.equal(await refusal(ask({ ...world, engine: two }, late ?? '')), 'challenge.too-soon')
    assert.equal(points.before, undefined, 'nothing came between')
    assert.equal(
      await lookElsewhere(one, { factor, message: phone.look(world.clock.now()), surroundings }),
      undefined,
    )
  },
  options,
)

async function eventsOf({ engine }: World, { account }: Person): Promise<readonly string[]> {
  const { items } = await engine.audit.search({ accountId: account.id, limit: 50 })
  return items.map(({ event }) => event)
}

/** What is not waited for has happened; gives up after ten seconds. */
async function until(happened: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1000; turn++) {
    if (await happened()) return
    await setTimeout(10)
  }
  assert.fail('it has not happened')
}

async function forget(): Promise<void> {
  await setImmediate()
  calls.length = 0
  warnings.length = 0
  status = 201
}

async function phoneReachedBy(world: World, reach: Reach | undefined, name = 'Alice') {
  const owner = await person(world, name)
  const phone = softwarePhone(origin)
  const { authority, begun, link } = await beginPhone(world, owner)
  const message = phone.join(link, world.clock.now(), reach)
  const { number } = await joinOffer(world.engine, { factor, message, surroundings })
  const authenticatorId = begun.authenticator.id
  await confirmEnrolment(world.engine, { authority, authenticatorId, answer: { number }, surroundings })
  return { owner, phone }
}

/** A browser with a subscription, which decrypts what it is told (RFC 8291, seen from its side). */
function browserOf(endpoint: string) {
  const pair = createECDH('prime256v1')
  const point = pair.generateKeys()
  const auth = Buffer.alloc(16, 7)
  const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length))
  return {
    reach: { endpoint, p256dh: point.toString('base64url'), auth: auth.toString('base64url') },
    async read(request: Request | undefined): Promise<{ title: string; text: string }> {
      const body = Buffer.from((await request?.arrayBuffer()) ?? assert.fail('nobody called'))
      const [salt, sender, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)]
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), point, sender])
      const secret = derive(pair.computeSecret(sender), auth, info, 32)
      const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
      const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
      const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16))
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
      assert.equal(plain.at(-1), 2, 'the last record is closed')
      return JSON.parse(plain.subarray(0, -1).toString('utf8'))
    },
  }
}
