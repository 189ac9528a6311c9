import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { eachDatabase, onPostgres } from '../../test/kit/databases.ts'
import { bookIds, bookMigrations } from './books.fixture.ts'
import { type Migration, migrateStorage } from './index.ts'

const migrator = new URL('./migrate.fixture.ts', import.meta.url).pathname

/** `sallyport migrate` in a process of its own; `hang` makes it stop in the middle. */
function startMigrator(database: string, ...how: readonly 'hang'[]) {
  return spawn(process.execPath, [migrator, database, ...how], { stdio: ['ignore', 'pipe', 'inherit'] })
}

const later: Migration = {
  name: '209912310000_test_later',
  async up(db) {
    await db.schema.createTable('later').addColumn('id', 'text').execute()
  },
}

eachDatabase('two migrators at once bring it up to date once (F-11)', async (open) => {
  const migrators = [startMigrator(open.database), startMigrator(open.database), startMigrator(open.database)]
  const outputs = await Promise.all(migrators.map((child) => Array.fromAsync(child.stdout, String)))
  const applied = outputs.map((chunks) => chunks.join('').trim())
  assert.deepEqual(applied.toSorted(), ['0', '0', '2'])
  const storage = await open({ migrations: bookMigrations })
  assert.deepEqual(await bookIds(storage), [])
})

eachDatabase('a migrator that is killed in the middle leaves nothing behind (F-11)', async (open) => {
  const child = startMigrator(open.database, 'hang')
  const ended = once(child, 'exit')
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await ended
  const { database } = open
  assert.deepEqual(await migrateStorage({ database, migrations: bookMigrations }), [
    '202611240000_storage_meta',
    '209901010000_test_books',
  ])
})

eachDatabase('refuses a database that a newer version wrote', async (open) => {
  const { database } = open
  await migrateStorage({ database, migrations: [...bookMigrations, later] })
  await assert.rejects(open({ migrations: bookMigrations }), {
    code: 'storage.schema-newer',
    details: { unknown: [later.name] },
  })
})

eachDatabase('applies a migration that arrives out of order', async (open) => {
  const { database } = open
  const earlier = { ...later, name: '200001010000_test_earlier' }
  await migrateStorage({ database, migrations: bookMigrations })
  assert.deepEqual(await migrateStorage({ database, migrations: [...bookMigrations, earlier] }), [
    earlier.name,
  ])
})

eachDatabase('a migration that fails takes the whole run with it', async (open) => {
  const { database } = open
  const failing = { ...later, up: () => Promise.reject(new Error('a mistake')) }
  await assert.rejects(migrateStorage({ database, migrations: [...bookMigrations, failing] }), /a mistake/)
  const applied = await migrateStorage({ database, migrations: bookMigrations })
  assert.equal(applied.length, 2)
})

onPostgres('serving refuses a schema that is behind, and changes nothing', async (open) => {
  const refused = open({ migrations: bookMigrations, migrate: false })
  await assert.rejects(refused, { code: 'storage.schema-behind' })
  const storage = await open({ migrations: bookMigrations })
  assert.deepEqual((await storage.health()).behind, [])
})
