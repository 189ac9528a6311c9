import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { checkPromises } from './checker.ts'
import { inhabit, newHome, serve, startLoad, startServing, statusAt } from './served.ts'

const timeout = 110_000

test('F-23: told to stop under load, it finishes what it began and answers every request or none', {
  timeout,
}, async (context: TestContext) => {
  const home = await newHome(context)
  const inhabitants = await inhabit(home, 40)
  const served = await serve(home)
  const idle = connect(home.port, '127.0.0.1')
  idle.on('error', () => undefined)
  const load = startLoad(home, inhabitants)
  await pause(600)
  const asked = performance.now()
  assert.equal(await served.end('SIGTERM'), 0, served.output())
  const took = performance.now() - asked
  idle.destroy()
  await load.stop()
  assert.ok(took < 15_000, `it took ${Math.round(took)} ms`)
  const statuses = new Set(load.exchanges.map(({ status }) => status))
  for (const status of statuses)
    assert.ok([200, 401, 429, 503, undefined].includes(status), `answered ${status}`)
  assert.ok(load.exchanges.some(({ accepted }) => accepted))
  assert.doesNotMatch(served.output(), /"level":(50|60)|Unhandled|uncaught/i)
  await checkPromises(home, load.exchanges)
})

test('F-23: a second signal does not wait for those who never finish', {
  timeout,
}, async (context: TestContext) => {
  const home = await newHome(context)
  const served = await serve(home)
  const slow = connect(home.port, '127.0.0.1')
  slow.on('error', () => undefined)
  slow.write(
    'POST /api/v1/verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  )
  await pause(300)
  served.process.kill('SIGTERM')
  await pause(500)
  const asked = performance.now()
  const code = served.process.exitCode ?? (await served.end('SIGTERM'))
  assert.ok([0, 2].includes(Number(code)), String(code))
  assert.ok(performance.now() - asked < 5000)
  slow.destroy()
})

test('F-23: somebody who never finishes a request holds up the stop for seconds, not for minutes', {
  timeout,
}, async (context: TestContext) => {
  const home = await newHome(context)
  const served = await serve(home)
  const slow = connect(home.port, '127.0.0.1')
  slow.on('error', () => undefined)
  slow.write('POST /api/v1/verify HTTP/1.1\r\nHost: x\r\n')
  await pause(300)
  const asked = performance.now()
  assert.equal(await served.end('SIGTERM'), 0, served.output())
  assert.ok(performance.now() - asked < 20_000)
})

test('F-23: a port that is taken is named in one sentence, and the database is let go', {
  timeout,
}, async (context: TestContext) => {
  const home = await newHome(context)
  const other = createServer().listen(home.port, '127.0.0.1')
  await once(other, 'listening')
  const child = startServing(home)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk))
  const [code] = await once(child, 'exit')
  assert.notEqual(code, 0)
  assert.match(output, new RegExp(`127\\.0\\.0\\.1:${home.port}`))
  assert.doesNotMatch(output, /\n\s+at |spu_/, 'neither a stack nor a link')
  other.close()
  await once(other, 'close')
  const served = await serve(home)
  for (let waits = 0; waits < 100 && !served.output().includes('spu_'); waits++) await pause(50)
  assert.match(served.output(), /spu_/, 'the link of the first start was not used up')
  assert.equal(await statusAt(home, '/health/ready'), 200)
  assert.equal(await served.end('SIGTERM'), 0)
})

test('F-23: a start that fails half-way ends, and leaves nobody behind who listens', {
  timeout,
}, async (context: TestContext) => {
  const home = await newHome(context)
  await inhabit(home, 0)
  const database = new DatabaseSync(home.database)
  database.exec("create trigger refuse before insert on set_ups begin select raise(abort, 'no room'); end")
  database.close()
  const child = startServing(home)
  const [code] = await once(child, 'exit')
  assert.ok(Number(code) > 0, String(code))
  assert.equal(await statusAt(home, '/health/live'), undefined)
})

test('F-23: what a killed server left behind stops no new one', { timeout }, async (context: TestContext) => {
  const home = await newHome(context)
  const first = await serve(home)
  await first.end('SIGKILL')
  const second = await serve(home)
  assert.equal(await second.end('SIGTERM'), 0)
})
