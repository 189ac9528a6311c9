import assert from 'node:assert/strict'
import { test } from 'node:test'
import { secondFactor } from './next.ts'

const returnTo = 'https://shop.example/second-factor'

test('a build without secrets runs the module, and without them nobody comes in', async () => {
  const guard = secondFactor({ returnTo })
  const route = guard.route(() => new Response('inside'))
  await assert.rejects(guard.middleware(new Request('https://shop.example/')), { code: 'client.misused' })
  await assert.rejects(route(new Request('https://shop.example/'), {}), { code: 'client.misused' })
})

test('whoever is sent on by the middleware is sent to a whole address: Next.js takes no other', async () => {
  const guard = secondFactor({
    url: 'https://mfa.example',
    key: 'spk_test',
    returnTo,
    account: () => undefined,
  })
  const answer = await guard.middleware(new Request('http://evil.example:3000/second-factor?to=%2Fcart'))
  assert.equal(answer?.headers.get('location'), 'https://shop.example/', 'never where the request says it is')
})
