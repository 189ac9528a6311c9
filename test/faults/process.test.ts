import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { startJobs } from '../../src/jobs.ts'
import { protocols } from '../../src/protocols/index.ts'
import type { Protocol } from '../../src/protocols/protocol.ts'
import { attack } from '../kit/attack.ts'
import { codeAt, signIn, step } from '../kit/engine.ts'
import { cookieNames, halfwayAt, passwordOf, signInAt, totp } from '../kit/server.ts'

const broken: Protocol = {
  id: 'broken',
  ends: [],
  routes: [],
  async mount(app) {
    app.get('/broken/throws', () => {
      throw new TypeError('no handler foresaw this: otpauth://totp/x?secret=CANARY')
    })
    app.get('/broken/rejects', async () => Promise.reject(new Error('nor this')))
    app.get('/broken/odd', async () => {
      throw null
    })
    app.get('/broken/loop', async () => {
      const loop: { self?: unknown } = {}
      loop.self = loop
      return loop
    })
    app.get('/broken/late', async (_, reply) => {
      await reply.send('sent')
      throw new Error('after the answer')
    })
  },
}

attack(
  'F-22: what a handler throws is one refused request, told to nobody and logged without secrets',
  async ({ server, log }) => {
    const client = server.stranger()
    for (const path of ['/broken/throws', '/broken/rejects', '/broken/odd', '/broken/loop']) {
      const answer = await client.send({ method: 'GET', path })
      assert.equal(answer.status, 500, path)
      assert.doesNotMatch(answer.text, /CANARY|foresaw|nor this|circular|at .*\.ts|node_modules/i, path)
      assert.match(String(answer.headers['content-type']), /problem\+json/)
    }
    await client.send({ method: 'GET', path: '/broken/late' })
    assert.ok(log.length >= 3, 'it is logged')
    assert.doesNotMatch(log.join(''), /CANARY/)
  },
  { server: { doors: [...protocols, broken] } },
)

attack('F-22: a booking that fails in an unforeseen way refuses the one request', async (scene) => {
  const { server, alice, points } = scene
  const client = await server.browser()
  await halfwayAt(client, alice)
  const failures = [
    new TypeError('x is not a function'),
    'a text',
    undefined,
    Object.assign(new Error('EPIPE'), { code: 'EPIPE' }),
  ]
  for (const failure of failures) {
    points.before = () => {
      throw failure
    }
    const code = codeAt(alice.totp.shown, scene.clock.now())
    const answer = await client.post('/attempts/current/proofs', { proofs: [totp(code)], complete: true })
    points.before = undefined
    assert.ok(answer.status >= 500 && answer.status <= 503)
    assert.equal(client.cookies.get(cookieNames.session), undefined, 'nobody was let in')
  }
  points.read = () => {
    throw new Error('a broken read')
  }
  const reading = await client.get('/attempts/current')
  points.read = undefined
  assert.ok(reading.status >= 500)
  const code = codeAt(alice.totp.shown, scene.clock.now())
  const answer = await client.post('/attempts/current/proofs', { proofs: [totp(code)], complete: true })
  assert.equal(answer.status, 200)
  scene.clock.advance(step)
})

attack('F-22: a job that fails is logged, tried again, and ends nothing', async ({ engine, points, log }) => {
  const seal = engine.audit.seal.bind(engine.audit)
  let tries = 0
  const jobs = startJobs({
    ...engine,
    audit: {
      ...engine.audit,
      async seal() {
        tries++
        if (tries === 1) throw new Error('the first one fails')
        return seal()
      },
    },
  })
  try {
    const ends = performance.now() + 20_000
    while (tries < 2 && performance.now() < ends) await pause(50)
    assert.ok(tries >= 2, 'it was not tried again')
    assert.ok(log.some((line) => line.includes('background job failed')))
  } finally {
    await jobs.stop()
    points.before = undefined
  }
})

const hour = 3_600_000

attack('F-14: however the clock jumps, no code is good twice and no session lives longer', async (scene) => {
  const { server, engine, alice, clock } = scene
  const used: string[] = []
  const jumps = [hour, -hour, -step, 2 * step, -2 * hour, 3 * hour, 24 * hour, -24 * hour]
  for (const jump of jumps) {
    const code = codeAt(alice.totp.shown, clock.now())
    const client = await server.browser()
    await client.post('/attempts', { account: 'alice' })
    await client.post('/attempts/current/proofs', { proofs: [passwordOf(alice), totp(code)], complete: true })
    used.push(code)
    clock.advance(jump)
    for (const again of used.slice(-3)) {
      const other = await server.browser()
      await other.post('/attempts', { account: 'alice' })
      const answer = await other.post('/attempts/current/proofs', {
        proofs: [passwordOf(alice), totp(again)],
        complete: true,
      })
      assert.notEqual(
        answer.status,
        200,
        `after a jump of ${jump} ms the code ${used.indexOf(again)} was good again`,
      )
    }
    clock.advance(10 * 60_000)
  }
  const living = await engine.sessions.ofAccount(alice.account.id)
  for (const session of living) assert.ok(session.expiresAt - clock.now() <= 12 * hour)
})

attack(
  'F-14: an old clock ends sessions and attempts, and starts no storm; years away it still answers',
  async (scene) => {
    const { server, alice, bob, clock } = scene
    const start = clock.now()
    const signedIn = await server.signedIn((await signIn(scene, alice)).token)
    assert.equal((await signedIn.get('/session')).status, 200)
    clock.advance(13 * hour)
    assert.equal((await signedIn.get('/session')).status, 401)
    for (const year of [0, 2 ** 31 * 1000, Date.UTC(2106, 1, 7, 6, 28, 16), Date.UTC(2999, 0, 1)]) {
      clock.set(year)
      const client = await server.browser()
      const started = await client.post('/attempts', { account: 'bob' })
      assert.ok(started.status < 500, `${new Date(year).toISOString()}: ${started.text}`)
      const proved = await client.post('/attempts/current/proofs', { proofs: [passwordOf(bob)] })
      assert.ok(proved.status < 500, `${new Date(year).toISOString()}: ${proved.text}`)
      assert.equal((await signedIn.get('/session')).status, 401, 'no session comes back to life')
    }
    clock.set(start + 14 * hour)
    assert.equal((await signInAt(scene, await server.browser(), alice)).status, 200)
  },
)
