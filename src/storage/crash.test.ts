import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { eachDatabase, testKeys } from '../../test/kit/databases.ts'
import { openAudit } from '../audit/index.ts'
import { bookIds, bookMigrations } from './books.fixture.ts'

const load = new URL('./load.fixture.ts', import.meta.url).pathname
const kills = 10

/** Runs the load until some bookings are acknowledged, kills it without warning, and tells which those were. */
async function killedUnderLoad(database: string, prefix: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, [load, database, prefix], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const acknowledged: string[] = []
  const lines = createInterface({ input: child.stdout })
  const started = once(lines, 'line')
  lines.on('line', (line) => {
    const [outcome, id] = line.split(' ')
    if (outcome === 'booked' && id) acknowledged.push(id)
  })
  await started
  await pause(randomInt(5, 120))
  child.kill('SIGKILL')
  await ended
  if (!child.stdout.destroyed) await once(lines, 'close').catch(() => undefined)
  return acknowledged
}

eachDatabase(
  `loses nothing that was acknowledged when it is killed under load, ${kills} times (F-01)`,
  async (open) => {
    const acknowledged: string[] = []
    for (let kill = 0; kill < kills; kill++)
      acknowledged.push(...(await killedUnderLoad(open.database, `kill-${kill}`)))
    const storage = await open({ migrations: bookMigrations })
    const kept = new Set(await bookIds(storage))
    assert.ok(acknowledged.length >= kills)
    assert.deepEqual(
      acknowledged.filter((id) => !kept.has(id)),
      [],
    )

    const audit = openAudit({ storage, keys: testKeys })
    const { findings, rows } = await audit.verify()
    assert.deepEqual(findings, [])
    assert.equal(rows, kept.size, 'each booking has its row in the trail, and no other has one')
  },
)
