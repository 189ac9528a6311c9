import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { attack } from '../kit/attack.ts'
import { codeAt, openWorld, person, rowsOf } from '../kit/engine.ts'
import { startPostgres } from '../kit/postgres.ts'
import { codeOf, halfwayAt, keptLog, openTestServer, signInAt, totp } from '../kit/server.ts'
import { checkPromises } from './checker.ts'
import { inhabit, newHome, serve, startLoad, statusAt } from './served.ts'

const timeout = 110_000

attack(
  'F-04: on a full disk nobody is let in, everybody is told why, and space brings it back alone',
  async (scene) => {
    const { server, engine, alice } = scene
    const client = await server.browser()
    await halfwayAt(client, alice)
    const limitPages = (pages: number) =>
      engine.storage.book({
        statements: [{ sql: `PRAGMA max_page_count = ${pages}`, parameters: [] }],
        locks: [],
      })
    await limitPages(1)
    const sessions = (await rowsOf(engine, 'sessions')).length
    const filler = async () => {
      const stranger = await server.browser()
      return stranger.post('/attempts', { account: 'x'.repeat(500) })
    }
    let full = await filler()
    for (let tries = 0; tries < 300 && full.status !== 503; tries++) full = await filler()
    assert.equal(full.body.code, 'storage.unavailable')
    const right = await client.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, alice)],
      complete: true,
    })
    assert.equal(right.status, 503, 'no accept without a record')
    assert.equal((await rowsOf(engine, 'sessions')).length, sessions)
    assert.equal((await server.stranger().send({ method: 'GET', path: '/health/live' })).status, 200)

    await limitPages(1_000_000)
    const again = await client.post('/attempts/current/proofs', {
      proofs: [codeOf(scene, alice)],
      complete: true,
    })
    assert.equal(again.status, 200, 'the code was not spent by the refusal')
    scene.clock.advance(30_000)
  },
  { audited: ['attempt.completed'] },
)

const namespaces = spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']).status === 0

test('F-04: a server whose real disk fills up under load refuses with 503, and recovers when there is room', {
  timeout,
}, async (context: TestContext) => {
  if (!namespaces) return context.skip('absent: mounting takes root and unshare')
  const home = await newHome(context)
  // A disk of its own, seen by the server alone; it goes with the process.
  const mount = `mount -t tmpfs -o size=12m,mode=0700 tmpfs "$0" && exec "$@"`
  const served = await serve(home, ['unshare', '-m', 'sh', '-c', mount, home.data])
  try {
    const inside = join(`/proc/${served.process.pid}/root`, home.data)
    const ballast = join(inside, 'ballast')
    writeFileSync(ballast, Buffer.alloc(4 * 1024 * 1024))
    const seen = { ...home, database: join(inside, 'sallyport.db') }
    const inhabitants = await inhabit(seen, 5)
    const load = startLoad(home, inhabitants, 4)
    for (const size of [256 * 1024, 4 * 1024]) fillUp(ballast, size)
    await until(
      () => load.exchanges.some(({ status }) => status === 503),
      'nothing was refused for want of space',
    )
    assert.equal(await statusAt(home, '/health/live'), 200)
    rmSync(ballast)
    const before = load.exchanges.length
    await until(
      () => load.exchanges.slice(before).some(({ status }) => status === 200),
      'it did not come back',
    )
    await load.stop()
    await checkPromises(seen, load.exchanges)
  } finally {
    assert.equal(await served.end('SIGTERM'), 0, served.output())
  }
})

/** Appends to a file until the disk takes no more. */
function fillUp(file: string, size: number): void {
  for (let times = 0; times < 100; times++) {
    try {
      writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch {
      return
    }
  }
}

async function until(holds: () => boolean | Promise<boolean>, why: string): Promise<void> {
  const ends = performance.now() + 30_000
  while (!(await holds())) {
    assert.ok(performance.now() < ends, why)
    await pause(50)
  }
}

test('F-07: while PostgreSQL is away the answer is 503 within bounds; when it is back all goes on by itself', {
  timeout,
}, async () => {
  const url = await startPostgres()
  const folder = new URL(url).searchParams.get('host') ?? ''
  const log = keptLog()
  const world = await openWorld(url, { logger: log.logger })
  const server = await openTestServer(world.engine)
  let restarted: ChildProcess | undefined
  try {
    const alice = await person(world, 'alice')
    assert.equal((await signInAt(world, await server.browser(), alice)).status, 200)
    const session = await server.signedIn(alice.token)

    await stopPostgres(folder)
    const browser = server.stranger()
    for (let tries = 0; tries < 3; tries++) {
      const asked = performance.now()
      const answers = await Promise.all([
        session.get('/session'),
        session.post('/session/step-up', {}),
        browser.send({ method: 'GET', path: '/health/ready' }),
      ])
      for (const { status, text } of answers) assert.ok([403, 503].includes(status), `${status} ${text}`)
      assert.ok(answers.filter(({ status }) => status === 503).length >= 2)
      assert.ok(performance.now() - asked < 15_000, 'the wait is bounded')
    }
    assert.equal((await browser.send({ method: 'GET', path: '/health/live' })).status, 200, 'it lives')

    restarted = await startAgain(folder)
    await until(async () => {
      const { body } = await browser.send({ method: 'GET', path: '/health/ready' })
      return body.database === 'reachable'
    }, 'it did not come back by itself')
    assert.equal((await session.get('/session')).status, 200, 'her session was not lost')
    const code = codeAt(alice.totp.shown, world.clock.now())
    assert.equal((await signInAt(world, await server.browser(), alice)).status, 200)
    const second = await server.browser()
    await halfwayAt(second, alice)
    const replay = await second.post('/attempts/current/proofs', { proofs: [totp(code)] })
    assert.equal(replay.status, 401, 'and its code is good once')
  } finally {
    await server.close()
    await world.close()
    restarted?.kill('SIGINT')
    if (restarted) await once(restarted, 'exit')
  }
})

async function stopPostgres(folder: string): Promise<void> {
  const file = join(folder, 'data', 'postmaster.pid')
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGINT')
  while (existsSync(file)) await pause(20)
}

/** The same server on the same data, by the command line that it noted when it first started. */
async function startAgain(folder: string) {
  const command = readFileSync(join(folder, 'data', 'postmaster.opts'), 'utf8').trim()
  const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  const child = spawn('/bin/sh', ['-c', `exec ${command}`], {
    ...owner,
    cwd: dirname(join(folder, 'data')),
    stdio: 'ignore',
  })
  await once(child, 'spawn')
  return child
}
