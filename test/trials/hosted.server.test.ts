import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { issueApiKey } from '../../src/administration/index.ts'
import { tryOutHosted } from '../../src/protocols/hosted/try-out.ts'
import { operator } from '../kit/engine.ts'
import { byCheck, connectTo, openServed, outside, type Served } from './served.fixture.ts'

let served: Served

before(async () => {
  served = await openServed()
})

after(() => served?.close())

const settings = { returnTo: ['https://shop.example/back'], provides: false }

test('its code reaches our API, and is known by a key that may ask', async () => {
  const { application, look } = await connectTo(served.engine, 'hosted', settings)
  const open = await look()
  assert.deepEqual([open.api?.outcome, open['api-key']], ['good', undefined])
  const keyWith = async (scope: 'attempts' | 'verify') => {
    const asked = { actor: operator, applicationId: application.id, scopes: [scope] }
    return (await issueApiKey(served.engine, asked)).token
  }
  assert.equal((await look(await keyWith('attempts')))['api-key']?.outcome, 'good')
  const narrow = (await look(await keyWith('verify')))['api-key']
  assert.deepEqual([narrow?.outcome, narrow?.remedy], ['bad', 'Give it a key with the scope `attempts`.'])
  assert.match((await look('sak_none'))['api-key']?.says ?? '', /no key that works/)
})

test('where another answers by our name, and where people would come back to, is said', async () => {
  const trial = {
    baseUrl: 'https://sallyport.example',
    applicationId: '0123456789abcdefghjkmnpqrstvwxyz' as never,
    settings,
    now: Date.now(),
    secrets: [],
    given: undefined,
    port: undefined,
  }
  const found = byCheck(
    await tryOutHosted(
      trial,
      outside({
        'sallyport.example': () => new Response('<h1>It works!</h1>'),
        'shop.example': () =>
          new Response('', { status: 301, headers: { location: 'https://www.shop.example/' } }),
      }),
    ),
  )
  assert.deepEqual([found.api?.outcome, found['return-address']?.outcome], ['bad', 'bad'])
  assert.match(found['return-address']?.says ?? '', /https:\/\/www\.shop\.example/)
})
