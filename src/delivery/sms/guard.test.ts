import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase, onPostgres } from '../../../test/kit/databases.ts'
import { auditMigrations, openAudit } from '../../audit/index.ts'
import { SallyportError } from '../../kernel/errors.ts'
import type { Id } from '../../kernel/ids.ts'
import { keyring, masterKey } from '../../kernel/keyring.ts'
import { silentLogger } from '../../kernel/logger.ts'
import { systemRandom } from '../../kernel/random.ts'
import { secretBox } from '../../kernel/secret-box.ts'
import type { Storage } from '../../storage/index.ts'
import { openThrottle, throttleMigrations } from '../../throttle/index.ts'
import { captureTransport, deliveryMigrations, openDelivery, smsRules } from '../index.ts'
import type { DeliveryTables } from '../schema.ts'

const start = Date.UTC(2026, 10, 24)
const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const ana = '0'.repeat(31).concat('1') as Id<'account'>
const admin = '0'.repeat(31).concat('9') as Id<'account'>
const migrations = [...auditMigrations, ...throttleMigrations, ...deliveryMigrations]

type Rules = Parameters<typeof smsRules.parse>[0]

async function house(open: OpenDatabase, rules: Rules = {}, shared = { now: start }) {
  const opened = await open({ migrations })
  const clock = { now: () => shared.now, monotonic: () => performance.now() }
  const storage: Storage = { ...opened, clock }
  const random = systemRandom()
  const [sms, mail] = [captureTransport('sms'), captureTransport('email')]
  const keys = { key: new Uint8Array(32), sealKey: new Uint8Array(32) }
  const delivery = openDelivery({
    storage,
    random,
    box: secretBox(keyring([masterKey(new Uint8Array(32).fill(3))]), random, random.bytes(32)),
    sender: { name: 'Example', baseUrl: 'https://mfa.example.com' },
    transports: [sms, mail],
    budgets: openThrottle({ storage, random }),
    audit: openAudit({ storage, keys }),
    smsRules: smsRules.parse({ countries: ['DE', 'US'], ...Object(rules) }),
    administrators: async () => [{ accountId: admin, email: 'admin@example.com' }],
    logger: silentLogger,
  })

  let occasions = 0
  /** Asks for a code and books it; tells the error where it was refused. */
  async function ask(to: string, more: { accountId?: Id<'account'>; source?: string } = {}): Promise<string> {
    const occasion = `occasion-${++occasions}`
    try {
      const statements = await delivery.send({
        channel: 'sms',
        to,
        subject: '',
        text: 'a code',
        expiresAt: shared.now + 10 * minute,
        factor: 'test',
        accountId: ana,
        source: '192.0.2.1',
        occasion,
        ...more,
      })
      return (await storage.book({ statements, locks: [] })) === 'booked' ? occasion : 'lost'
    } catch (error) {
      if (error instanceof SallyportError) return error.code
      throw error
    }
  }

  const messages = () => storage.tables<DeliveryTables>().selectFrom('sms_messages').selectAll().execute()
  const use = (occasion: string) =>
    storage.book({ statements: [delivery.markUsed(occasion)], locks: [occasion] })
  return { delivery, storage, shared, sms, mail, ask, messages, use }
}

/** Numbers of one block, each another. */
function mobile(nth: number, block = '+49170123'): string {
  return `${block}${String(1000 + nth)}`
}

const other = (nth: number) => ({ accountId: `${'0'.repeat(28)}${1000 + nth}` as Id<'account'> })

eachDatabase('A-032: only to countries that are listed, and to numbers that are mobiles', async (open) => {
  const { ask, sms, delivery } = await house(open)
  const refusals = [
    '+43 664 1234567', // Austria, not listed
    '+1 876 555 1234', // Jamaica behind +1
    '+1 604 555 0123', // Canada behind +1
    '+1 900 555 0123', // premium rate
    '+49 900 1234567', // premium rate
    '+49 180 5123456', // shared cost
    '+49 30 123456', // a landline
    '+882 16 1234 56789', // a satellite: no country
    '+49 32 1234567', // over the internet
    '+49',
    'nonsense',
  ]
  for (const to of refusals) assert.equal(await ask(to), 'delivery.destination', to)
  await delivery.deliverDue({ limit: 10 })
  assert.equal(sms.messages.length, 0)
  assert.match(await ask('+49 170 1234567'), /^occasion/)
  assert.match(await ask('+1 415 555 2671'), /^occasion/)
})

eachDatabase('R9, A-032: without a list of countries nothing goes anywhere', async (open) => {
  const { ask } = await house(open, { countries: [] })
  assert.equal(await ask('+49 170 1234567'), 'delivery.destination')
})

eachDatabase('A-032: a second code to one number waits half a minute, whoever asks', async (open) => {
  const { ask, shared } = await house(open)
  assert.match(await ask(mobile(1)), /^occasion/)
  for (const whose of [{}, other(1)]) assert.equal(await ask(mobile(1), whose), 'delivery.interval')
  assert.match(await ask(mobile(2)), /^occasion/, 'another number does not wait')
  shared.now += 30 * second
  assert.match(await ask(mobile(1)), /^occasion/)
})

type NthAsk = (nth: number) => readonly [to: string, whose: { accountId?: Id<'account'>; source?: string }]

const limit = 4
const limited: Readonly<Record<string, NthAsk>> = {
  account: (nth) => [mobile(nth), {}],
  number: (nth) => [mobile(1), other(nth)],
  block: (nth) => [mobile(nth), other(nth)],
  country: (nth) => [mobile(nth, `+49170${200 + nth}`), other(nth)],
  source: (nth) => [mobile(nth), { ...other(nth), source: '198.51.100.7' }],
}

for (const [kind, nthAsk] of Object.entries(limited)) {
  eachDatabase(`A-032: no more than ${limit} a day for one ${kind}, and a day later again`, async (open) => {
    const { ask, shared } = await house(open, { budgets: { [kind]: limit } })
    for (let nth = 0; nth < limit; nth++) {
      const [to, whose] = nthAsk(nth)
      assert.match(await ask(to, whose), /^occasion/, `${nth}`)
      shared.now += minute
    }
    const [to, whose] = nthAsk(limit)
    assert.equal(await ask(to, whose), 'delivery.budget')
    shared.now = start + day
    assert.match(await ask(to, whose), /^occasion/)
  })
}

onPostgres('A-032: two nodes that ask at once never share the last one', async (open) => {
  const shared = { now: start }
  const rules = { budgets: { account: 3 } }
  const nodes = [await house(open, rules, shared), await house(open, rules, shared)]
  const asked = Array.from({ length: 20 }, (_, nth) => nodes[nth % 2]?.ask(mobile(nth)))
  const answers = await Promise.all(asked)
  const sent = answers.filter((answer) => answer?.startsWith('occasion'))
  assert.equal(sent.length, 3)
  assert.ok(answers.every((answer) => /^(occasion|lost|delivery\.budget)/.test(answer ?? '')))
})

eachDatabase(
  'A-032: when the day is full everything stops, an alarm is booked once, and an administrator ends it',
  async (open) => {
    const { ask, delivery, storage, shared, mail } = await house(open, { budgets: { total: 3 } })
    for (let nth = 0; nth < 3; nth++) assert.match(await ask(mobile(nth), other(nth)), /^occasion/)
    for (let nth = 3; nth < 6; nth++) assert.equal(await ask(mobile(nth), other(nth)), 'delivery.closed')
    const [closure, ...more] = await delivery.listClosures()
    assert.deepEqual(
      [closure?.scope, closure?.reason, closure?.until, more.length],
      ['all', 'budget', start + day, 0],
    )
    await delivery.deliverDue({ limit: 10 })
    assert.equal(mail.messages.length, 1)
    assert.equal(mail.messages[0]?.to, 'admin@example.com')
    assert.match(mail.messages[0]?.text ?? '', /all text messages/)
    const events = await storage
      .tables<{ audit_events: { event: string } }>()
      .selectFrom('audit_events')
      .select('event')
      .execute()
    assert.equal(events.filter(({ event }) => event === 'messages.closed').length, 1)

    const reopen = () => storage.book({ statements: [delivery.reopen('all', 'admin')], locks: ['all'] })
    assert.equal(await reopen(), 'booked')
    assert.equal(await reopen(), 'refused')
    shared.now += minute
    for (let nth = 6; nth < 9; nth++) assert.match(await ask(mobile(nth), other(nth)), /^occasion/)
    assert.equal(await ask(mobile(9), other(9)), 'delivery.closed', 'a new day has as many as the old')
    await delivery.deliverDue({ limit: 20 })
    assert.equal(mail.messages.length, 2)
  },
)

eachDatabase('A-032: codes that nobody uses close their block, and no other', async (open) => {
  const rules = { pumping: { sample: 10, used: 0.3 }, budgets: { account: 100, source: 1000 } }
  const { ask, use, delivery, shared } = await house(open, rules)
  const good = '+49170555'
  for (let nth = 0; nth < 10; nth++) {
    await ask(mobile(nth), other(nth))
    await use(await ask(mobile(nth, good), other(nth)))
  }
  await delivery.deliverDue({ limit: 50 })
  assert.match(await ask(mobile(10), other(10)), /^occasion/, 'a code needs a while to be typed')
  shared.now += 3 * minute
  assert.equal(await ask(mobile(11), other(11)), 'delivery.closed')
  assert.match(await ask(mobile(11, good), other(12)), /^occasion/)
  const closures = await delivery.listClosures()
  assert.deepEqual(
    closures.map(({ scope, reason, until }) => [scope, reason, until - shared.now]),
    [['block +49170123', 'conversion', day]],
  )
  shared.now += day
  assert.match(await ask(mobile(12), other(13)), /^occasion/)
})

eachDatabase('A-032: a whole country that uses nothing is closed, and opened by a person', async (open) => {
  const rules = { pumping: { sample: 5, used: 0.5 }, budgets: { account: 100, source: 1000 } }
  const { ask, delivery, storage, shared } = await house(open, rules)
  for (let nth = 0; nth < 25; nth++) await ask(mobile(nth, `+4917${nth % 10}${200 + nth}`), other(nth))
  await delivery.deliverDue({ limit: 50 })
  shared.now += 3 * minute
  assert.equal(await ask('+4915123456789', other(30)), 'delivery.closed')
  assert.deepEqual(
    (await delivery.listClosures()).map(({ scope }) => scope),
    ['country DE'],
  )
  await storage.book({ statements: [delivery.reopen('country DE', 'admin')], locks: [] })
  assert.match(await ask('+4915123456789', other(30)), /^occasion/, 'what was before is not held against it')
})

eachDatabase('what never reached a gateway is not held against its block', async (open) => {
  const { ask, shared } = await house(open, { pumping: { sample: 5, used: 1 } })
  for (let nth = 0; nth < 8; nth++) await ask(mobile(nth), other(nth))
  shared.now += 3 * minute
  assert.match(await ask(mobile(9), other(9)), /^occasion/)
})

eachDatabase(
  'R16: refusals are counted, not written one by one; G9: no number lies in clear',
  async (open) => {
    const { ask, storage, messages } = await house(open)
    await ask('+49 170 1234567')
    for (let nth = 0; nth < 30; nth++) await ask('+49 170 1234567')
    const counted = await storage
      .tables<{ audit_refusals: { reason: string; count: number } }>()
      .selectFrom('audit_refusals')
      .selectAll()
      .execute()
    assert.deepEqual(
      counted.map(({ reason, count }) => [reason, Number(count)]),
      [['delivery.sms-interval', 30]],
    )
    const budgets = await storage
      .tables<{ budgets: { id: string } }>()
      .selectFrom('budgets')
      .selectAll()
      .execute()
    const kept = JSON.stringify([await messages(), budgets])
    assert.equal(kept.includes('1701234567'), false)
  },
)

eachDatabase('a notice takes nothing from anybody, and is left out where it may not go', async (open) => {
  const { delivery, storage, ask, sms } = await house(open, { budgets: { account: 1, number: 1 } })
  const notice = async (to: string) => {
    const statements = await delivery.send({
      channel: 'sms',
      to,
      subject: '',
      text: 'told',
      expiresAt: start + hour,
      factor: 'test',
      accountId: ana,
      notice: true,
    })
    await storage.book({ statements, locks: [] })
    return statements.length > 0
  }
  assert.deepEqual([await notice(mobile(1)), await notice(mobile(1))], [true, true])
  assert.equal(await notice('+43 664 1234567'), false)
  assert.match(await ask(mobile(1)), /^occasion/)
  await delivery.deliverDue({ limit: 10 })
  assert.equal(sms.messages.length, 3)
})

eachDatabase('mail: one code in half a minute, twenty a day', async (open) => {
  const { delivery, storage, shared } = await house(open)
  const ask = async (to = 'ana@example.com', accountId = ana) => {
    try {
      const words = { channel: 'email', to, subject: 'x', text: 'x', expiresAt: shared.now + hour } as const
      const statements = await delivery.send({ ...words, factor: 'test', accountId })
      return await storage.book({ statements, locks: [] })
    } catch (error) {
      return error instanceof SallyportError ? error.code : error
    }
  }
  assert.equal(await ask(), 'booked')
  assert.equal(await ask(), 'delivery.interval')
  assert.equal(await ask('ben@example.com', admin), 'booked')
  for (let nth = 1; nth < 20; nth++) {
    shared.now += 30 * second
    assert.equal(await ask(), 'booked')
  }
  shared.now += 30 * second
  assert.equal(await ask(), 'delivery.budget')
})

eachDatabase(
  'F-19: who asks again because nothing came gets the next code by another gateway, until one was of use',
  async (open) => {
    const shared = { now: start }
    const { ask, delivery, messages, sms, storage, use } = await house(open, {}, shared)
    const { receiver } = await import('../receive.ts')
    const { ledgerStore } = await import('./ledger-store.ts')
    const receive = receiver({ storage, ledger: ledgerStore(storage) })
    const sendTo = async (to: string, accountId = ana) => {
      const occasion = await ask(to, { accountId })
      await delivery.deliverDue({ limit: 1 })
      shared.now += minute
      return occasion
    }
    const inVain = () => sms.messages.at(-1)?.inVain

    await sendTo(mobile(1))
    assert.deepEqual(inVain(), [], 'the first')
    const second = await sendTo(mobile(1))
    assert.deepEqual(inVain(), ['mailbox'], 'nobody has said that the first arrived')
    await sendTo(mobile(2), admin)
    assert.deepEqual(inVain(), [], 'of somebody else')

    await use(second)
    const rows = await messages()
    for (const { id } of rows) await receive('mailbox', { message: { id }, state: 'delivered' })
    await sendTo(mobile(1))
    assert.deepEqual(inVain(), [], 'what came before has arrived')
    shared.now += 15 * minute
    await sendTo(mobile(1))
    assert.deepEqual(inVain(), [], 'that was another day')
  },
)

eachDatabase(
  'receipts: the end is told once, whoever comes first, and only of its own gateway',
  async (open) => {
    const shared = { now: start }
    const { ask, delivery, messages, storage } = await house(open, {}, shared)
    await ask(mobile(1))
    await delivery.deliverDue({ limit: 1 })
    const [row] = await messages()
    assert.deepEqual([row?.state, row?.gateway], ['handed', 'mailbox'])
    const { receiver } = await import('../receive.ts')
    const { ledgerStore } = await import('./ledger-store.ts')
    const receive = receiver({ storage, ledger: ledgerStore(storage) })
    const message = { id: row?.id ?? '' }
    assert.equal(await receive('twilio', { message, state: 'failed' }), true, 'known, but not its own')
    assert.equal((await messages())[0]?.state, 'handed')
    assert.equal(await receive('mailbox', { message, state: 'delivered' }), true)
    assert.equal(await receive('mailbox', { message, state: 'underway' }), true)
    assert.equal((await messages())[0]?.state, 'delivered')
    assert.equal(await receive('mailbox', { message: { id: 'nobody' }, state: 'delivered' }), false)
    assert.deepEqual(await delivery.countMessages(start - 1), [
      { gateway: 'mailbox', state: 'delivered', count: 1 },
    ])
  },
)
