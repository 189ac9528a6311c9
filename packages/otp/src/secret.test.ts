import assert from 'node:assert/strict'
import { it } from 'node:test'
import { encodeBase32 } from './base32.ts'
import { createSecret, readSecret } from './secret.ts'

it('new secrets are as long as their hash, and never the same', () => {
  assert.equal(createSecret().length, 20)
  assert.equal(createSecret('SHA1').length, 20)
  assert.equal(createSecret('SHA256').length, 32)
  assert.equal(createSecret('SHA512').length, 64)
  assert.equal(new Set(Array.from({ length: 1000 }, () => encodeBase32(createSecret()))).size, 1000)
})

it('a secret is bytes or Base32', () => {
  const bytes = createSecret()
  assert.deepEqual(readSecret(bytes), bytes)
  assert.deepEqual(readSecret(encodeBase32(bytes)), bytes)
})

it('refuses secrets under the 128 bits of RFC 4226 R6, 120-bit ones included', () => {
  for (const length of [0, 10, 15]) {
    assert.throws(() => readSecret(new Uint8Array(length)), {
      code: 'secret.too-short',
      details: { bytes: length, minimum: 16 },
    })
  }
  assert.throws(() => readSecret('JBSWY3DPEHPK3PXP'), { code: 'secret.too-short' })
  assert.equal(readSecret(new Uint8Array(16)).length, 16)
})

it('takes short secrets of foreign tokens when asked to, but no empty ones', () => {
  assert.equal(readSecret('JBSWY3DPEHPK3PXP', { allowShortSecret: true }).length, 10)
  assert.throws(() => readSecret('', { allowShortSecret: true }), { code: 'secret.too-short' })
})

it('refuses secrets without bound', () => {
  assert.throws(() => readSecret(new Uint8Array(1025)), { code: 'secret.too-long' })
  assert.throws(() => readSecret('A'.repeat(1_000_000)), { code: 'secret.too-long' })
})
