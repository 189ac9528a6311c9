import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { probe, probeSettings } from '../../src/probe/index.ts'
import { absent } from '../cli/sallyport.fixture.ts'
import { attack, type Scene } from '../kit/attack.ts'
import { signIn } from '../kit/engine.ts'
import { askProxy, openSite, type ProxiedSite, type RealProxy } from './site.fixture.ts'

const page = { accept: 'text/html', 'user-agent': 'a browser' }
const forged = {
  'remote-user': 'admin',
  'remote-groups': 'Admins',
  'sallyport-assertion': 'eyJ',
  'x-original-uri': '/open',
}

const proxies: readonly RealProxy[] = ['nginx', 'haproxy', 'caddy']

for (const proxy of proxies) {
  const skip = process.env.CI === 'true' ? false : absent(proxy)

  attack(
    `R4: a real ${proxy}, set up as the guide says, lets in who was let in, and nobody else`,
    async (scene) => {
      if (skip) return
      const site = await openSite(scene.engine, {
        name: 'Wiki',
        proxy,
        port: scene.server.port,
        settings: { paths: [{ path: '/open', open: true }] },
      })
      try {
        await strangers(site)
        await visitors(scene, site)
      } finally {
        await site.close()
      }
    },
  )

  attack(`A-045: our own probe finds no way around a ${proxy} set up as the guide says`, async (scene) => {
    if (skip) return
    const site = await openSite(scene.engine, { name: 'Wiki', proxy, port: scene.server.port })
    try {
      assert.deepEqual(await holesOf(site, undefined), [])
      assert.equal(site.upstream.seen.length, 0)
      const around = new URL(`http://127.0.0.1:${site.upstream.port}`)
      assert.deepEqual(await holesOf(site, around), ['direct-port'], 'a port that everybody reaches')
    } finally {
      await site.close()
    }
  })

  attack(`G6: while we do not answer, ${proxy} lets nobody in`, async (scene) => {
    if (skip) return
    const site = await openSite(scene.engine, { name: 'Wiki', proxy, port: 9 })
    try {
      for (const path of ['/', '/open']) assert.notEqual((await askProxy(site, path, page)).status, 200)
      assert.equal(site.upstream.seen.length, 0)
    } finally {
      await site.close()
    }
  })
}

/** What may stand at our address in our place: an error, a way elsewhere, a page that says welcome. */
const inOurPlace: Readonly<Record<string, RequestListener>> = {
  'an error': (_, response) => response.writeHead(500).end(),
  'a way elsewhere': (_, response) =>
    response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
  'a page': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>It works!</h1>'),
  'no content': (_, response) => response.writeHead(204).end(),
  'nothing that is HTTP': (_, response) => response.socket?.end('220 ready\r\n'),
}

for (const proxy of proxies) {
  const skip = process.env.CI === 'true' ? false : absent(proxy)
  for (const [what, answer] of Object.entries(inOurPlace))
    attack(`A-121 plugin-fail-open: ${what} at our address, and ${proxy} lets nobody in`, async (scene) => {
      if (skip) return
      const other = createServer(answer)
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
      const { port } = other.address() as AddressInfo
      const site = await openSite(scene.engine, { name: 'Wiki', proxy, port })
      try {
        const { status } = await askProxy(site, '/', { ...page, 'sallyport-answer': 'yes' })
        assert.ok(status >= 300, `${status}`)
        assert.equal(site.upstream.seen.length, 0)
      } finally {
        await site.close()
        other.closeAllConnections()
        other.close()
      }
    })
}

async function holesOf(site: ProxiedSite, direct: URL | undefined): Promise<readonly string[]> {
  const settings = probeSettings.parse({ protected: ['/', '/page'], sockets: ['/live'] })
  const given = { settings, direct, halfCookies: undefined, fullCookies: undefined, old: undefined }
  const { findings } = await probe({
    target: new URL(`http://127.0.0.1:${site.port}`),
    given,
    bounds: { rate: 1000, most: 1000, within: 60_000 },
  })
  assert.ok(findings.some(({ check, outcome }) => check === 'stranger' && outcome === 'sound'))
  return findings.filter(({ outcome }) => outcome === 'hole').map(({ check }) => check)
}

async function strangers(site: ProxiedSite): Promise<void> {
  const sent = await askProxy(site, '/page?x=1', { ...page, ...forged })
  assert.deepEqual(
    [sent.status, sent.headers.location],
    [302, `${site.origin}/.sallyport/start?to=%2Fpage%3Fx%3D1`],
  )
  assert.equal((await askProxy(site, '/page', forged)).status, 401, 'a script')
  for (const path of [
    ...['/open/%2e%2e/page', '/open/..%2fpage', '/open//page', '/open;/page', '/open\\page'],
    '/open#/../page',
  ])
    assert.notEqual((await askProxy(site, path, forged)).status, 200, path)
  assert.equal(site.upstream.seen.length, 0)
  assert.equal((await askProxy(site, '/.sallyport/check', { ...forged, 'sallyport-proxy': 'x' })).status, 404)

  assert.equal((await askProxy(site, '/open/a', forged)).status, 200)
  const [open] = site.upstream.seen.slice(-1)
  for (const name of ['remote-user', 'remote-groups', 'sallyport-assertion'])
    assert.ok(!open?.[name], `${name}: ${open?.[name]}`)
  await askProxy(site, '/open/a', { remote_user: 'admin' })
  assert.ok(!site.upstream.seen.some((headers) => headers.remote_user), 'no other spelling either')
}

async function visitors({ server, alice, ...scene }: Scene, site: ProxiedSite): Promise<void> {
  const browser = await server.signedIn((await signIn({ ...scene }, alice)).token)
  const start = await askProxy(site, '/.sallyport/start?to=/page', page)
  const way = cookieOf(start)
  const go = new URL(String(start.headers.location))
  const back = await browser.send({ method: 'GET', path: `${go.pathname}${go.search}` })
  const finish = await askProxy(site, String(back.headers.location).replace(site.origin, ''), {
    ...page,
    cookie: way,
  })
  assert.deepEqual([finish.status, finish.headers.location], [302, `${site.origin}/page`])
  const own = cookieOf(finish)
  assert.match(own, /^__Host-sallyport_site=/)

  assert.equal(
    (await askProxy(site, '/page', { ...page, ...forged, cookie: `theme=dark; ${own}` })).status,
    200,
  )
  const [seen] = site.upstream.seen.slice(-1)
  assert.deepEqual(
    [seen?.['remote-user'], seen?.['remote-groups'] ?? '', seen?.cookie],
    ['alice', '', 'theme=dark'],
  )
  assert.match(String(seen?.['sallyport-assertion']), /^eyJ[\w-]+\./)
  assert.equal((await askProxy(site, '/page', { ...page, cookie: own })).status, 200)
  const [alone] = site.upstream.seen.slice(-1)
  assert.doesNotMatch(alone?.cookie ?? '', /sallyport_/, 'R4: the site sees no cookie of ours')
}

function cookieOf({ headers }: Awaited<ReturnType<typeof askProxy>>): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}
