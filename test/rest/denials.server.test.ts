import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { storageUnavailable } from '../../src/storage/errors.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { rowsOf, signIn } from '../kit/engine.ts'
import { type Client, cookieNames, type Json } from '../kit/server.ts'

const second = 1_000
const minute = 60 * second

/** What an administrator reads of it, newest first. */
async function refusedInAudit(admins: Client): Promise<readonly Json[]> {
  const { status, body } = await admins.get('/audit?outcome=refused&limit=200')
  assert.equal(status, 200)
  return body.items as readonly Json[]
}

async function sessionsOf(scene: Scene): Promise<{ readonly alices: Client; readonly admins: Client }> {
  const { server, alice, admin } = scene
  const alices = await server.signedIn((await signIn(scene, alice)).token)
  return { alices, admins: await server.signedIn((await signIn(scene, admin)).token) }
}

attack(
  'G13: whoever is known and changes something without right, scope or fresh sign-in leaves a row each time',
  async (scene) => {
    const { server, alice, admin, clock } = scene
    const { alices, admins } = await sessionsOf(scene)
    const reader = await server.application(['audit:read'])
    const disable = `/accounts/${admin.account.id}/disable`

    assert.equal((await alices.post('/accounts', { name: 'eve' })).status, 403)
    clock.advance(second)
    assert.equal((await alices.post(disable, { reason: 'mine' })).status, 403)
    clock.advance(second)
    assert.equal((await reader.post('/accounts', { name: 'eve' })).status, 403)
    clock.advance(30 * minute)
    assert.equal((await admins.post('/applications', { name: 'Shop' })).body.code, 'step-up.required')

    const items = await refusedInAudit(admins)
    const told = items.filter(({ event }) => event === 'access.refused')
    assert.deepEqual(
      told.map(({ accountName, applicationId, reason, text }) => ({
        who: accountName ?? (applicationId ? 'application' : 'nobody'),
        reason,
        text,
      })),
      [
        {
          who: admin.account.name,
          reason: 'step-up.required',
          text: 'Refused without a fresh sign-in: POST /applications.',
        },
        {
          who: 'application',
          reason: 'administration.not-permitted',
          text: 'Refused without the rights for it: POST /accounts.',
        },
        {
          who: 'alice',
          reason: 'administration.not-permitted',
          text: 'Refused without the rights for it: POST /accounts/:id/disable.',
        },
        {
          who: 'alice',
          reason: 'administration.not-permitted',
          text: 'Refused without the rights for it: POST /accounts.',
        },
      ],
    )
    const mine = await admins.get(`/audit?outcome=refused&account=${alice.account.id}`)
    assert.equal(mine.body.items.length, 2, 'and is found by the account')
  },
  { on: 'each', audited: ['access.refused'] },
)

attack(
  'G13, R16: reads without right, forged requests and bad keys are counted, within few rows',
  async (scene) => {
    const { server, alice } = scene
    const { alices, admins } = await sessionsOf(scene)
    const reader = await server.application(['verify'])
    const stranger = server.stranger()
    const badKeys = Array.from({ length: 100 }, (_, nth) => ({
      authorization: nth % 2 ? `Bearer spk_${String(nth).padStart(43, '0')}` : 'Basic bWFsbG9yeTo=',
    }))

    for (let nth = 0; nth < 3; nth++) assert.equal((await alices.get('/accounts')).status, 403)
    assert.equal((await reader.get('/audit')).status, 403)
    const answers = await Promise.all(badKeys.map((headers) => stranger.get('/session', headers)))
    for (const answer of answers) assert.equal(answer.body.code, 'api-key.required')
    assert.equal((await stranger.post('/verify', { account: 'alice', code: '000000' })).status, 401)
    alices.headers.set('x-sallyport-csrf', 'guessed')
    for (let nth = 0; nth < 5; nth++)
      assert.equal((await alices.delete('/session')).body.code, 'csrf.refused')

    const counted = (await refusedInAudit(admins)).filter(({ event }) => event === 'refusals.counted')
    const found = counted.map(({ accountName, applicationId, text, count }) => {
      return `${accountName ?? (applicationId ? 'application' : '–')}: ${text} ${count}`
    })
    assert.deepEqual(found.toSorted(), [
      'alice: Refused because our own pages did not send it: DELETE /session. 5',
      'alice: Refused without the rights for it: GET /accounts. 3',
      'application: Refused without the rights for it: GET /audit. 1',
      '–: Refused without a valid API key. 101',
    ])
    assert.equal((await rowsOf(scene.engine, 'audit_refusals')).length, 4)
    const why = await admins.get(`/accounts/${alice.account.id}/why`)
    assert.equal(why.body.lastRefusals.length, 2, 'the help desk sees what is hers')
  },
  { on: 'each', audited: ['api-key.required', 'csrf.refused DELETE /session'] },
)

attack(
  'G13: a wrong token for metrics is counted; without one they do not exist',
  async ({ server, engine }) => {
    const path = '/metrics'
    for (const headers of [{}, { authorization: 'Bearer wrong' }])
      assert.equal((await server.stranger().send({ method: 'GET', path, headers })).status, 404)
    const counted = (await rowsOf(engine, 'audit_refusals')).map(({ count }) => Number(count))
    assert.equal(
      counted.reduce((sum, count) => sum + count, 0),
      2,
    )
  },
  { server: { metricsToken: 'for monitoring' }, audited: ['metrics-token.refused'] },
)

/** Milliseconds that a disk needs. Tests may run on one that needs none, where nothing arrives meanwhile. */
const flushTakes = 5

attack(
  'R16: a flood of bad keys, of forged requests and of reads fills few rows and holds nobody up',
  async (scene) => {
    const { server, points } = scene
    const { alices } = await sessionsOf(scene)
    const before = points.work.bookings
    points.before = () => pause(flushTakes)
    const flood = Array.from({ length: 600 }, (_, nth) => {
      if (nth % 3 === 0) return alices.get('/accounts')
      const key = { authorization: `Bearer spk_${String(nth).padStart(43, 'x')}` }
      return (nth % 3 === 1 ? alices : server.stranger()).get('/session', key)
    })
    for (const answer of await Promise.all(flood)) assert.ok([401, 403].includes(answer.status))
    const rows = await rowsOf(scene.engine, 'audit_refusals')
    assert.equal(
      rows.reduce((sum, { count }) => sum + Number(count), 0),
      600,
    )
    assert.ok(rows.length <= 2 * 16, `${rows.length} rows`)
    const bookings = points.work.bookings - before
    assert.ok(bookings < 300, `${bookings} bookings for 600 refusals`)
  },
)

attack(
  'decision 10: a refusal that cannot be recorded is answered as what it is: not available',
  async (scene) => {
    const { server, alice, points } = scene
    const alices = await server.signedIn((await signIn(scene, alice)).token)
    const stranger = server.stranger()
    stranger.cookies.set(cookieNames.session, 'sps_none')
    points.before = () => {
      throw storageUnavailable()
    }
    const bad = { authorization: 'Bearer spk_none' }
    assert.equal((await stranger.get('/session', bad)).status, 503)
    assert.equal((await stranger.delete('/session')).status, 503)
    assert.equal((await alices.get('/accounts')).status, 503)
    assert.equal((await alices.post('/accounts', { name: 'eve' })).status, 503)
    points.before = undefined
    assert.equal((await stranger.get('/session', bad)).status, 401, 'and goes on afterwards')
  },
)
