import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factorModules } from '../../src/factors/index.ts'
import { openApiDocument, routes } from '../../src/protocols/rest/index.ts'
import { attack } from '../kit/attack.ts'
import { eachEngine, person, rowsOf, signIn } from '../kit/engine.ts'

test('14.2.1: no code, token or password travels in an address', () => {
  const secret = /code|token|secret|password|proof|key/i
  const { paths } = openApiDocument(routes) as {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>
  }
  const named = Object.values(paths)
    .flatMap((methods) => Object.values(methods).flatMap(({ parameters = [] }) => parameters))
    .filter((one) => one.in !== 'header' && secret.test(one.name))
  // The number by which a key or a secret goes opens nothing.
  assert.deepEqual([...new Set(named.map(({ name }) => name))], ['keyId', 'secretId'])
})

attack('15.3.6: members that would reach a prototype are refused, and reach none', async ({ server }) => {
  const admin = await server.application(['administration'])
  for (const member of ['__proto__', 'constructor', 'prototype']) {
    const body = `{"name":"staff","${member}":{"role":"administrator","polluted":true}}`
    const headers = { 'content-type': 'application/json' }
    const answer = await admin.send({ method: 'POST', path: '/api/v1/groups', body, headers })
    assert.equal(answer.status, 400, `${member}: ${answer.text}`)
  }
  assert.equal('polluted' in {}, false)
})

attack('7.4.5: an administrator ends every session of an account, at once', async (scene) => {
  const { server, alice } = scene
  const own = await server.signedIn((await signIn(scene, alice)).token)
  const admin = await server.signedIn((await signIn(scene, scene.admin)).token)
  assert.equal((await own.get('/session')).status, 200)
  const { status, body } = await admin.delete(`/accounts/${alice.account.id}/sessions?reason=called`)
  assert.deepEqual([status, body.ended], [200, 2])
  assert.equal((await own.get('/session')).status, 401)
})

eachEngine(
  'N-28: what is typed never counts as resisting phishing',
  async ({ engine }) => {
    const typed = engine.factors.all.filter(({ traits }) => traits.guessable)
    assert.ok(typed.length >= 5)
    assert.deepEqual(
      typed.filter(({ traits }) => traits.phishingResistant).map(({ id }) => id),
      [],
    )
  },
  { factorModules },
)

eachEngine(
  'N-32: of each authenticator it is on record whence it came, since when, and its last use',
  async (world) => {
    const owner = await person(world, 'ana')
    const before = world.clock.now()
    await signIn(world, owner)
    const rows = await rowsOf(world.engine, 'authenticators')
    const phone = rows.find(({ id }) => id === owner.totp.id)
    const { factor, status, created_by: by, created_at: since, last_used_at: last } = phone ?? {}
    assert.deepEqual([factor, status, by, Number(last)], ['totp', 'active', owner.account.id, before])
    assert.ok(Number(since) > 0 && Number(since) <= before)
  },
)
