import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onSqlite } from '../../../test/kit/databases.ts'

const isRoot = process.getuid?.() === 0
const nobody = 65_534

onSqlite('makes a file that only its owner may read, in such a folder', async (open) => {
  await open()
  assert.equal(statSync(open.database).mode & 0o777, 0o600)
  assert.equal(statSync(dirname(open.database)).mode & 0o777, 0o700)
  assert.equal(statSync(`${open.database}-wal`).mode & 0o777, 0o600)
})

onSqlite('leaves a file that is no database as it was', async (open) => {
  const text = 'My letters, 1998 to 2004\n'
  mkdirSync(dirname(open.database))
  writeFileSync(open.database, text)
  await assert.rejects(open(), { code: 'storage.foreign-file' })
  assert.equal(readFileSync(open.database, 'utf8'), text)
})

onSqlite("leaves somebody else's SQLite database as it was", async (open) => {
  const folder = dirname(open.database)
  mkdirSync(folder)
  const foreign = new DatabaseSync(open.database)
  foreign.exec('PRAGMA journal_mode = WAL; CREATE TABLE photographs (name text)')
  foreign.close()
  const before = readFileSync(open.database)
  await assert.rejects(open(), { code: 'storage.foreign-file' })
  assert.deepEqual(readFileSync(open.database), before)
  assert.deepEqual(readdirSync(folder), ['sallyport.db'])
})

onSqlite('tells a damaged file', async (open) => {
  await (await open()).close()
  const bytes = readFileSync(open.database)
  writeFileSync(open.database, bytes.fill(0xa5, 100))
  await assert.rejects(open(), { code: 'storage.broken', message: /sallyport restore/ })
})

onSqlite('tells a truncated file', async (open) => {
  await (await open()).close()
  const bytes = readFileSync(open.database)
  writeFileSync(open.database, bytes.subarray(0, 5_000))
  await assert.rejects(open(), { code: 'storage.broken' })
})

onSqlite('makes no tree of folders for a mistyped path', async (open) => {
  const database = join(dirname(open.database), 'no', 'such', 'folder', 'sallyport.db')
  const { openStorage } = await import('../index.ts')
  const { systemClock } = await import('../../kernel/clock.ts')
  const { systemRandom } = await import('../../kernel/random.ts')
  const opening = openStorage({ database, clock: systemClock, random: systemRandom(), migrations: [] })
  await assert.rejects(opening, {
    code: 'storage.directory-missing',
    message: `The folder ${dirname(database)} does not exist. Create it first.`,
  })
})

onSqlite('tells a place that cannot be written', async (open, context) => {
  if (!isRoot && process.getuid === undefined) return context.skip('absent: users of a Unix system')
  const folder = dirname(open.database)
  chmodSync(dirname(folder), 0o755)
  mkdirSync(folder, { mode: 0o555 })
  chmodSync(folder, 0o555)
  const migrate = new URL('../migrate.fixture.ts', import.meta.url).pathname
  const user = isRoot ? { uid: nobody, gid: nobody } : {}
  const { stderr, error } = spawnSync(process.execPath, [migrate, open.database], {
    ...user,
    encoding: 'utf8',
  })
  if (error && 'code' in error && error.code === 'EACCES')
    return context.skip('absent: a way for other users to where this is installed')
  assert.match(stderr, /storage\.read-only/)
})
