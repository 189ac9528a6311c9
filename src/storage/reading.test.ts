import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { eachDatabase, onPostgres, onSqlite } from '../../test/kit/databases.ts'
import { asAdministrator } from '../../test/kit/postgres.ts'
import { type BookTables, bookMigrations, insertBook } from './books.fixture.ts'
import type { Storage } from './index.ts'

interface Found {
  readonly id: string
}

function finder(storage: Storage) {
  return storage.query<{ owner: string }, BookTables, Found>(({ owner }, db) =>
    db.selectFrom('books').select('id').where('owner', '=', owner).orderBy('id'),
  )
}

eachDatabase('sees every booking that was acknowledged before it', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  const booksOf = finder(storage)
  for (let count = 1; count <= 50; count++) {
    await storage.book({ statements: [insertBook(storage, `book-${count}`, 'ana')], locks: ['ana'] })
    assert.equal((await booksOf({ owner: 'ana' })).length, count)
  }
})

eachDatabase('gives each caller its own rows, however many ask at once', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  const booksOf = finder(storage)
  const owners = Array.from({ length: 200 }, (_, number) => `owner-${number}`)
  const statements = owners.map((owner) => insertBook(storage, `book of ${owner}`, owner))
  await storage.book({ statements, locks: [] })
  const found = await Promise.all(owners.map((owner) => booksOf({ owner })))
  assert.deepEqual(
    found.map(([book]) => book?.id),
    owners.map((owner) => `book of ${owner}`),
  )
})

onSqlite('one turn of the event loop reads one snapshot, and the next a new one', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  const booksOf = finder(storage)
  const other = new DatabaseSync(open.database)
  const insert = other.prepare("insert into books (id, owner, version) values (?, 'ana', 1)")

  assert.deepEqual(await booksOf({ owner: 'ana' }), [])
  insert.run('first')
  assert.deepEqual(await booksOf({ owner: 'ana' }), [])
  await nextTurn()
  assert.deepEqual(await booksOf({ owner: 'ana' }), [{ id: 'first' }])
  other.close()
})

eachDatabase('a read that fails is told to its caller and to nobody else', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  await storage.book({ statements: [insertBook(storage, 'a book', 'ana')], locks: ['ana'] })
  const booksOf = finder(storage)
  const parse = storage.query<{ text: string }, BookTables, Found>(({ text }, db) =>
    db.selectNoFrom(
      storage.dialect === 'sqlite'
        ? sql<string>`json(${text})`.as('id')
        : sql<string>`${text}::jsonb`.as('id'),
    ),
  )
  const asked = [booksOf({ owner: 'ana' }), parse({ text: 'no JSON' }), booksOf({ owner: 'ana' })]
  const [before, broken, after] = await Promise.allSettled(asked)
  assert.equal(broken?.status, 'rejected')
  for (const other of [before, after])
    assert.deepEqual(other, { status: 'fulfilled', value: [{ id: 'a book' }] })
})

eachDatabase('refuses to read once it is closed', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  const booksOf = finder(storage)
  await storage.close()
  await assert.rejects(booksOf({ owner: 'ana' }))
})

onPostgres('a plan that a migration made outdated is made anew', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  await storage.book({ statements: [insertBook(storage, 'a book', 'ana')], locks: ['ana'] })
  const all = storage.query<Record<string, never>, BookTables, Found>((_, db) =>
    db.selectFrom('books').selectAll(),
  )
  const asked = () => Promise.all(Array.from({ length: 200 }, () => all({})))
  await asked()
  await asAdministrator(open.database, (client) => client.query('alter table books add column shelf text'))
  const rows = (await asked()).flat()
  assert.equal(rows.length, 200)
  assert.ok(rows.every((row) => 'shelf' in row))
})

onPostgres(
  'F-07: a reader that loses its connection tells its caller, and the next one connects anew',
  async (open) => {
    const storage = await open({ migrations: bookMigrations })
    const booksOf = finder(storage)
    const slow = storage.query<Record<string, never>, BookTables, Found>((_, db) =>
      db.selectNoFrom(sql<string>`pg_sleep(3)::text`.as('id')),
    )
    const refused = assert.rejects(slow({}), { code: 'storage.unavailable' })
    await untilSleeping(open.database)
    await asAdministrator(open.database, (client) => client.query(terminateSleepers))
    await refused
    assert.deepEqual(await booksOf({ owner: 'ana' }), [])
  },
)

const sleepers = `from pg_stat_activity where datname = current_database() and query like '%pg_sleep%'
    and pid <> pg_backend_pid() and state = 'active'`
const terminateSleepers = `select pg_terminate_backend(pid) ${sleepers}`

async function untilSleeping(database: string): Promise<void> {
  for (;;) {
    const { rows } = await asAdministrator(database, (client) => client.query(`select pid ${sleepers}`))
    if (rows.length > 0) return
    await nextTurn()
  }
}
