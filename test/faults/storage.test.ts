import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { attack } from '../kit/attack.ts'
import { codeAt, openWorld, person, rowsOf } from '../kit/engine.ts'
import { startPostgres } from '../kit/postgres.ts'
import { codeOf, halfwayAt, keptLog, openTestServer, signInAt, totp } from '../kit/server.ts'

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

test('F-07: while PostgreSQL is away the answer is 503 within bounds; when it is back all goes on by itself', {
  timeout,
}, async () => {
  const url = await startPostgres()
  const folder = new URL(url).searchParams.get('host') ?? ''
  const log = keptLog()
  const world = await openWorld(url, { logger: log.logger, migrate: true })
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

async function until(holds: () => boolean | Promise<boolean>, why: string): Promise<void> {
  const ends = performance.now() + 30_000
  while (!(await holds())) {
    assert.ok(performance.now() < ends, why)
    await pause(50)
  }
}
