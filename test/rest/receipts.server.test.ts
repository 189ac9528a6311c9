import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { reopenMessages } from '../../src/administration/index.ts'
import { smsConfig, smsGateways, smsRules } from '../../src/delivery/index.ts'
import { startGateway } from '../../src/delivery/sms/gateway-server.fixture.ts'
import { twilioSignature } from '../../src/delivery/sms/twilio.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { eachEngine, operator, rowsOf, type World } from '../kit/engine.ts'
import { openTestServer, origin, type TestServer } from '../kit/server.ts'

const api = await startGateway({ status: 201, body: { sid: 'SM01', status: 'queued' } })
const config = smsConfig.parse({
  countries: ['DE'],
  twilio: { accountSid: 'AC1', authToken: 'token', from: '+15005550006', url: api.url },
  http: { url: `${api.url}/http`, receipts: { secret: 'signing', header: 'X-Signature' } },
})
const transport = smsGateways(config, { clock: systemClock, fetch, baseUrl: origin })
assert.ok(transport)
const options = { transports: [transport], sms: smsRules.parse({ countries: ['DE'], budgets: { total: 2 } }) }

/** Sends one message by Twilio, and gives the address that its receipts are to be posted to. */
async function send(world: World): Promise<string> {
  const { delivery, storage } = world.engine
  const statements = await delivery.send({
    channel: 'sms',
    to: '+491701234567',
    subject: '',
    text: 'a code',
    expiresAt: world.clock.now() + 600_000,
    factor: 'test',
    occasion: 'test',
  })
  await storage.book({ statements, locks: [] })
  await delivery.deliverDue({ limit: 10 })
  const fields = new URLSearchParams(api.requests.at(-1)?.body)
  const callback = fields.get('StatusCallback') ?? ''
  assert.ok(callback.startsWith(`${origin}/api/v1/delivery/receipts/twilio?message=`), callback)
  return callback.slice(origin.length)
}

function twilio(path: string, status: string, token = 'token') {
  const fields = [
    ['MessageSid', 'SM01'],
    ['MessageStatus', status],
  ] as const
  const signature = Buffer.from(twilioSignature(`${origin}${path}`, fields, token)).toString('base64')
  return {
    method: 'POST',
    path,
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    },
  }
}

async function stateOf({ engine }: World): Promise<unknown> {
  return (await rowsOf(engine, 'sms_messages'))[0]?.state
}

async function served(world: World, run: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await openTestServer(world.engine)
  try {
    await run(server)
  } finally {
    await server.close()
  }
}

eachEngine(
  'a real receipt over HTTP is booked under its signature, and nothing else is',
  async (world) => {
    await served(world, async (server) => {
      const path = await send(world)
      assert.equal(await stateOf(world), 'handed')
      const stranger = server.stranger()
      const wrong = [
        twilio(path, 'delivered', 'other'),
        { ...twilio(path, 'delivered'), body: twilio(path, 'failed').body },
        { ...twilio(path, 'delivered'), path: path.replace('twilio', 'vonage') },
        { ...twilio(path, 'delivered'), path: path.replace('twilio', 'nobody') },
        { ...twilio(path, 'delivered'), headers: { 'content-type': 'application/json' } },
        { method: 'GET', path },
        { method: 'POST', path },
      ]
      for (const request of wrong) {
        const answer = await stranger.send(request)
        assert.deepEqual([answer.status, answer.body.code], [404, 'receipt.unknown'])
      }
      assert.equal(await stateOf(world), 'handed')
      const answer = await stranger.send(twilio(path, 'delivered'))
      assert.equal(answer.status, 200)
      assert.equal(await stateOf(world), 'delivered')
      assert.equal((await stranger.send(twilio(path, 'failed'))).status, 200)
      assert.equal(await stateOf(world), 'delivered', 'the end is told once')
    })
  },
  options,
)

eachEngine(
  'a receipt that comes before we have booked its message is asked for again',
  async (world) => {
    await served(world, async (server) => {
      const stranger = server.stranger()
      const early = '/api/v1/delivery/receipts/twilio?message=0123456789abcdefghjkmnpqrstvwxyz'
      const answer = await stranger.send(twilio(early, 'delivered'))
      assert.deepEqual([answer.status, answer.body.code], [503, 'receipt.early'])
      const body = JSON.stringify({ id: 'nobody', status: 'delivered' })
      const signature = createHmac('sha256', 'signing').update(body).digest('hex')
      const headers = { 'x-signature': signature, 'content-type': 'text/plain' }
      const path = '/api/v1/delivery/receipts/http'
      assert.equal((await stranger.send({ method: 'POST', path, body, headers })).status, 503)
    })
  },
  options,
)

eachEngine(
  'A-119: a gateway is not held up by the limit of its address, and no cookie or key is asked of it',
  async (world) => {
    await served(world, async (server) => {
      const path = await send(world)
      const stranger = server.stranger()
      const answers = await Promise.all(
        Array.from({ length: 300 }, () => stranger.send(twilio(path, 'sent'))),
      )
      assert.ok(answers.every(({ status }) => status === 200))
    })
  },
  options,
)

eachEngine(
  'A-032: what was stopped is seen in the console, by doctor and metrics, and let out by an administrator',
  async (world) => {
    const { engine, clock } = world
    await served(world, async (server) => {
      for (const to of ['+491701234567', '+491701234568', '+491701234569']) {
        const words = { channel: 'sms', to, subject: '', text: 'x', factor: 'test' } as const
        const asked = engine.delivery.send({ ...words, expiresAt: clock.now() + 600_000 })
        const statements = await asked.catch(() => [])
        await engine.storage.book({ statements, locks: [] })
      }
      const reader = await server.application(['accounts:read'])
      const { body: summary } = await reader.get('/summary')
      assert.deepEqual(
        summary.closures.map(({ scope, what }: { scope: string; what: string }) => [scope, what]),
        [['all', 'all text messages']],
      )
      assert.equal((await reader.get('/delivery/closures')).body.items.length, 1)
      const asked = { scope: 'all', reason: 'looked, all is well' }
      assert.equal((await reader.post('/delivery/reopen', asked)).status, 403)
      const administration = await server.application(['administration'])
      assert.equal((await administration.post('/delivery/reopen', { scope: 'all' })).status, 400)
      assert.equal((await administration.post('/delivery/reopen', asked)).status, 204)
      assert.equal((await administration.post('/delivery/reopen', asked)).status, 404)
      assert.deepEqual((await reader.get('/delivery/closures')).body.items, [])
      await assert.rejects(reopenMessages(engine, { actor: operator, scope: 'all', reason: ' ' }))
      const events = await rowsOf(engine, 'audit_events')
      assert.ok(events.some(({ event }) => event === 'messages.reopened'))
    })
  },
  options,
)
