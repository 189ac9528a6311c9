import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acr, acrOf, meetsAcr, understoodAcrs, wishOfAcrs } from './acr.ts'

const nothing = { assurance: 0, phishingResistant: false } as const
const password = { assurance: 1, phishingResistant: false } as const
const bareKey = { assurance: 1, phishingResistant: true } as const
const code = { assurance: 2, phishingResistant: false } as const
const passkey = { assurance: 2, phishingResistant: true } as const
const card = { assurance: 3, phishingResistant: true } as const

test('the answer names what was shown, and no more', () => {
  assert.equal(acrOf(password), acr.single)
  assert.equal(acrOf(bareKey), acr.single)
  assert.equal(acrOf(code), acr.mfa)
  assert.equal(acrOf(passkey), acr.phishingResistant)
  assert.equal(acrOf(card), acr.hardware)
})

test('of what was asked for, the first that was met is the answer', () => {
  const refeds = 'https://refeds.org/profile/mfa'
  assert.equal(acrOf(code, ['phr', refeds]), refeds)
  assert.equal(acrOf(passkey, ['phr', refeds]), 'phr')
  assert.equal(acrOf(password, ['phr', refeds]), acr.single)
  assert.equal(acrOf(code, ['urn:of:somebody:else']), acr.mfa)
})

test('R15: what we do not understand is never met, and asks for nothing', () => {
  assert.equal(meetsAcr('urn:of:somebody:else', card), false)
  assert.equal(wishOfAcrs(['urn:of:somebody:else']), undefined)
  assert.equal(wishOfAcrs([]), undefined)
})

test('where each of several will do, the least of them is asked for', () => {
  assert.deepEqual(wishOfAcrs(['phrh', acr.phishingResistant, acr.mfa]), { assurance: 2 })
  assert.deepEqual(wishOfAcrs(['phrh', 'urn:of:somebody:else', 'phr']), {
    assurance: 2,
    phishingResistant: true,
  })
  assert.deepEqual(wishOfAcrs([acr.hardware]), { assurance: 3 })
})

test('whoever meets a wish meets the context class that it came of, and the other way round', () => {
  for (const one of understoodAcrs) {
    const wish = wishOfAcrs([one]) ?? assert.fail(one)
    assert.equal(meetsAcr(one, nothing), false, one)
    assert.equal(meetsAcr(one, card), true, one)
    for (const shown of [password, bareKey, code, passkey]) {
      const met =
        shown.assurance >= (wish.assurance ?? 1) && (!wish.phishingResistant || shown.phishingResistant)
      assert.equal(meetsAcr(one, shown), met, `${one} by ${JSON.stringify(shown)}`)
    }
  }
})
