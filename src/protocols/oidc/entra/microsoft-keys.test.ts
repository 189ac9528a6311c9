import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compactVerify, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { EntraRefusal } from './errors.ts'
import { openMicrosoftKeys } from './microsoft-keys.ts'

const place = { cloud: 'global', tenant: '9122040d-6c67-4c5b-b112-36a304b66dad' } as const
const hour = 3_600_000

async function pair(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const { kty = '', n, e } = await exportJWK(publicKey)
  const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)
  return { jwk: { kty, n, e, kid, use: 'sig' }, token }
}

const [first, second] = await Promise.all([pair('first'), pair('second')])

/** Microsoft as it is reached from here, and the time as it goes by. */
function scene() {
  let now = 0
  let asked = 0
  const there = { keys: [first.jwk] as readonly object[], away: false }
  const keys = openMicrosoftKeys({
    clock: { monotonic: () => now },
    outbound: async () => {
      asked++
      if (there.away) throw new Error('away')
      return Response.json({ keys: there.keys })
    },
  })
  return {
    there,
    asked: () => asked,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
    verify: (token: string) => compactVerify(token, keys.of(place), { algorithms: ['RS256'] }),
  }
}

const unreachable = (error: unknown) =>
  error instanceof EntraRefusal && error.code === 'temporarily_unavailable'

test('keys are fetched once an hour, and once for all that ask at once', async () => {
  const { verify, asked, pass } = scene()
  await Promise.all([verify(first.token), verify(first.token), verify(first.token)])
  assert.equal(asked(), 1)
  pass(hour - 1)
  await verify(first.token)
  assert.equal(asked(), 1)
  pass(1)
  await verify(first.token)
  assert.equal(asked(), 2)
})

test('F-26: a key that is new is found at once, and unknown ones do not make us ask without end', async () => {
  const { verify, asked, pass, there } = scene()
  await verify(first.token)
  there.keys = [second.jwk]
  await assert.rejects(verify(second.token), 'just looked')
  assert.equal(asked(), 1)
  pass(10_000)
  await verify(second.token)
  assert.equal(asked(), 2)
  for (let hint = 0; hint < 5; hint++) await assert.rejects(verify(first.token))
  assert.equal(asked(), 2)
})

test('F-19: while Microsoft is away known keys do for a day, and without any nobody comes in', async () => {
  const { verify, asked, pass, there } = scene()
  there.away = true
  await assert.rejects(verify(first.token), unreachable)
  await assert.rejects(verify(first.token), unreachable)
  assert.equal(asked(), 1, 'it is left alone for a while')
  there.away = false
  pass(10_000)
  await verify(first.token)
  there.away = true
  pass(24 * hour - 1)
  await verify(first.token)
  pass(1)
  await assert.rejects(verify(first.token), unreachable)
})

test('an answer that is no key set is none', async () => {
  const { verify, there } = scene()
  there.keys = [{ kty: 5 }]
  await assert.rejects(verify(first.token), unreachable)
})
