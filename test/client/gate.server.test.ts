import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { attack } from '../kit/attack.ts'
import { rowsOf } from '../kit/engine.ts'
import { applications } from './applications.fixture.ts'
import { openBuiltNext, skipWithoutNext } from './next.fixture.ts'
import {
  ledTo,
  navigating,
  problemOf,
  returnTo,
  shop,
  text,
  throughPages,
  turnBack,
  visitorOf,
  within,
} from './visitor.fixture.ts'

const minute = 60_000

const everywhere = {
  ...applications,
  ...(skipWithoutNext ? {} : { 'Next.js, built and started': openBuiltNext }),
}

test('Next.js, built and started', { skip: skipWithoutNext }, () => {})

for (const [name, open] of Object.entries(everywhere)) {
  attack(
    `${name}: whoever has shown a password only goes no further, until they have shown a code`,
    (scene) =>
      within(scene, open, async (person, application) => {
        assert.equal(await text(await person.get('/')), 'nobody')
        person.cookies.set('user', 'alice')
        const program = await person.get('/', { accept: 'application/json', 'sec-fetch-mode': 'cors' })
        const problem = await problemOf(program)
        assert.deepEqual(
          [program.status, problem.code, problem.location],
          [401, 'second-factor.required', '/second-factor'],
        )
        const there = await person.get('/?page=2')
        const back = await throughPages(scene, there, scene.alice)
        assert.equal(ledTo(await person.follow(back)), '/?page=2')
        assert.equal(await text(await person.get('/?page=2')), 'alice by 2')
        // What is kept belongs to one account of the application.
        person.cookies.set('user', 'bob')
        assert.equal((await person.get('/')).status, 303)
        person.cookies.set('user', 'alice')
        assert.equal(await text(await person.get('/')), 'alice by 2')
        assert.ok(application)
      }),
  )

  attack(`${name}: one action asks for something fresher, and the page goes and brings it`, (scene) =>
    within(scene, open, async (person) => {
      person.cookies.set('user', 'alice')
      await person.follow(await throughPages(scene, await person.get('/'), scene.alice))
      assert.equal(await text(await person.post('/pay')), 'paid')
      scene.clock.advance(2 * minute)
      const stale = await person.post('/pay', { 'sec-fetch-mode': 'cors' })
      const problem = await problemOf(stale)
      assert.deepEqual(
        [stale.status, problem.code, problem.location],
        [401, 'step-up.required', '/second-factor?maxAge=60'],
      )
      const there = await person.get(`${problem.location}&to=%2Fcart`)
      const back = await throughPages(scene, there, scene.alice)
      assert.equal(ledTo(await person.follow(back)), '/cart')
      assert.equal(await text(await person.post('/pay')), 'paid')
      // A form leads back to the page that it stands on.
      scene.clock.advance(2 * minute)
      const form = await person.post('/pay', { ...navigating, referer: `${shop}/cart?page=3` })
      const again = await throughPages(scene, form, scene.alice)
      assert.equal(ledTo(await person.follow(again)), '/cart?page=3')
    }),
  )

  attack(
    `${name}: a code that somebody else has fetched opens nothing, and nothing that was kept is made up`,
    (scene) =>
      within(scene, open, async (person, application) => {
        const mallory = visitorOf(application)
        mallory.cookies.set('user', 'mallory')
        const back = await throughPages(scene, await mallory.get('/'), scene.mallory)
        person.cookies.set('user', 'alice')
        await person.get('/')
        assert.equal((await person.follow(back)).status, 403)
        assert.equal((await person.get('/')).status, 303)
        const bare = visitorOf(application)
        bare.cookies.set('user', 'alice')
        const once = await bare.follow(back)
        assert.match(await once.text(), /http-equiv="refresh"/)
        assert.equal((await bare.get(`/second-factor?code=x&again=1`)).status, 403)
        const forged = Buffer.from(JSON.stringify({ admission: 'x', account: 'alice' })).toString('base64url')
        bare.cookies.set('__Host-second_factor', `${forged}.${forged}`)
        assert.equal((await bare.get('/')).status, 303)
      }),
  )

  attack(
    `${name}: whoever turns back is not sent round and round, and no link of others says so for them`,
    (scene) =>
      within(scene, open, async (person) => {
        person.cookies.set('user', 'alice')
        const back = await turnBack(scene, await person.get('/cart'))
        assert.equal(back.href, `${returnTo}?error=turned-back`)
        const kept = new Map(person.cookies)
        const answer = await person.follow(back)
        assert.equal(answer.status, 403)
        assert.match(await answer.text(), /<a href="\/">Try again/)
        const made = await person.get('/second-factor?error=constructor%3Cscript%3E')
        assert.doesNotMatch(await made.text(), /constructor|script/)
        assert.deepEqual(person.cookies, kept)
      }),
  )

  attack(`${name}: whoever signs out is out at the server, too`, (scene) =>
    within(scene, open, async (person) => {
      person.cookies.set('user', 'alice')
      await person.follow(await throughPages(scene, await person.get('/'), scene.alice))
      assert.equal(await text(await person.post('/sign-out')), 'out')
      assert.equal((await person.get('/')).status, 303)
      const [row] = await rowsOf(scene.engine, 'admissions')
      assert.notEqual(row?.ended_at, null)
    }),
  )
}

describe('F-19: where the server is down, slow, or somebody else, nobody comes in, in bounded time', () => {
  const faces = {
    down: undefined,
    silent: () => undefined,
    'a portal of a hotel': (respond: (status: number, text: string) => void) => respond(200, '<html>Welcome'),
    'out of order': (respond: (status: number, text: string) => void) => respond(500, '{}'),
  }
  for (const [face, answer] of Object.entries(faces))
    for (const [name, open] of Object.entries(everywhere))
      test(`${name}: ${face}`, async () => {
        const server = createServer((_request, response) =>
          answer?.((status, body) => response.writeHead(status).end(body)),
        )
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        const { port } = server.address() as AddressInfo
        if (!answer) await new Promise((resolve) => server.close(resolve))
        const url = `http://127.0.0.1:${port}`
        const application = await open({ url, key: 'spk_test', returnTo, timeout: 300 })
        const person = visitorOf(application)
        person.cookies.set('user', 'alice')
        const before = performance.now()
        assert.equal((await person.get('/')).status, 503)
        assert.ok(performance.now() - before < 3000)
        await application.close()
        server.close()
        server.closeAllConnections()
      })
})

/** What once led around a proxy of Next.js (CVE-2025-29927), and what may lead around the paths that one thinks of. */
const aroundNext: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '/plain': {},
  '/plain/': {},
  '//plain': {},
  '/./plain': {},
  '/%70lain': {},
  '/plain?_rsc=1': { rsc: '1', 'next-router-prefetch': '1' },
  '/_next/data/x/plain.json': { 'x-nextjs-data': '1' },
  '/plain#1': { 'x-middleware-subrequest': Array(5).fill('proxy').join(':') },
  '/plain#2': { 'x-middleware-subrequest': Array(5).fill('middleware').join(':') },
  '/plain#3': { 'x-middleware-subrequest': Array(5).fill('src/middleware').join(':') },
  '/plain#4': { 'x-middleware-skip': '1', 'x-middleware-next': '1', 'x-middleware-rewrite': '/plain' },
}

attack(
  'A-045: what is guarded by the proxy of Next.js alone is not reached by spellings, prefetches or headers of its own',
  (scene) => {
    if (skipWithoutNext) return Promise.resolve()
    return within(scene, openBuiltNext, async (person) => {
      person.cookies.set('user', 'alice')
      for (const [target, headers] of Object.entries(aroundNext)) {
        const there = await person.get(target.replace(/#\d$/, ''), { ...navigating, ...headers })
        assert.doesNotMatch(await there.text(), /open/, `${target} ${JSON.stringify(headers)}`)
      }
      await person.follow(await throughPages(scene, await person.get('/plain'), scene.alice))
      assert.equal(await text(await person.get('/plain')), 'open')
    })
  },
)
