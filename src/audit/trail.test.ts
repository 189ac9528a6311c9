import assert from 'node:assert/strict'
import { eachDatabase, type OpenDatabase, onSqlite, testKeys } from '../../test/kit/databases.ts'
import type { AuditEntry, Statement, Storage } from '../storage/index.ts'
import { type Audit, type AuditQuery, type FindingKind, openAudit } from './index.ts'
import type { AuditTables } from './schema.ts'

const attempted: Statement = {
  sql: "update meta set value = value where key = 'none'",
  parameters: [],
  expect: 1,
}

async function openTrail(open: OpenDatabase): Promise<{ storage: Storage; audit: Audit }> {
  const storage = await open()
  return { storage, audit: openAudit({ storage, keys: testKeys }) }
}

async function say(storage: Storage, event: string, more: Partial<AuditEntry> = {}): Promise<void> {
  const entry: AuditEntry = { at: Date.now(), event, outcome: 'done', actor: 'system', ...more }
  assert.equal(await storage.book({ statements: [], locks: [], events: [entry] }), 'booked')
}

/** What an intruder does who can write to the database and lacks the keys. */
async function tamper(storage: Storage, ...lines: readonly string[]): Promise<void> {
  const statements = lines.map((sql) => ({ sql, parameters: [] }))
  assert.equal(await storage.book({ statements, locks: [] }), 'booked')
}

async function kindsFound(audit: Audit): Promise<readonly FindingKind[]> {
  const { findings } = await audit.verify()
  return [...new Set(findings.map(({ kind }) => kind))]
}

eachDatabase('finds nothing in a trail that nobody touched', async (open) => {
  const { storage, audit } = await openTrail(open)
  for (const event of ['one', 'two', 'three'])
    await say(storage, event, { details: { b: 1.5, a: 'ü\u0000' } })
  const seal = await audit.seal()
  assert.equal(seal?.number, 1)
  const { findings, rows, seals, lastSeal } = await audit.verify()
  assert.deepEqual(findings, [])
  assert.equal(rows, 3)
  assert.equal(seals, 1)
  assert.equal(lastSeal?.hash, seal?.hash)
})

eachDatabase('writes no event of a booking that was refused', async (open) => {
  const { storage, audit } = await openTrail(open)
  const entry = { at: Date.now(), event: 'never', outcome: 'done', actor: 'system' } as const
  const outcomes = await Promise.all([
    storage.book({ statements: [attempted], locks: ['a'], events: [entry] }),
    storage.book({ statements: [], locks: ['b'], events: [{ ...entry, event: 'booked' }] }),
  ])
  assert.deepEqual(outcomes, ['refused', 'booked'])
  const { items } = await audit.search({})
  assert.deepEqual(
    items.map(({ event }) => event),
    ['booked'],
  )
  assert.deepEqual(await kindsFound(audit), [])
})

const tamperings: readonly { how: string; lines: readonly string[]; found: FindingKind }[] = [
  {
    how: 'edits a row',
    lines: [`update audit_events set outcome = 'accepted' where event = 'two'`],
    found: 'changed',
  },
  {
    how: 'edits details',
    lines: [`update audit_events set details = '{"a":2}' where event = 'two'`],
    found: 'changed',
  },
  {
    how: 'edits a row, and says that its batch has another number of rows',
    lines: [
      `update audit_events set outcome = 'accepted' where event = 'two'`,
      `update audit_batches set "rows" = 2 where batch = 2`,
    ],
    found: 'changed',
  },
  {
    how: 'leaves a row that cannot be read',
    lines: [`update audit_events set details = 'null' where event = 'two'`],
    found: 'changed',
  },
  {
    how: 'leaves a seal that cannot be read',
    lines: [`update audit_seals set heads = '[null]'`],
    found: 'seal',
  },
  { how: 'deletes a row', lines: [`delete from audit_events where event = 'two'`], found: 'missing' },
  {
    how: 'swaps two rows',
    lines: [
      `update audit_events set sequence = 99 where event = 'one'`,
      `update audit_events set sequence = 1 where event = 'two'`,
      `update audit_events set sequence = 2 where event = 'one'`,
    ],
    found: 'changed',
  },
  {
    how: 'inserts a row',
    lines: [
      `insert into audit_events (id, lane, sequence, batch, at, event, outcome, actor)
       select 'x', lane, 4, 4, at, event, outcome, actor from audit_events where event = 'two'`,
    ],
    found: 'inserted',
  },
  {
    how: 'removes a batch with its row, and renumbers',
    lines: [
      `delete from audit_events where event = 'two'`,
      `delete from audit_batches where batch = 2`,
      `update audit_events set sequence = 2 where event = 'three'`,
      `update audit_batches set batch = 2, last_sequence = 2 where batch = 3`,
      `update audit_lanes set batches = 2, rows = 2`,
    ],
    found: 'changed',
  },
  {
    how: 'cuts off the end of a lane, head and all',
    lines: [
      `delete from audit_events where event = 'three'`,
      `delete from audit_batches where batch = 3`,
      `update audit_lanes set batches = 2, rows = 2, hash = (select hash from audit_batches where batch = 2)`,
    ],
    found: 'truncated',
  },
  {
    how: 'removes a lane altogether',
    lines: ['delete from audit_events', 'delete from audit_batches', 'delete from audit_lanes'],
    found: 'lane-missing',
  },
  { how: 'forges a seal', lines: [`update audit_seals set at = at + 1`], found: 'seal' },
]

for (const { how, lines, found } of tamperings) {
  eachDatabase(`finds it when somebody ${how}`, async (open) => {
    const { storage, audit } = await openTrail(open)
    for (const event of ['one', 'two', 'three']) await say(storage, event)
    await audit.seal()
    await tamper(storage, ...lines)
    const kinds = await kindsFound(audit)
    assert.ok(kinds.includes(found), `found ${kinds.join(', ') || 'nothing'}`)
  })
}

eachDatabase('finds a chain of seals cut short by a seal that was kept elsewhere', async (open) => {
  const { storage, audit } = await openTrail(open)
  await say(storage, 'one')
  const seal = await audit.seal()
  assert.ok(seal)
  await tamper(
    storage,
    'delete from audit_seals',
    'delete from audit_events',
    'delete from audit_batches',
    'delete from audit_lanes',
  )
  const { findings } = await audit.verify({ pinned: seal })
  assert.deepEqual(
    findings.map(({ kind }) => kind),
    ['truncated'],
  )
})

eachDatabase(
  'seals once when two nodes seal at the same time, and not at all when nothing moved',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    const other = await openTrail(open)
    await Promise.all([say(storage, 'one'), say(other.storage, 'two')])
    const made = await Promise.all([audit.seal(), other.audit.seal()])
    assert.equal(made.filter((seal) => seal !== undefined).length, 1)
    assert.equal(await audit.seal(), undefined)
    assert.deepEqual((await audit.verify()).findings, [])
  },
)

eachDatabase('settles a lane that lies still, and its writer begins another', async (open) => {
  const later = Date.now() + 3 * 3_600_000
  const clock = { now: () => later, monotonic: () => performance.now() }
  const { storage } = await openTrail(open)
  await say(storage, 'one')
  const tomorrow = { ...storage, clock }
  assert.equal((await openAudit({ storage: tomorrow, keys: testKeys }).seal())?.number, 1)
  await say(storage, 'two')
  await say(storage, 'three')
  const { findings, lanes, rows } = await openAudit({ storage, keys: testKeys }).verify()
  assert.deepEqual(findings, [])
  assert.equal(lanes, 2)
  assert.equal(rows, 3)
})

eachDatabase('pages from the newest row to the oldest, and refuses a cursor that is none', async (open) => {
  const { storage, audit } = await openTrail(open)
  for (let at = 1; at <= 5; at++)
    await say(storage, `event-${at}`, { at: at * 1_000, actor: at % 2 ? 'odd' : 'even' })
  const first = await audit.search({ limit: 3 })
  const second = await audit.search({ limit: 3, ...(first.next ? { cursor: first.next } : {}) })
  const events = [...first.items, ...second.items].map(({ event }) => event)
  assert.deepEqual(events, ['event-5', 'event-4', 'event-3', 'event-2', 'event-1'])
  assert.equal(second.next, undefined)
  const odd = await audit.search({ actor: 'odd', since: 2_000, until: 5_000 })
  assert.deepEqual(
    odd.items.map(({ event }) => event),
    ['event-3'],
  )
  await assert.rejects(audit.search({ cursor: "' or 1=1 --" }), { code: 'audit.cursor' })
})

eachDatabase('exports the rows as JSON lines, oldest first', async (open) => {
  const { storage, audit } = await openTrail(open)
  await say(storage, 'one', { at: 1_000, details: { door: 'rest' } })
  await say(storage, 'two', { at: 2_000 })
  const lines = await Array.fromAsync(audit.exportLines({}))
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).event),
    ['one', 'two'],
  )
  assert.deepEqual(JSON.parse(lines[0] ?? '').details, { door: 'rest' })
})

eachDatabase(
  'pages through counted refusals among the rows of the trail, and filters them alike',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    const start = 100 * 60_000
    for (let nth = 0; nth < 12; nth++) {
      const at = start + nth * 20_000
      await say(storage, `event-${nth}`, { at, outcome: nth % 2 ? 'refused' : 'accepted' })
      const refusal = {
        at: at + 10_000,
        accountId: undefined,
        source: '198.51.100.1',
        reason: `reason-${nth}`,
      }
      const statements = [
        audit.countRefusal({ ...refusal, ownerKey: `decoy-${nth}`, times: nth + 1 }),
        audit.countRefusal({ ...refusal, ownerKey: 'application:shop', reason: 'other' }),
      ]
      await storage.book({ statements, locks: ['counts'] })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await audit.search({ limit: 5, ...(cursor === undefined ? {} : { cursor }) })
      seen.push(...page.items.map(({ id, at }) => `${String(at).padStart(12, '0')} ${id}`))
      cursor = page.next
    } while (cursor !== undefined)
    assert.equal(new Set(seen).size, 12 + 12 + 4, 'each once')
    const times = seen.map((row) => row.slice(0, 12))
    assert.deepEqual(times, times.toSorted().toReversed())

    const count = async (query: Parameters<Audit['search']>[0]) => (await audit.search(query)).items.length
    assert.equal(await count({ outcome: 'accepted' }), 6)
    assert.equal(await count({ outcome: 'refused' }), 6 + 16)
    assert.equal(await count({ event: 'refusals.counted' }), 16)
    assert.equal(await count({ event: 'event-1' }), 1)
    assert.equal(await count({ applicationId: 'shop' }), 4)
    assert.equal(await count({ actor: 'unknown' }), 12)
    assert.equal(await count({ source: '198.51.100.1', since: start + 30_000, until: start + 50_001 }), 2)
    const [newest] = (await audit.search({ actor: 'unknown', limit: 1 })).items
    assert.deepEqual([newest?.reason, newest?.details?.count], ['reason-11', 12])
    const lines = await Array.fromAsync(audit.exportLines({}))
    const exported = lines.map((line) => JSON.parse(line)).map(({ id }) => id)
    assert.deepEqual(exported.length, 28)
    for (const cursor of ['e30', Buffer.from('["x",null]').toString('base64url'), 'bm9uZQ'])
      await assert.rejects(audit.search({ cursor }), { code: 'audit.cursor' })
  },
)

eachDatabase(
  'counts refusals per owner, source, reason and minute, within a bounded number of rows',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    for (let number = 0; number < 200; number++) {
      const refusal = {
        at: 60_000,
        accountId: undefined,
        ownerKey: 'decoy',
        source: `198.51.100.${number}`,
        reason: 'mismatch',
      }
      assert.equal(
        await storage.book({ statements: [audit.countRefusal(refusal)], locks: ['decoy'] }),
        'booked',
      )
    }
    const rows = await storage.tables<AuditTables>().selectFrom('audit_refusals').selectAll().execute()
    assert.ok(rows.length <= 16, `${rows.length} rows`)
    assert.equal(
      rows.reduce((sum, row) => sum + row.count, 0),
      200,
    )
  },
)

eachDatabase(
  'finds it when counted refusals are changed after their minute was sealed, but not when swept',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    const hourAgo = Date.now() - 3_600_000
    const refusal = { accountId: undefined, ownerKey: 'decoy', source: '198.51.100.1', reason: 'mismatch' }
    const statements = [
      audit.countRefusal({ ...refusal, at: hourAgo }),
      audit.countRefusal({ ...refusal, at: hourAgo + 60_000 }),
    ]
    await storage.book({ statements, locks: ['decoy'] })
    await audit.seal()
    assert.deepEqual(await kindsFound(audit), [])
    await tamper(storage, 'update audit_refusals set count = 0')
    assert.equal((await audit.verify()).findings.length, 2)
    await audit.sweepRefusals(Date.now())
    assert.deepEqual(await kindsFound(audit), [])
  },
)

eachDatabase(
  'finds counted refusals that were made up, or say something else than they did',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    const hourAgo = Date.now() - 3_600_000
    const count = (at: number) =>
      audit.countRefusal({
        ...{ at, accountId: undefined, ownerKey: 'decoy', source: '198.51.100.1', reason: 'mismatch' },
      })
    await storage.book({ statements: [count(hourAgo), count(hourAgo + 120_000)], locks: ['decoy'] })
    await audit.seal()
    for (const column of ['reason', 'owner_key']) {
      await tamper(storage, `update audit_refusals set ${column} = ${column} || '-not'`)
      assert.deepEqual(await kindsFound(audit), ['changed'], column)
      await tamper(storage, `update audit_refusals set ${column} = replace(${column}, '-not', '')`)
    }
    assert.deepEqual(await kindsFound(audit), [])
    await storage.book({ statements: [count(hourAgo + 60_000)], locks: ['decoy'] })
    assert.deepEqual(await kindsFound(audit), ['inserted'])
  },
)

eachDatabase(
  'finds it when somebody says that refusals were sealed which nobody has sealed',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    const hourAgo = Date.now() - 3_600_000
    const count = (at: number) =>
      audit.countRefusal({
        ...{ at, accountId: undefined, ownerKey: 'decoy', source: '198.51.100.1', reason: 'mismatch' },
      })
    await storage.book({ statements: [count(hourAgo)], locks: ['decoy'] })
    await audit.seal()
    await tamper(storage, `update meta set value = '9999999999' where key = 'audit.refusals-sealed'`)
    assert.deepEqual(await kindsFound(audit), [])
    await storage.book({ statements: [count(hourAgo + 60_000)], locks: ['decoy'] })
    await audit.seal()
    assert.deepEqual(await kindsFound(audit), ['inserted'])
  },
)

eachDatabase('encodes and cuts what a hostile client sends (A-094)', async (open) => {
  const { storage, audit } = await openTrail(open)
  const hostile = '\u001b[31m\r\n{"event":"forged"}\u202e\ud800'
  await say(storage, 'one', { source: hostile, details: { agent: 'x'.repeat(1_000_000), name: hostile } })
  const { items } = await audit.search({})
  const text = JSON.stringify(items[0])
  assert.doesNotMatch(text, /[\p{Cc}\p{Cs}\u202e]/u)
  assert.ok(text.length < 2_000, `${text.length} characters`)
  assert.deepEqual((await audit.verify()).findings, [])
})

eachDatabase(
  'R16: whoever sets back, or spoils, what was sealed last has no made-up refusals sealed as if they were counted',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    const hourAgo = Date.now() - 3_600_000
    const count = (at: number) =>
      audit.countRefusal({
        ...{ at, accountId: undefined, ownerKey: 'decoy', source: '198.51.100.1', reason: 'mismatch' },
      })
    await storage.book({ statements: [count(hourAgo), count(hourAgo + 600_000)], locks: ['decoy'] })
    await audit.seal()
    await storage.book({ statements: [count(hourAgo + 60_000)], locks: ['decoy'] })
    for (const claim of ['-1', '0', 'x', '', '1e999']) {
      await tamper(storage, `update meta set value = '${claim}' where key = 'audit.refusals-sealed'`)
      assert.deepEqual(await kindsFound(audit), ['inserted'], `${claim}, before it is sealed`)
      await audit.seal()
      assert.deepEqual(await kindsFound(audit), ['inserted'], `${claim}, once it is sealed`)
    }
  },
)

eachDatabase(
  'R16: a batch that says it reaches to the end of all numbers keeps nobody waiting',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    for (const event of ['one', 'two', 'three']) await say(storage, event)
    await tamper(
      storage,
      'update audit_batches set last_sequence = 2147483647 where batch = 2',
      'update audit_lanes set "rows" = 2147483647',
    )
    const begun = performance.now()
    const kinds = await kindsFound(audit)
    assert.ok(kinds.includes('missing') || kinds.includes('changed'), kinds.join())
    assert.ok(performance.now() - begun < 5_000)
  },
)

onSqlite(
  'A-115: whoever looks for what is nowhere in a long trail keeps nobody else waiting',
  async (open) => {
    const { storage, audit } = await openTrail(open)
    await tamper(
      storage,
      `with recursive number (i) as (select 1 union all select i + 1 from number where i < 100000)
      insert into audit_events (id, lane, sequence, batch, at, event, outcome, actor)
      select printf('%010d', i), 'long', i, i, i, 'usual', 'done', 'system' from number`,
      `update audit_events set event = 'rare' where sequence in (1, 70000)`,
    )
    let turns = 0
    const beat = setInterval(() => turns++, 0).unref()
    const found = async (query: AuditQuery) => {
      turns = 0
      const { items } = await audit.search(query)
      return items.map(({ at }) => at)
    }
    assert.deepEqual(await found({ event: 'none' }), [])
    assert.ok(turns > 3, `${turns} turns`)
    assert.deepEqual(await found({ actor: 'nobody', outcome: 'accepted' }), [])
    assert.ok(turns > 3, `${turns} turns`)
    assert.deepEqual(await found({ event: 'rare' }), [70_000, 1])
    assert.deepEqual(await found({ event: 'rare', limit: 1 }), [70_000])
    clearInterval(beat)
  },
)
