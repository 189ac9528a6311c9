import assert from 'node:assert/strict'
import { Webhook } from 'standardwebhooks'
import { typedName } from '../../src/accounts/index.ts'
import {
  changeWebhook,
  createAccount,
  createGroup,
  createWebhook,
  listWebhookMessages,
  pauseWebhook,
  removeWebhook,
  replayWebhook,
  resumeWebhook,
  rotateWebhookSecret,
  showWebhook,
  testWebhook,
  unlockAccount,
} from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { openSubscriptions, type SubscriberKind } from '../../src/subscriptions/index.ts'
import type { Webhook as Listener } from '../../src/webhooks/index.ts'
import {
  dumpOf,
  eachEngine,
  onTwoNodes,
  operator,
  type Person,
  person,
  refusal,
  tamper,
  type World,
} from '../kit/engine.ts'
import { openReceiver, type Receiver } from './receiver.fixture.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

interface Scene {
  readonly world: World
  readonly engine: Engine
  readonly receiver: Receiver
  readonly webhookId: Awaited<ReturnType<typeof createWebhook>>['webhook']['id']
  readonly secret: string
  /** Lets time pass, then seals and posts. */
  later(milliseconds?: number): Promise<void>
}

function withWebhook(
  name: string,
  run: (scene: Scene) => Promise<void>,
  settings: { readonly events?: string[] } = {},
): void {
  eachEngine(name, async (world) => {
    const receiver = await openReceiver()
    const engine = await world.node({ webhookReach: [receiver.place] })
    const { webhook, secret } = await createWebhook(engine, {
      actor: operator,
      settings: { name: 'Siem', url: receiver.url, events: ['*'], ...settings },
    })
    async function later(milliseconds = second) {
      world.clock.advance(milliseconds)
      await engine.audit.seal()
      await engine.webhooks.run()
      await engine.webhooks.run()
    }
    try {
      await later()
      receiver.received.length = 0
      await run({ world, engine, receiver, webhookId: webhook.id, secret, later })
    } finally {
      await receiver.close()
    }
  })
}

/** Something that concerns an account, told apart by its reason. */
async function unlock(engine: Engine, { account }: Person, reason: string): Promise<void> {
  await unlockAccount(engine, { actor: operator, accountId: account.id, reason })
}

const typesOf = ({ received }: Receiver) => received.map(({ body }) => body.type)

withWebhook(
  'what happens is posted, signed so that a foreign verifier of Standard Webhooks takes it',
  async (scene) => {
    const { world, receiver, secret, later } = scene
    const alice = await person(world, 'Alice')
    await later()
    assert.ok(receiver.received.length > 0)
    for (const { raw, headers } of receiver.received) {
      const verifier = new Webhook(secret)
      // The verifier looks at its own clock, ours stands elsewhere.
      const timestamp = Number(headers['webhook-timestamp'])
      const real = Date.now
      Date.now = () => timestamp * 1000
      try {
        verifier.verify(raw, headers as Record<string, string>)
        assert.throws(() => verifier.verify(`${raw} `, headers as Record<string, string>))
      } finally {
        Date.now = real
      }
    }
    const created = receiver.received.find(({ body }) => body.type === 'account.created')
    assert.equal(created?.body.data.account.name, 'Alice')
    assert.equal(created?.body.data.account.id, alice.account.id)
    assert.equal(created?.headers['webhook-id'], created?.body.data.id)
    assert.equal(created?.headers['content-type'], 'application/json')
  },
)

withWebhook(
  'only what was asked for is posted',
  async ({ world, receiver, later }) => {
    await person(world, 'Alice')
    await later()
    assert.deepEqual(typesOf(receiver), ['account.created'])
  },
  { events: ['account.created', 'group.*'] },
)

const reasonsOf = ({ received }: Receiver) =>
  received.filter(({ body }) => body.type === 'account.unlocked').map(({ body }) => body.data.details.reason)

withWebhook(
  'F-19: of each account one event after the other, and what is not taken holds up nobody else',
  async ({ world, engine, receiver, later }) => {
    const [alice, bob] = [await person(world, 'Alice'), await person(world, 'Bob')]
    receiver.answer = ({ body }) => ({ status: body.data.details.reason === 'a1' ? 422 : 204 })
    for (const [owner, reason] of [
      [alice, 'a1'],
      [alice, 'a2'],
      [bob, 'b1'],
      [alice, 'a3'],
      [bob, 'b2'],
    ] as const) {
      await unlock(engine, owner, reason)
      world.clock.advance(1)
    }
    await later()
    assert.deepEqual(reasonsOf(receiver).sort(), ['a1', 'b1', 'b2'])
    receiver.answer = () => ({ status: 204 })
    receiver.received.length = 0
    await later(minute)
    assert.deepEqual(reasonsOf(receiver), ['a1', 'a2', 'a3'])
    await later(minute)
    assert.equal(receiver.received.length, 3, 'nothing is posted twice')
  },
  { events: ['account.unlocked'] },
)

withWebhook(
  'F-20: tried again for a day under the same id, then given up and told',
  async (scene) => {
    const { world, engine, receiver, webhookId, later } = scene
    await unlock(engine, await person(world, 'Alice'), 'lost')
    receiver.answer = () => ({ status: 503 })
    for (const pause of [0, minute, minute, 3 * minute, 11 * minute, hour, 3 * hour, 8 * hour, 12 * hour])
      await later(pause + second)
    assert.equal(receiver.received.length, 9)
    assert.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1)
    await later(24 * hour)
    assert.equal(receiver.received.length, 9)
    const { abandoned, waiting, failingSince } = await showWebhook(engine, { actor: operator, webhookId })
    assert.deepEqual([abandoned, waiting], [1, 0])
    assert.ok(failingSince)
    const { items } = await listWebhookMessages(engine, { actor: operator, webhookId, limit: 10 })
    assert.deepEqual(
      items.map(({ event, status, attempts, answer }) => ({ event, status, attempts, answer })),
      [{ event: 'account.unlocked', status: 'abandoned', attempts: 9, answer: '503' }],
    )
  },
  { events: ['account.unlocked'] },
)

withWebhook(
  'F-19: who is out is left alone, with whatever waits',
  async ({ world, engine, receiver, later }) => {
    for (const name of ['Alice', 'Bob', 'Carl', 'Dora', 'Emil', 'Fay'])
      await unlock(engine, await person(world, name), name)
    receiver.answer = () => ({ status: 500 })
    await later()
    assert.ok(receiver.received.length <= 4, 'no more than were on their way')
    receiver.answer = () => ({ status: 204 })
    await later(minute)
    await later(minute)
    assert.equal(new Set(reasonsOf(receiver)).size, 6)
  },
  { events: ['account.unlocked'] },
)

withWebhook(
  'who says that they are gone, or takes nothing for days, is paused; resumed, nothing is lost',
  async ({ world, engine, receiver, webhookId, later }) => {
    const alice = await person(world, 'Alice')
    await unlock(engine, alice, 'one')
    receiver.answer = () => ({ status: 410 })
    await later()
    const paused = await showWebhook(engine, { actor: operator, webhookId })
    assert.deepEqual([paused.status, paused.pausedReason], ['paused', 'gone'])
    world.clock.advance(hour)
    await unlock(engine, alice, 'two')
    receiver.answer = () => ({ status: 204 })
    receiver.received.length = 0
    await later(hour)
    assert.deepEqual(reasonsOf(receiver), [])
    await resumeWebhook(engine, { actor: operator, webhookId, reason: 'moved' })
    await unlock(engine, alice, 'three')
    await later(hour)
    assert.deepEqual(reasonsOf(receiver), ['one', 'two', 'three'])

    receiver.answer = () => ({ status: 500 })
    await unlock(engine, alice, 'four')
    await later()
    await later(6 * 24 * hour)
    assert.equal((await showWebhook(engine, { actor: operator, webhookId })).pausedReason, 'failing')
    const told = await engine.audit.search({ event: 'webhook.paused' })
    assert.deepEqual(told.items.map(({ details }) => details?.reason).sort(), ['failing', 'gone'])
  },
  { events: ['account.unlocked'] },
)

withWebhook(
  'what is paused while it has much to take is left alone at once, and not when the queue is empty',
  async ({ world, engine, receiver, webhookId, later }) => {
    const actor = operator
    for (let at = 0; at < 40; at++) {
      const account = await createAccount(engine, { actor, name: typedName.parse(`Somebody ${at}`) })
      await unlockAccount(engine, { actor, accountId: account.account.id, reason: 'test' })
    }
    world.clock.advance(second)
    let pausing: Promise<unknown> | undefined
    receiver.answer = () => {
      pausing ??= pauseWebhook(engine, { actor, webhookId, reason: 'too much' })
      return { status: 204 }
    }
    await later()
    await pausing
    assert.ok(receiver.received.length <= 32, `${receiver.received.length} were posted`)
  },
  { events: ['account.unlocked'] },
)

withWebhook(
  'what happened earlier is posted once more when asked, under the ids that it had',
  async ({ world, engine, receiver, webhookId, later }) => {
    const alice = await person(world, 'Alice')
    await unlock(engine, alice, 'before')
    await later()
    world.clock.advance(hour)
    const since = world.clock.now()
    await unlock(engine, alice, 'one')
    await unlock(engine, alice, 'two')
    await later()
    const ids = receiver.received.slice(1).map(({ headers }) => headers['webhook-id'])
    receiver.received.length = 0
    const act = { actor: operator, webhookId }
    await replayWebhook(engine, { ...act, since })
    assert.equal(await refusal(replayWebhook(engine, { ...act, since })), 'webhook.catching-up')
    await later()
    assert.deepEqual(
      receiver.received.map(({ headers }) => headers['webhook-id']),
      ids,
    )
    await pauseWebhook(engine, { ...act, reason: 'rest' })
    assert.equal(await refusal(replayWebhook(engine, { ...act, since })), 'webhook.paused')
  },
  { events: ['account.unlocked'] },
)

withWebhook('both secrets sign while one takes the place of the other', async (scene) => {
  const { world, engine, receiver, webhookId, secret: first, later } = scene
  const act = { actor: operator, webhookId }
  const { secret: second } = await rotateWebhookSecret(engine, { ...act, overlap: hour })
  await testWebhook(engine, act)
  world.clock.advance(2 * hour)
  await testWebhook(engine, act)
  const signedBy = (at: number, secret: string) => {
    const { headers, raw } = receiver.received[at] ?? assert.fail()
    const sent = new Date(Number(headers['webhook-timestamp']) * 1000)
    const expected = new Webhook(secret).sign(String(headers['webhook-id']), sent, raw)
    return String(headers['webhook-signature']).split(' ').includes(expected)
  }
  assert.deepEqual([signedBy(0, first), signedBy(0, second)], [true, true])
  assert.deepEqual([signedBy(1, first), signedBy(1, second)], [false, true])
  await later()
  const dump = await dumpOf(engine)
  for (const secret of [first, second]) assert.ok(!dump.includes(secret.slice(6)), 'kept in the clear')
})

withWebhook(
  'A-072: no webhook reaches this machine, its neighbours or what a redirect names',
  async (scene) => {
    const { engine, receiver, webhookId } = scene
    const act = { actor: operator, webhookId }
    const change = (url: string) => changeWebhook(engine, { ...act, settings: { url }, reason: 'test' })
    for (const url of [
      'http://hooks.example.com/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:127.0.0.1]/',
      'https://169.254.169.254/latest',
      'http://127.0.0.1:1/',
      'https://2130706433/',
    ])
      assert.equal(await refusal(change(url)), 'webhook.address', url)
    // A name is judged when it is connected to.
    await change('https://localhost/')
    const { taken, answer } = await testWebhook(engine, act)
    assert.equal(taken, false)
    assert.match(answer, /not an address/)

    receiver.answer = () => ({ status: 302, headers: { location: 'https://169.254.169.254/' } })
    await change(receiver.url)
    assert.deepEqual((await testWebhook(engine, act)).answer, '302')
  },
)

onTwoNodes('R5: of two nodes one queues and one posts each event', async (world, nodes) => {
  const receiver = await openReceiver()
  const opened = await Promise.all(nodes.map(() => world.node({ webhookReach: [receiver.place] })))
  const [one] = opened
  assert.ok(one)
  try {
    await createWebhook(one, {
      actor: operator,
      settings: { name: 'Siem', url: receiver.url, events: ['account.unlocked'] },
    })
    const people: Person[] = []
    for (const name of ['Alice', 'Bob', 'Carl']) people.push(await person(world, name))
    for (let turn = 0; turn < 10; turn++)
      for (const owner of people) await unlock(one, owner, `${owner.account.name} ${turn}`)
    world.clock.advance(1000)
    await one.audit.seal()
    for (let turn = 0; turn < 3; turn++) await Promise.all(opened.map((node) => node.webhooks.run()))
    const reasons = reasonsOf(receiver)
    assert.equal(reasons.length, 30)
    for (const { account } of people)
      assert.deepEqual(
        reasons.filter((reason) => reason.startsWith(account.name)),
        Array.from({ length: 10 }, (_, turn) => `${account.name} ${turn}`),
      )
  } finally {
    await receiver.close()
  }
})

eachEngine(
  'R5: who begins to listen while the feed is put away for want of listeners misses nothing',
  async (world) => {
    const receiver = await openReceiver()
    const engine = await world.node({ webhookReach: [receiver.place] })
    const settings = { name: 'Siem', url: receiver.url, events: ['account.unlocked'] }
    try {
      const alice = await person(world, 'Alice')
      const { webhook } = await createWebhook(engine, { actor: operator, settings })
      await removeWebhook(engine, { actor: operator, webhookId: webhook.id, reason: 'test' })
      // Another node has seen that nobody listens, and is about to book that.
      const late = {
        feed: 'webhooks',
        async list() {
          const seen = await engine.webhooks.list()
          if (seen.length === 0) await createWebhook(engine, { actor: operator, settings })
          return seen
        },
        isSentTo: () => false,
      } as Partial<SubscriberKind<Listener>> as SubscriberKind<Listener>
      await openSubscriptions(engine).teller(late)()
      await unlock(engine, alice, 'after it began')
      for (let turn = 0; turn < 2; turn++) {
        world.clock.advance(second)
        await engine.audit.seal()
        await engine.webhooks.run()
      }
      assert.deepEqual(reasonsOf(receiver), ['after it began'])
    } finally {
      await receiver.close()
    }
  },
)

withWebhook(
  'F-28: a webhook whose secret nobody can open holds up no other one, and gets a new one',
  async (scene) => {
    const { engine, receiver, webhookId, later } = scene
    await createWebhook(engine, {
      actor: operator,
      settings: { name: 'Other', url: receiver.url, events: ['group.*'] },
    })
    await tamper(engine, (db) =>
      db
        .updateTable('webhooks')
        .set({ secret: new Uint8Array(80) })
        .where('id', '=', webhookId),
    )
    await createGroup(engine, { actor: operator, name: typedName.parse('Treasury') })
    await later()
    assert.deepEqual(typesOf(receiver), ['group.created'])
    assert.equal((await testWebhook(engine, { actor: operator, webhookId })).taken, false)
    await rotateWebhookSecret(engine, { actor: operator, webhookId, overlap: hour })
    await later()
    assert.equal(typesOf(receiver).filter((type) => type === 'group.created').length, 2)
    assert.equal((await testWebhook(engine, { actor: operator, webhookId })).taken, true)
  },
)
