import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { onSqlite } from '../../../test/kit/databases.ts'
import { bookIds, bookMigrations, insertBook } from '../books.fixture.ts'
import type { Storage } from '../index.ts'

const load = new URL('../load.fixture.ts', import.meta.url).pathname
const hasStrace = spawnSync('strace', ['-V']).status === 0
const noStrace = 'absent: strace is not on PATH'

/** Makes the disk of the writer's connection as large as its file is now, or large again. */
function limitPages(storage: Storage, pages: number) {
  return storage.book({
    statements: [{ sql: `PRAGMA max_page_count = ${pages}`, parameters: [] }],
    locks: [],
  })
}

onSqlite(
  'a full disk refuses the whole group, and goes on when there is space again (F-04)',
  async (open) => {
    const storage = await open({ migrations: bookMigrations })
    await storage.book({ statements: [insertBook(storage, 'before')], locks: [] })
    await limitPages(storage, 1)
    const large = 'x'.repeat(100_000)
    const owners = ['small', large, 'small', large]
    const units = owners.map((owner, number) => ({
      statements: [insertBook(storage, `full-${number}`, owner)],
      locks: [],
    }))
    const settled = await Promise.allSettled(units.map((unit) => storage.book(unit)))
    for (const result of settled) {
      assert.equal(result.status, 'rejected')
      assert.equal(result.status === 'rejected' && result.reason.code, 'storage.unavailable')
    }
    assert.deepEqual(await bookIds(storage), ['before'])
    await limitPages(storage, 1_000_000)
    assert.equal(
      await storage.book({ statements: [insertBook(storage, 'after', large)], locks: [] }),
      'booked',
    )
    assert.deepEqual(await bookIds(storage), ['after', 'before'])
  },
)

onSqlite('flushes once for each group, before its answers (G7)', async (open, context) => {
  if (!hasStrace) return context.skip(noStrace)
  await open({ migrations: bookMigrations })
  const [alone, together] = [
    flushesOf(open.database, 'alone', 40, 1),
    flushesOf(open.database, 'together', 640, 64),
  ]
  assert.ok(alone >= 40, `${alone} flushes for 40 bookings one after the other`)
  assert.ok(together >= 10 && together < 640, `${together} flushes for 640 bookings in groups of 64`)
})

function flushesOf(database: string, prefix: string, count: number, lanes: number): number {
  const log = `${database}.${prefix}`
  traced(log, [], [database, prefix, String(count), String(lanes)])
  return readFileSync(log, 'utf8').match(/f(data)?sync\(\d+\)\s+= 0/g)?.length ?? 0
}

function traced(log: string, injected: readonly string[], args: readonly string[]): string {
  const trace = ['-f', '-e', 'trace=fsync,fdatasync', ...injected, '-o', log]
  const { stdout, status, stderr } = spawnSync('strace', [...trace, process.execPath, load, ...args], {
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
  return stdout
}

onSqlite(
  'after a flush that failed nothing is written until the file is verified (F-05)',
  async (open, context) => {
    if (!hasStrace) return context.skip(noStrace)
    const storage = await open({ migrations: bookMigrations })
    const failing = ['-e', 'inject=fsync,fdatasync:error=EIO:when=12..12']
    const lines = traced(`${open.database}.strace`, failing, [open.database, 'io', '60', '1'])
      .trim()
      .split('\n')
    const outcomes = lines.map((line) => line.split(' ')[0])
    const firstFailure = outcomes.indexOf('storage.unavailable')
    const recovered = outcomes.indexOf('booked', firstFailure)
    assert.ok(firstFailure > 0, 'some were booked, then the flush failed')
    assert.ok(recovered > firstFailure + 5, 'it did not simply go on')
    const kept = new Set(await bookIds(storage))
    const acknowledged = lines.filter((line) => line.startsWith('booked ')).map((line) => line.slice(7))
    assert.deepEqual(
      acknowledged.filter((id) => !kept.has(id)),
      [],
    )
  },
)

onSqlite('a writer in another process waits for its turn instead of failing', async (open) => {
  const storage = await open({ migrations: bookMigrations })
  const other = await open({ migrations: bookMigrations, busyTimeout: 5_000 })
  let busy = true
  const server = (async () => {
    for (let number = 0; busy; number++) {
      await storage.book({ statements: [insertBook(storage, `server-${number}`)], locks: [] })
    }
  })()
  for (let number = 0; number < 40; number++) {
    assert.equal(await other.book({ statements: [insertBook(other, `cli-${number}`)], locks: [] }), 'booked')
    await pause(1)
  }
  busy = false
  await server
})
