import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { eachDatabase } from '../../test/kit/databases.ts'
import {
  advanceBook,
  type BookTables,
  bookIds,
  bookMigrations,
  insertBook,
  versionOf,
} from './books.fixture.ts'
import {
  type Booking,
  readCounter,
  readJson,
  readMeta,
  type Storage,
  toStatement,
  writeJson,
  writeMeta,
} from './index.ts'

const migrations = bookMigrations

function insertion(storage: Storage, id: string, more: Partial<Booking> = {}): Booking {
  return { statements: [insertBook(storage, id)], locks: [id], ...more }
}

eachDatabase('books all statements of a unit, or none', async (open) => {
  const storage = await open({ migrations })
  const outcome = await storage.book({
    statements: [insertBook(storage, 'kept'), advanceBook(storage, 'absent', 1)],
    locks: ['kept'],
  })
  assert.equal(outcome, 'refused')
  assert.deepEqual(await bookIds(storage), [])
  assert.equal(await storage.book(insertion(storage, 'kept')), 'booked')
  assert.deepEqual(await bookIds(storage), ['kept'])
})

eachDatabase('interleaved units do not erase each other (R5)', async (open) => {
  const storage = await open({ migrations })
  const unknown = { sql: 'insert into no_such_table values (1)', parameters: [] }
  const units = Array.from({ length: 300 }, (_, number): Booking => {
    const kept = insertBook(storage, `unit-${String(number).padStart(3, '0')}`)
    if (number % 3 === 0) return { statements: [kept], locks: [`lock-${number}`] }
    if (number % 3 === 1)
      return { statements: [kept, advanceBook(storage, 'absent', 1)], locks: [`lock-${number}`] }
    return { statements: number % 30 === 2 ? [kept, unknown] : [kept, kept], locks: [`lock-${number}`] }
  })
  const settled = await Promise.allSettled(units.map((unit) => storage.book(unit)))
  const booked = settled.flatMap((result, number) =>
    result.status === 'fulfilled' && result.value === 'booked' ? [number] : [],
  )
  assert.deepEqual(
    booked,
    Array.from({ length: 100 }, (_, third) => third * 3),
  )
  assert.equal((await bookIds(storage)).length, 100)
  const failed = settled.filter((result) => result.status === 'rejected')
  assert.equal(failed.length, 10)
  assert.ok(failed.every(({ reason }) => reason.code === 'storage.unit-failed'))
})

eachDatabase('of two bookings of one authenticator at once, one succeeds (R6)', async (open) => {
  const storage = await open({ migrations })
  await storage.book(insertion(storage, 'token'))
  const guess = () => storage.book({ statements: [advanceBook(storage, 'token', 1)], locks: ['token'] })
  const outcomes = await Promise.all(Array.from({ length: 50 }, guess))
  assert.equal(outcomes.filter((outcome) => outcome === 'booked').length, 1)
  assert.equal(await versionOf(storage, 'token'), 2)
})

eachDatabase('of two nodes that book one authenticator at once, one succeeds (R6)', async (open) => {
  const nodes = [await open({ migrations }), await open({ migrations })]
  const [first] = nodes
  assert.ok(first)
  await first.book(insertion(first, 'token'))
  const guesses = nodes.flatMap((node) =>
    Array.from({ length: 25 }, () =>
      node.book({ statements: [advanceBook(node, 'token', 1)], locks: ['token'] }),
    ),
  )
  const outcomes = await Promise.all(guesses)
  assert.equal(outcomes.filter((outcome) => outcome === 'booked').length, 1)
  assert.equal(await versionOf(first, 'token'), 2)
})

eachDatabase('refuses a key that somebody holds, without harm to its neighbours', async (open) => {
  const storage = await open({ migrations })
  await storage.book(insertion(storage, 'taken'))
  const outcomes = await Promise.all(
    ['a', 'taken', 'b'].map((id) => storage.book({ ...insertion(storage, id), locks: [`lock ${id}`] })),
  )
  assert.deepEqual(outcomes, ['booked', 'refused', 'booked'])
})

eachDatabase('drops what nobody waits for any more, before it runs', async (open) => {
  const storage = await open({ migrations })
  const now = storage.clock.monotonic()
  const late = storage.book(insertion(storage, 'late', { deadline: now - 1 }))
  const timely = storage.book(insertion(storage, 'timely', { deadline: now + 60_000 }))
  await assert.rejects(late, { code: 'storage.expired', kind: 'unavailable' })
  assert.equal(await timely, 'booked')
  assert.deepEqual(await bookIds(storage), ['timely'])
})

eachDatabase('pushes back when too much waits, and goes on afterwards', async (open) => {
  const storage = await open({ migrations, capacity: 10 })
  const results = await Promise.allSettled(
    Array.from({ length: 15 }, (_, number) => storage.book(insertion(storage, `unit-${number}`))),
  )
  const rejected = results.filter((result) => result.status === 'rejected')
  assert.equal(rejected.length, 5)
  assert.ok(rejected.every(({ reason }) => reason.code === 'storage.busy' && reason.kind === 'unavailable'))
  assert.equal(await storage.book(insertion(storage, 'afterwards')), 'booked')
  assert.deepEqual(await storage.health(), {
    reachable: true,
    behind: [],
    clockOffset: (await storage.health()).clockOffset,
    queued: 0,
    capacity: 10,
  })
})

eachDatabase('finishes what was handed in before it closes, and takes nothing more', async (open) => {
  const storage = await open({ migrations })
  const handedIn = Array.from({ length: 20 }, (_, number) =>
    storage.book(insertion(storage, `unit-${number}`)),
  )
  const closed = storage.close()
  assert.ok((await Promise.all(handedIn)).every((outcome) => outcome === 'booked'))
  await closed
  await assert.rejects(storage.book(insertion(storage, 'late')), { code: 'storage.closed' })
})

eachDatabase('carries counters up to 2^63−1', async (open) => {
  const storage = await open({ migrations })
  const greatest = 2n ** 63n - 1n
  await storage.book({
    statements: [insertBook(storage, 'great', 'x', greatest), insertBook(storage, 'small', 'x', 7n)],
    locks: [],
  })
  const rows = await storage.tables<BookTables>().selectFrom('books').selectAll().orderBy('id').execute()
  assert.deepEqual(
    rows.map(({ counter }) => readCounter(counter)),
    [greatest, 7n],
  )
  const above = sql<boolean>`counter < cast(${greatest.toString()} as bigint)`
  const grow = storage
    .tables<BookTables>()
    .updateTable('books')
    .set({ counter: greatest.toString() })
    .where(above)
  assert.equal(await storage.book({ statements: [toStatement(grow, 1)], locks: [] }), 'booked')
})

eachDatabase('keeps JSON as it was, whatever text is in it', async (open) => {
  const storage = await open({ migrations })
  const note = { text: 'a "quoted" \\ text', list: [1, null, true], nested: { ä: '🗝️' } }
  const insert = storage
    .tables<BookTables>()
    .insertInto('books')
    .values({
      id: 'x',
      owner: 'x',
      version: 1,
      counter: null,
      note: writeJson({ ...note, bad: 'nul\0 and \ud800' }),
    })
  assert.equal(await storage.book({ statements: [toStatement(insert, 1)], locks: [] }), 'booked')
  const row = await storage.tables<BookTables>().selectFrom('books').select('note').executeTakeFirst()
  assert.deepEqual(readJson(row?.note), { ...note, bad: 'nul and \ufffd' })
})

eachDatabase('reads cannot write', async (open) => {
  const storage = await open({ migrations })
  const insert = storage
    .tables<BookTables>()
    .insertInto('books')
    .values({ id: 'x', owner: 'x', version: 1, counter: null, note: null })
  await assert.rejects(insert.execute(), /read.?only/)
  assert.deepEqual(await bookIds(storage), [])
})

eachDatabase('binds a statement that was compiled once', async (open) => {
  const storage = await open({ migrations })
  const insert = storage.statement<{ id: string; owner: string }, BookTables>(
    ({ id, owner }, db) =>
      db.insertInto('books').values({ id, owner, version: 1, counter: null, note: null }),
    1,
  )
  const rename = storage.statement<{ id: string; to: string }, BookTables>(
    ({ id, to }, db) =>
      db.updateTable('books').set({ owner: to }).where('id', '=', id).where('version', '=', 1),
    1,
  )
  const statements = [
    insert({ id: 'a', owner: 'Ana' }),
    insert({ id: 'b', owner: 'Ben' }),
    rename({ id: 'a', to: 'Eva' }),
  ]
  assert.equal(await storage.book({ statements, locks: ['a', 'b'] }), 'booked')
  const rows = await storage.tables<BookTables>().selectFrom('books').select('owner').orderBy('id').execute()
  assert.deepEqual(
    rows.map(({ owner }) => owner),
    ['Eva', 'Ben'],
  )
})

eachDatabase('sets a fact only for whoever saw the last one', async (open) => {
  const storage = await open()
  const set = (from: string | undefined, to: string) =>
    storage.book({ statements: [writeMeta(storage, 'epoch', { from, to })], locks: ['epoch'] })
  assert.deepEqual(
    [await set(undefined, '1'), await set(undefined, '9'), await set('9', '2'), await set('1', '2')],
    ['booked', 'refused', 'refused', 'booked'],
  )
  assert.equal(await readMeta(storage, 'epoch'), '2')
})
