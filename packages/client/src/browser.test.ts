import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { wayOf } from './browser.ts'

before(() => Object.assign(globalThis, { location: new URL('https://shop.example/cart?page=2') }))
after(() => {
  delete (globalThis as { location?: unknown }).location
})

const answer = (status: number, body: object) => Response.json(body, { status })

it('a page goes where an answer says, and comes back to where it was', async () => {
  const asked = { code: 'step-up.required', location: '/second-factor?maxAge=60' }
  assert.equal(
    await wayOf(answer(401, asked)),
    'https://shop.example/second-factor?maxAge=60&to=%2Fcart%3Fpage%3D2',
  )
})

it('it goes nowhere for any other answer, and never to another origin', async () => {
  for (const other of [
    answer(200, { code: 'step-up.required', location: '/x' }),
    answer(401, { code: 'unauthenticated', location: '/x' }),
    answer(401, { code: 'step-up.required', location: 'https://evil.example/' }),
    answer(401, { code: 'step-up.required', location: '//evil.example/' }),
    answer(401, { code: 'step-up.required', location: 'javascript:alert(1)' }),
    new Response('no JSON', { status: 401 }),
  ])
    assert.equal(await wayOf(other), undefined)
})
