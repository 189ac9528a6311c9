import assert from 'node:assert/strict'
import { fixedClock } from '../../test/kit/clock.ts'
import { eachDatabase, testKeys } from '../../test/kit/databases.ts'
import type { AuditEntry, Storage } from '../storage/index.ts'
import { type Audit, type AuditRow, type FeedPlace, openAudit } from './index.ts'

const second = 1000

const clock = fixedClock()

async function say(storage: Storage, ...events: readonly string[]): Promise<void> {
  const at = clock.now()
  const entries = events.map((event): AuditEntry => ({ at, event, outcome: 'done', actor: 'system' }))
  assert.equal(await storage.book({ statements: [], locks: [], events: entries }), 'booked')
}

async function sealLater(audit: Audit): Promise<void> {
  clock.advance(second)
  assert.ok(await audit.seal())
}

async function readAll(audit: Audit, from: FeedPlace) {
  const rows: AuditRow[] = []
  let place = from
  for (let read = await audit.readFeed(place); read; read = await audit.readFeed(place)) {
    rows.push(...read.rows)
    place = read.place
  }
  return { events: rows.map(({ event }) => event), place }
}

eachDatabase(
  'the feed gives what was sealed since, once, in the order in which it was booked',
  async (open) => {
    const [one, two] = [await open({ clock }), await open({ clock })]
    const audit = openAudit({ storage: one, keys: testKeys })
    await say(one, 'before')
    await sealLater(audit)
    const from = await audit.feedEnd()
    await say(one, 'first')
    clock.advance(1)
    await say(two, 'second')
    clock.advance(1)
    await say(one, 'third')
    assert.deepEqual((await readAll(audit, from)).events, [], 'not sealed yet')
    await sealLater(audit)
    await say(two, 'fourth')
    await sealLater(audit)
    const { events, place } = await readAll(audit, from)
    assert.deepEqual(events, ['first', 'second', 'third', 'fourth'])
    assert.deepEqual((await readAll(audit, place)).events, [])
  },
)

eachDatabase('a seal over more rows than one look takes is read in parts, in order', async (open) => {
  const [one, two] = [await open({ clock }), await open({ clock })]
  const audit = openAudit({ storage: one, keys: testKeys })
  await say(one, 'before')
  await sealLater(audit)
  const from = await audit.feedEnd()
  const said: string[] = []
  for (let turn = 0; turn < 13; turn++) {
    const events = Array.from({ length: 100 }, (_, at) => `${turn}.${at}`)
    await say(turn % 3 === 1 ? two : one, ...events)
    said.push(...events)
    clock.advance(1)
  }
  await sealLater(audit)
  const { events, place } = await readAll(audit, from)
  assert.deepEqual(events, said)
  await say(two, 'after')
  await sealLater(audit)
  assert.deepEqual((await readAll(audit, place)).events, ['after'])
})

eachDatabase('a lane whose writer is gone is forgotten, and nothing of it is left out', async (open) => {
  const storage = await open({ clock })
  const audit = openAudit({ storage, keys: testKeys })
  await say(storage, 'before')
  await sealLater(audit)
  const from = await audit.feedEnd()
  const command = await open({ clock })
  await say(command, 'by a command')
  const rest = { sql: 'update audit_lanes set moved_at = 0', parameters: [] }
  assert.equal(await storage.book({ statements: [rest], locks: [] }), 'booked')
  await sealLater(audit)
  const settled = await readAll(audit, from)
  assert.deepEqual(settled.events, ['by a command'])
  assert.deepEqual(settled.place.lanes, {})
  clock.advance(second)
  await say(await open({ clock }), 'by another one')
  await sealLater(audit)
  assert.deepEqual((await readAll(audit, settled.place)).events, ['by another one'])
})
