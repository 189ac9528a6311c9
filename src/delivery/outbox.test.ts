import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase } from '../../test/kit/databases.ts'
import type { Id } from '../kernel/ids.ts'
import { keyring, masterKey } from '../kernel/keyring.ts'
import { systemRandom } from '../kernel/random.ts'
import { secretBox } from '../kernel/secret-box.ts'
import type { Statement } from '../storage/index.ts'
import { surroundings } from './delivery.fixture.ts'
import { startMailServer } from './email/smtp-server.fixture.ts'
import {
  type Capture,
  captureTransport,
  type Dispatch,
  deliveryMigrations,
  openDelivery,
  type SendOutcome,
  smtpTransport,
  type Transport,
} from './index.ts'

const second = 1000
const hour = 3_600_000
const ana = '0'.repeat(31).concat('1') as Id<'account'>
const link = 'https://sign-in.example.com/lane#spl_secretsecretsecret'
const start = Date.UTC(2026, 10, 24)

const notice: Dispatch = {
  accountId: ana,
  channel: 'email',
  to: 'ana@example.com',
  message: { template: 'sign-in.lane-link', values: { at: start, account: 'ana', link } },
}

eachDatabase('F-20: a message is booked with the change it tells of, or not at all', async (open) => {
  const { delivery, mailbox, book } = await house(open)
  const refused: Statement = { sql: 'delete from outbox where 1 = 0', parameters: [], expect: 1 }
  assert.equal(await book([delivery.enqueue(notice), refused]), 'refused')
  assert.deepEqual(await delivery.deliverDue({ limit: 10 }), { sent: 0, postponed: 0, abandoned: 0 })
  assert.equal(await book([delivery.enqueue(notice)]), 'booked')
  assert.deepEqual(await delivery.deliverDue({ limit: 10 }), { sent: 1, postponed: 0, abandoned: 0 })
  assert.equal(mailbox.messages[0]?.to, 'ana@example.com')
  assert.equal(mailbox.messages[0]?.text.includes(link), true)
})

eachDatabase('is sent once, though several nodes deliver at the same time', async (open) => {
  const { delivery, storage, mailbox, book, deps } = await house(open)
  await book(Array.from({ length: 12 }, () => delivery.enqueue(notice)))
  const node = await open({ migrations: deliveryMigrations })
  const other = openDelivery({ ...deps, storage: { ...node, clock: storage.clock } })
  const nodes = [delivery, other, openDelivery({ ...deps, storage })]
  await Promise.all(nodes.map((node) => node.deliverDue({ limit: 20 })))
  assert.equal(mailbox.messages.length, 12)
})

eachDatabase(
  'G9: neither links nor addresses lie in the database in clear, nor at all once sent',
  async (open) => {
    const { delivery, book, rows } = await house(open)
    await book([delivery.enqueue(notice)])
    const [waiting] = await rows()
    const seen = Buffer.from(waiting?.body ?? []).toString('latin1') + JSON.stringify(waiting)
    for (const secret of ['spl_', 'example.com', 'ana@']) assert.equal(seen.includes(secret), false)
    await delivery.deliverDue({ limit: 1 })
    assert.equal((await rows())[0]?.body, null)
  },
)

eachDatabase('R17: a body that was moved to another row is not sent', async (open) => {
  const { delivery, mailbox, book, rows } = await house(open)
  const other = { ...notice, to: 'eve@example.net' }
  await book([delivery.enqueue(notice), delivery.enqueue(other)])
  const [first] = await rows()
  const sql = `update outbox set body = (select body from outbox where id = '${first?.id}')`
  await book([{ sql, parameters: [] }])
  assert.deepEqual(await delivery.deliverDue({ limit: 10 }), { sent: 1, postponed: 0, abandoned: 1 })
  assert.equal(mailbox.messages.length, 1)
  assert.deepEqual(
    (await delivery.listTroubled(10)).map((entry) => entry.reason),
    ['unreadable'],
  )
})

eachDatabase('one message for one dedupe key, and the booking goes through all the same', async (open) => {
  const { delivery, mailbox, book } = await house(open)
  const hourly = { ...notice, dedupe: ['sign-in.second-step-failed', ana, 17] }
  assert.equal(await book([delivery.enqueue(hourly)]), 'booked')
  assert.equal(await book([delivery.enqueue(hourly)]), 'booked')
  await delivery.deliverDue({ limit: 10 })
  assert.equal(await book([delivery.enqueue(hourly)]), 'booked')
  await delivery.deliverDue({ limit: 10 })
  assert.equal(mailbox.messages.length, 1)
})

eachDatabase('V-98: dedupe keys of different parts never meet', async (open) => {
  const { delivery, mailbox, book } = await house(open)
  for (const dedupe of [['a', 'b'], ['a","b'], ['a,b'], ['ab'], ['', 'ab']]) {
    await book([delivery.enqueue({ ...notice, dedupe })])
  }
  await delivery.deliverDue({ limit: 10 })
  assert.equal(mailbox.messages.length, 5)
})

eachDatabase(
  'F-19: while the gateway is down rows are kept, tries back off, and nothing waits in line',
  async (open) => {
    const { delivery, gateway, clock, book, rows } = await house(open)
    gateway.outcome = { sent: false, failure: 'unreachable', detail: 'ECONNREFUSED' }
    await book([delivery.enqueue(notice), delivery.enqueue(notice), delivery.enqueue(notice)])
    assert.deepEqual(await delivery.deliverDue({ limit: 10 }), { sent: 0, postponed: 1, abandoned: 0 })
    assert.equal(gateway.tries, 1, 'the first failure lets the gateway rest')
    assert.deepEqual(await delivery.deliverDue({ limit: 10 }), { sent: 0, postponed: 0, abandoned: 0 })
    assert.equal(gateway.tries, 1)
    const [troubled] = await delivery.listTroubled(10)
    assert.equal(troubled?.reason, 'unreachable ECONNREFUSED')
    assert.equal(troubled?.nextAt, start + 30 * second)

    gateway.outcome = { sent: true }
    clock.time += 30 * second
    assert.deepEqual(await delivery.deliverDue({ limit: 10 }), { sent: 3, postponed: 0, abandoned: 0 })
    assert.equal(
      (await rows()).every((row) => row.status === 'sent'),
      true,
    )
    assert.deepEqual(await delivery.listTroubled(10), [])
  },
)

eachDatabase('F-20: tries again until sent: half a minute, doubling, at most an hour apart', async (open) => {
  const { delivery, gateway, clock, book, rows } = await house(open)
  gateway.outcome = { sent: false, failure: 'deferred', detail: 'EENVELOPE 451' }
  await book([delivery.enqueue(notice)])
  const waits: number[] = []
  for (let tries = 0; tries < 9; tries += 1) {
    await delivery.deliverDue({ limit: 1 })
    const next = (await rows())[0]?.next_at ?? 0
    waits.push((next - clock.time) / second)
    clock.time = next
  }
  assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600])
  gateway.outcome = { sent: true }
  assert.equal((await delivery.deliverDue({ limit: 1 })).sent, 1)
})

eachDatabase('gives up when the message is of no use any more, in sight of all', async (open) => {
  const { delivery, gateway, clock, book } = await house(open)
  gateway.outcome = { sent: false, failure: 'rejected', detail: 'EENVELOPE 550' }
  await book([delivery.enqueue({ ...notice, expiresAt: start + hour })])
  assert.deepEqual(await delivery.deliverDue({ limit: 1 }), { sent: 0, postponed: 0, abandoned: 1 })
  clock.time += hour
  const [entry] = await delivery.listTroubled(10)
  assert.deepEqual([entry?.status, entry?.reason], ['abandoned', 'rejected EENVELOPE 550'])
  assert.equal((await delivery.deliverDue({ limit: 1 })).abandoned, 0)
})

eachDatabase(
  'a worker that dies while sending leaves the message to another, after its lease',
  async (open) => {
    const { delivery, gateway, clock, book, storage, deps } = await house(open)
    await book([delivery.enqueue(notice)])
    gateway.hang = true
    void delivery.deliverDue({ limit: 1 })
    while (gateway.tries === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    gateway.hang = false
    const other = openDelivery({ ...deps, storage })
    clock.time += 119 * second
    assert.equal((await other.deliverDue({ limit: 1 })).sent, 0)
    clock.time += second
    assert.equal((await other.deliverDue({ limit: 1 })).sent, 1)
  },
)

eachDatabase(
  'R9: without a gateway e-mail is unavailable, and says so; what was booked waits',
  async (open) => {
    const { storage, deps, book, rows } = await house(open)
    const delivery = openDelivery({ ...deps, storage, transports: [] })
    assert.equal(delivery.canDeliver('email'), false)
    await book([delivery.enqueue(notice)])
    await delivery.deliverDue({ limit: 10 })
    assert.deepEqual(
      (await rows()).map((row) => [row.status, row.attempts]),
      [['waiting', 0]],
    )
  },
)

eachDatabase('forgets settled messages after thirty days, and none that wait', async (open) => {
  const { delivery, gateway, clock, book, rows } = await house(open)
  await book([delivery.enqueue(notice)])
  await delivery.deliverDue({ limit: 1 })
  gateway.outcome = { sent: false, failure: 'deferred', detail: 'x' }
  await book([delivery.enqueue({ ...notice, expiresAt: start + 1000 * hour })])
  await delivery.deliverDue({ limit: 1 })
  clock.time += 31 * 24 * hour
  await book(delivery.sweep())
  assert.deepEqual(
    (await rows()).map((row) => row.status),
    ['waiting'],
  )
})

eachDatabase('F-19, F-20: with a real mail server that comes back, everything arrives', async (open) => {
  const { storage, deps, clock, book } = await house(open)
  const down = await startMailServer()
  await down.close()
  const from = { name: 'Example', address: 'no-reply@example.com' }
  const mail = smtpTransport({ host: '127.0.0.1', port: down.port, secure: false, auth: undefined, from })
  const delivery = openDelivery({ ...deps, storage, transports: [mail] })
  await book([delivery.enqueue(notice), delivery.enqueue(notice)])
  assert.equal((await delivery.deliverDue({ limit: 10 })).postponed, 1)
  const server = await startMailServer({ port: down.port })
  clock.time += 30 * second
  assert.equal((await delivery.deliverDue({ limit: 10 })).sent, 2)
  assert.equal(server.mails.length, 2)
  await delivery.close()
  await server.close()
})

interface OutboxRow {
  id: string
  body: Uint8Array | null
  status: string
  attempts: number
  next_at: number
}

async function house(open: OpenDatabase) {
  const opened = await open({ migrations: deliveryMigrations })
  const clock = { time: start }
  const storage = { ...opened, clock: { now: () => clock.time, monotonic: () => clock.time } }
  const random = systemRandom()
  const box = secretBox(keyring([masterKey(random.bytes(32))]), random, random.bytes(32))
  const mailbox = captureTransport('email')
  const gateway = fickleGateway(mailbox)
  const sender = { name: 'Example', baseUrl: 'https://sign-in.example.com' }
  const deps = { ...surroundings, random, box, sender, transports: [gateway] }
  return {
    storage,
    clock,
    deps,
    mailbox,
    gateway,
    delivery: openDelivery({ ...deps, storage }),
    book: (statements: readonly Statement[]) => storage.book({ statements, locks: [] }),
    rows: () =>
      storage.tables<{ outbox: OutboxRow }>().selectFrom('outbox').selectAll().orderBy('id').execute(),
  }
}

/** A gateway that does as it is told. */
function fickleGateway(mailbox: Capture) {
  const gateway: Transport & { outcome: SendOutcome; tries: number; hang: boolean } = {
    channel: 'email',
    outcome: { sent: true },
    tries: 0,
    hang: false,
    async send(message) {
      gateway.tries += 1
      if (gateway.hang) return new Promise(() => undefined)
      return gateway.outcome.sent ? mailbox.send(message) : gateway.outcome
    },
    close: mailbox.close,
  }
  return gateway
}
