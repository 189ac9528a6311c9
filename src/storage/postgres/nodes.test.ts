import assert from 'node:assert/strict'
import pg from 'pg'
import { onPostgres } from '../../../test/kit/databases.ts'
import { asAdministrator } from '../../../test/kit/postgres.ts'
import { bookIds, bookMigrations, insertBook, touchBook, versionOf } from '../books.fixture.ts'
import type { Storage } from '../index.ts'

const migrations = bookMigrations

async function withBooks(storage: Storage, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, number) => `book-${number}`)
  await storage.book({ statements: ids.map((id) => insertBook(storage, id)), locks: ids })
  return ids
}

onPostgres('two nodes that book the same rows in every order never deadlock', async (open) => {
  const nodes = [await open({ migrations }), await open({ migrations })]
  const [first] = nodes
  assert.ok(first)
  const ids = await withBooks(first, 12)
  const pick = (number: number) => ids[number % ids.length] ?? ''
  const units = Array.from({ length: 600 }, (_, number) => {
    const locks = [pick(number * 7), pick(number * 5 + 3), pick(number * 11 + 6)]
    return [...new Set(number % 2 ? locks : locks.toReversed())]
  })
  const outcomes = await Promise.all(
    nodes.flatMap((node) =>
      units.map((locks) => node.book({ statements: locks.map((id) => touchBook(node, id)), locks })),
    ),
  )
  assert.ok(outcomes.every((outcome) => outcome === 'booked'))
  const versions = await Promise.all(ids.map((id) => versionOf(first, id)))
  const touches = units.reduce((sum, locks) => sum + locks.length, 0) * nodes.length
  assert.equal(
    versions.reduce<number>((sum, version) => sum + (version ?? 0) - 1, 0),
    touches,
  )
  const { rows } = await asAdministrator(open.database, (client) =>
    client.query('select deadlocks from pg_stat_database where datname = current_database()'),
  )
  assert.equal(rows[0]?.deadlocks, '0')
})

onPostgres('rows that nobody declared as locks may deadlock, and are booked all the same', async (open) => {
  const nodes = [await open({ migrations }), await open({ migrations })]
  const [first] = nodes
  assert.ok(first)
  await withBooks(first, 2)
  const orders = [
    ['book-0', 'book-1'],
    ['book-1', 'book-0'],
  ]
  const bookings = nodes.flatMap((node, place) =>
    Array.from({ length: 20 }, () =>
      node.book({ statements: (orders[place] ?? []).map((id) => touchBook(node, id)), locks: [] }),
    ),
  )
  assert.ok((await Promise.all(bookings)).every((outcome) => outcome === 'booked'))
  assert.equal(await versionOf(first, 'book-0'), 41)
})

onPostgres('answers 503 while connections are cut, and recovers alone (F-07)', async (open) => {
  const storage = await open({ migrations })
  const acknowledged: string[] = []
  const failures = new Set<string>()
  for (let round = 0; round < 5; round++) {
    const bookings = Array.from({ length: 60 }, async (_, number) => {
      const id = `book-${round}-${number}`
      const outcome = await storage
        .book({ statements: [insertBook(storage, id)], locks: [id] })
        .catch((error) => error)
      if (outcome === 'booked') acknowledged.push(id)
      else failures.add(`${outcome.kind}`)
    })
    const cut = asAdministrator(open.database, (client) =>
      client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'sallyport' and datname = current_database()`,
      ),
    )
    await Promise.all([...bookings, cut])
  }
  assert.deepEqual(
    [...failures].filter((kind) => kind !== 'unavailable'),
    [],
  )
  assert.equal(await storage.book({ statements: [insertBook(storage, 'afterwards')], locks: [] }), 'booked')
  const kept = new Set(await bookIds(storage).catch(() => bookIds(storage)))
  assert.deepEqual(
    acknowledged.filter((id) => !kept.has(id)),
    [],
  )
})

onPostgres('refuses a server that acknowledges before it has written (G7)', async (open) => {
  await (await open({ migrations })).close()
  await asAdministrator(open.database, async (client) => {
    const { rows } = await client.query('select current_database() as name')
    await client.query(`alter database ${rows[0]?.name} set synchronous_commit = off`)
  })
  await assert.rejects(open({ migrations }), { code: 'storage.not-durable' })
})

onPostgres("leaves the host's own way of reading values alone", async (open) => {
  const before = [20, 1700, 3802].map((type) => pg.types.getTypeParser(type))
  const storage = await open({ migrations })
  await bookIds(storage)
  assert.deepEqual(
    [20, 1700, 3802].map((type) => pg.types.getTypeParser(type)),
    before,
  )
  const { rows } = await asAdministrator(open.database, (client) =>
    client.query(`select 7::bigint as long, '{"a":1}'::jsonb as json`),
  )
  assert.deepEqual(rows, [{ long: '7', json: { a: 1 } }])
})

onPostgres('says that a database that is not there cannot be reached', async (open) => {
  const url = new URL(open.database)
  url.pathname = '/no-such-database'
  const { openStorage } = await import('../index.ts')
  const { systemClock } = await import('../../kernel/clock.ts')
  const { systemRandom } = await import('../../kernel/random.ts')
  const opening = openStorage({
    database: url.href,
    clock: systemClock,
    random: systemRandom(),
    migrations: [],
  })
  await assert.rejects(opening, { code: 'storage.unreachable' })
})
