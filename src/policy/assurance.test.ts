import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '../factors/factor.ts'
import { amrOf, assuranceOf } from './assurance.ts'
import type { Proved } from './facts.ts'

const knows = proof('password', { kinds: ['knows'], amr: ['pwd'] })
const code = proof('app', { kinds: ['has'], amr: ['otp'] })
const sent = proof('text', { kinds: ['has'], amr: ['sms', 'otp'], channel: 'number:1' })
const alsoSent = proof('call', { kinds: ['has'], amr: ['tel'], channel: 'number:1' })
const mailed = proof('mail', { kinds: [], amr: [] })
const recovery = proof('paper', { kinds: ['has'], role: 'recovery' })
const key = { phishingResistant: true, deviceBound: true, attested: true } as const
const hardware = proof('key', { kinds: ['has'], amr: ['hwk', 'user'], ...key })
const hardwareWithPin = proof('key', { kinds: ['has', 'knows'], amr: ['hwk', 'pin'], ...key })
const synced = proof('passkey', { kinds: ['has', 'knows'], amr: ['swk', 'user'], phishingResistant: true })
const unproven = proof('key', { kinds: ['has', 'knows'], ...key, attested: false })

const table: readonly (readonly [string, readonly Proved[], number])[] = [
  ['nothing', [], 0],
  ['a password', [knows], 1],
  ['two codes of two apps (N-04)', [code, sent], 1],
  ['a password and a code', [knows, code], 2],
  ['a password and a text message (decision 12)', [knows, sent], 2],
  ['a password and a mail (N-15)', [knows, mailed], 1],
  ['a password and a recovery code', [knows, recovery], 2],
  ['a security key alone', [hardware], 1],
  ['a synced passkey with user verification (N-06)', [synced], 2],
  ['a key whose attestation nobody verified (R20)', [unproven], 2],
  ['a password and an attested key', [knows, hardware], 3],
  ['an attested key with its PIN', [hardwareWithPin], 3],
  ['an attested key beside a recovery code', [hardwareWithPin, recovery], 2],
  ['a password and a synced passkey', [knows, synced], 2],
]

for (const [what, proofs, level] of table)
  test(`assurance of ${what} is ${level}`, () => assert.equal(assuranceOf(proofs), level))

test('two over one channel never count as two, whatever kinds they claim', () => {
  const number = proof('number', { kinds: ['knows'], channel: 'number:1' })
  assert.equal(assuranceOf([sent, alsoSent]), 1)
  assert.equal(assuranceOf([sent, number]), 1)
  assert.equal(assuranceOf([sent, { ...number, channel: 'number:2' }]), 2)
})

test('RFC 8176: amr tells what happened, `mfa` only of two kinds that stand apart', () => {
  const said = (...proofs: Proved[]) => amrOf(proofs, assuranceOf(proofs)).join(' ')
  assert.equal(said(knows, code), 'mfa otp pwd')
  assert.equal(said(hardware), 'hwk user')
  assert.equal(said(synced), 'mfa swk user')
  assert.equal(said(sent, alsoSent), 'otp sms')
  assert.equal(said(knows, recovery), 'pwd')
})

function proof(factor: string, says: Partial<Proved> & { readonly kinds: readonly Kind[] }): Proved {
  return {
    factor,
    authenticatorId: factor,
    role: 'factor',
    amr: [],
    phishingResistant: false,
    userVerified: false,
    deviceBound: false,
    at: 0,
    ...says,
  }
}
