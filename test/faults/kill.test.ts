import assert from 'node:assert/strict'
import { availableParallelism, loadavg } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { checkPromises } from './checker.ts'
import { type Exchange, inhabit, newHome, serve, startLoad } from './served.ts'

const rounds = 10

/** Five seconds on a machine that has nothing else to do. */
function restartLimit(): number {
  const busy = (loadavg()[0] ?? 0) / availableParallelism()
  return 5000 * Math.max(1, busy)
}

test('F-01: killed under load ten times, it lost nothing that it had said, and was back at once', {
  timeout: 110_000,
}, async (context: TestContext) => {
  const home = await newHome(context)
  const inhabitants = await inhabit(home, 30)
  const exchanges: Exchange[] = []
  const restarts: number[] = []
  for (let round = 0; round < rounds; round++) {
    const served = await serve(home)
    restarts.push(served.readyAfter)
    const load = startLoad(home, inhabitants)
    await pause(150 + ((round * 137) % 500))
    assert.equal(await served.end('SIGKILL'), 'SIGKILL')
    await load.stop()
    exchanges.push(...load.exchanges)
  }
  const last = await serve(home)
  restarts.push(last.readyAfter)
  assert.equal(await last.end('SIGTERM'), 0)
  restarts.sort((one, other) => one - other)
  const median = restarts[Math.floor(restarts.length / 2)] ?? Number.POSITIVE_INFINITY
  assert.ok(median < restartLimit(), `(vi) back after ${Math.round(median)} ms`)

  const successes = exchanges.filter(({ accepted }) => accepted).length
  assert.ok(successes >= rounds, `only ${successes} of ${exchanges.length} were accepted`)
  assert.ok(
    exchanges.some(({ status }) => status === undefined),
    'no request was cut off',
  )
  await checkPromises(home, exchanges)
  const database = new DatabaseSync(home.database, { readOnly: true })
  assert.deepEqual(
    database
      .prepare('pragma integrity_check')
      .all()
      .map((row) => row.integrity_check),
    ['ok'],
  )
  database.close()
})
