import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fixedClock } from '../../test/kit/clock.ts'
import { newId } from '../kernel/ids.ts'
import { keyring, masterKey } from '../kernel/keyring.ts'
import { systemRandom } from '../kernel/random.ts'
import { secretBox } from '../kernel/secret-box.ts'
import type { Authenticator } from './schema.ts'
import { sealAgain, sealFor } from './sealing.ts'

const random = systemRandom()
const [old, young] = [1, 2].map((byte) => masterKey(new Uint8Array(32).fill(byte))) as [Key, Key]
const box = secretBox(keyring([old]), random, new Uint8Array(32))
const ids = { clock: fixedClock(), random }
const owner = { id: newId<'authenticator'>(ids), accountId: newId<'account'>(ids), factor: 'totp' }
const shown = { secret: 'of the phone' }
const row = { ...owner, sealedData: sealFor(box, 'data', owner, shown) } as Authenticator

type Key = ReturnType<typeof masterKey>

test('what a factor hands back as it was shown stays sealed as it is', () => {
  assert.equal(sealAgain(box, row, shown, shown), row.sealedData)
})

test('what is new is sealed anew, also where it reads alike', () => {
  for (const data of [{ secret: 'another' }, { ...shown }]) {
    const sealed = sealAgain(box, row, shown, data)
    assert.notDeepEqual(sealed, row.sealedData)
    const place = {
      table: 'authenticators',
      column: 'data',
      row: owner.id,
      account: owner.accountId,
      factor: 'totp',
    }
    assert.deepEqual(JSON.parse(Buffer.from(box.open(sealed, place)).toString('utf8')), data)
  }
})

test('R17: after a rotation nothing is written back under the old key', () => {
  const rotated = secretBox(keyring([young, old]), random, new Uint8Array(32))
  const sealed = sealAgain(rotated, row, shown, shown)
  assert.equal(rotated.keyIdOf(sealed), young.id)
})
