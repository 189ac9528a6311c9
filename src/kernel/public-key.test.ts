import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { publicKeyOf } from './public-key.ts'

const keys: Readonly<Record<string, KeyObject>> = {
  'P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
  'P-521': generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey,
  Ed25519: generateKeyPairSync('ed25519').publicKey,
  'RSA of 4096 bits': generateKeyPairSync('rsa', { modulusLength: 4096 }).publicKey,
}

for (const [kind, key] of Object.entries(keys))
  test(`a key of ${kind} is read as it was written`, () => {
    const info = key.export({ format: 'der', type: 'spki' }).toString('base64')
    assert.ok(publicKeyOf(info).equals(key))
  })

test('what is no key is none', () => {
  const info = keys['P-256']?.export({ format: 'der', type: 'spki' }) ?? Buffer.of()
  const spoilt = [
    '',
    'AAAA',
    info.subarray(1).toString('base64'),
    info.subarray(0, -1).toString('base64'),
    Buffer.concat([info.subarray(0, -1), Buffer.of((info.at(-1) ?? 0) ^ 1)]).toString('base64'),
  ]
  for (const one of spoilt) assert.throws(() => publicKeyOf(one), one)
})
