import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { disconnectApplication, rotateDoorSecret } from '../../src/administration/index.ts'
import { siteSettings } from '../../src/protocols/forward-auth/settings.ts'
import { tryOutSite } from '../../src/protocols/forward-auth/try-out.ts'
import { absent } from '../cli/sallyport.fixture.ts'
import { openSite, openUpstream } from '../forward-auth/site.fixture.ts'
import { operator } from '../kit/engine.ts'
import { byCheck, openServed, type Served, toLoopback } from './served.fixture.ts'

const skip = process.env.CI === 'true' ? false : absent('nginx')
let served: Served

before(async () => {
  served = await openServed()
})

after(() => served?.close())

test('a stranger is sent to us by a real nginx, whatever he calls himself', { skip }, async () => {
  const site = await openSite(served.engine, {
    name: 'Tried',
    proxy: 'nginx',
    port: Number(new URL(served.url).port),
  })
  try {
    const found = await look(site.origin)
    assert.deepEqual(
      ['stranger', 'forged-name', 'way', 'around'].map((check) => found[check]?.outcome),
      ['good', 'good', 'good', 'unknown'],
      JSON.stringify(found),
    )
    assert.equal(site.upstream.seen.length, 0, 'nothing of it reached the site')

    const [door] = await served.engine.doors.all('forward-auth')
    assert.ok(door)
    const at = { actor: operator, applicationId: door.applicationId, door: 'forward-auth' }
    await rotateDoorSecret(served.engine, { ...at, overlap: 0 })
    const rotated = await look(site.origin)
    assert.equal(rotated.stranger?.outcome, 'bad')
    assert.match(rotated.way?.says ?? '', /not with a secret of this site/)
    await disconnectApplication(served.engine, { ...at, reason: 'over' })
  } finally {
    await site.close()
  }
})

test('a site that nobody guards lets strangers in, and it is said how', async () => {
  const upstream = await openUpstream()
  const found = await look(`http://bare.localhost:${upstream.port}`)
  assert.equal(found.stranger?.outcome, 'bad')
  assert.match(found.stranger?.says ?? '', /without being asked for anything/)
  assert.equal(found['forged-name']?.outcome, 'bad')
  assert.equal(upstream.seen.at(1)?.['remote-user'], 'administrator')
  assert.equal(found.way?.outcome, 'bad')
  upstream.close()
})

async function look(origin: string) {
  const trial = {
    baseUrl: served.url,
    applicationId: '0123456789abcdefghjkmnpqrstvwxyz' as never,
    settings: siteSettings.parse({ origin, proxy: 'nginx' }),
    now: Date.now(),
    secrets: [],
    given: undefined,
    port: undefined,
  }
  return byCheck(await tryOutSite(trial, toLoopback()))
}
