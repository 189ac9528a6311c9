import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { candidate, cheapHasher, context, enrolled, testFactor, testHost } from './host.fixture.ts'
import { ownPassword } from './schema.ts'

const password = 'plum orbit lantern 9'

describe('verify a password', () => {
  it('accepts the right one, as something known and reusable', async () => {
    const factor = testFactor()
    const candidates = [candidate(await enrolled(factor, password))]
    assert.deepEqual(await factor.verify({ candidates, proof: { password }, context }), {
      accepted: true,
      authenticatorId: 'authenticator',
      spends: { type: 'reusable' },
      kinds: ['knows'],
      amr: ['pwd'],
      userVerified: false,
      deviceBound: false,
    })
  })

  it('refuses a wrong one, naming the authenticator whose try it costs', async () => {
    const factor = testFactor()
    const candidates = [candidate(await enrolled(factor, password))]
    const verdict = await factor.verify({ candidates, proof: { password: `${password}!` }, context })
    assert.deepEqual(verdict, { accepted: false, reason: 'mismatch', authenticatorId: 'authenticator' })
  })

  it('A-028: an unknown account costs exactly what a known one does: one hash of the same cost', async () => {
    const hasher = cheapHasher()
    const factor = testFactor({}, hasher)
    const candidates = [candidate(await enrolled(factor, password))]
    const before = hasher.inputs.length
    await factor.verify({ candidates, proof: { password: 'wrong' }, context })
    const unknown = await factor.verify({ candidates: [], proof: { password: 'wrong' }, context })
    assert.deepEqual(unknown, { accepted: false, reason: 'mismatch' })
    const [known, decoy, ...rest] = hasher.inputs.slice(before).map(({ cost, salt, message }) => ({
      cost,
      salt: salt.length,
      message: message.length,
    }))
    assert.deepEqual(decoy, known)
    assert.equal(rest.length, 0)
  })

  it('A-114: beyond the queue the answer is `unavailable`, for right, wrong and unknown alike', async () => {
    const release = Promise.withResolvers<void>()
    const cheap = cheapHasher()
    const slow = {
      derive: (input: Parameters<typeof cheap.derive>[0]) => release.promise.then(() => cheap.derive(input)),
    }
    const data = await enrolled(testFactor({}, cheap), password)
    const factor = testFactor({ concurrency: 1, queue: 1 }, slow)
    const busy = [0, 1].map(() => factor.verify({ candidates: [], proof: { password: 'x' }, context }))

    for (const proof of [{ password }, { password: 'wrong' }]) {
      const verdict = await factor.verify({ candidates: [candidate(data)], proof, context })
      assert.equal(!verdict.accepted && verdict.reason, 'unavailable')
    }
    const unknown = await factor.verify({ candidates: [], proof: { password }, context })
    assert.equal(!unknown.accepted && unknown.reason, 'unavailable')
    release.resolve()
    await Promise.all(busy)
  })

  it('N-13: hashes anew, at today’s cost, what was made at another; the rest of the data stays', async () => {
    const old = await enrolled(testFactor({ hash: { memory: 47_104, passes: 1 } }), password)
    const factor = testFactor()
    const verdict = await factor.verify({ candidates: [candidate(old)], proof: { password }, context })
    const renewed = ownPassword.parse(verdict.accepted && verdict.data)
    assert.match(renewed.hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.deepEqual({ ...renewed, hash: old.hash }, old)
    const again = await factor.verify({
      candidates: [candidate(renewed)],
      proof: { password },
      context,
    })
    assert.equal(again.accepted && again.data, undefined)
  })

  it('does not hash anew for a wrong password', async () => {
    const hasher = cheapHasher()
    const old = await enrolled(testFactor({ hash: { memory: 47_104, passes: 1 } }, hasher), password)
    const before = hasher.inputs.length
    const candidates = [candidate(old)]
    await testFactor({}, hasher).verify({ candidates, proof: { password: 'wrong' }, context })
    assert.equal(hasher.inputs.length - before, 1)
  })

  it('N-13: under another pepper the right password is a mismatch', async () => {
    const data = await enrolled(testFactor({}, cheapHasher(), testHost('old')), password)
    const factor = testFactor({}, cheapHasher(), testHost('new'))
    const verdict = await factor.verify({ candidates: [candidate(data)], proof: { password }, context })
    assert.equal(!verdict.accepted && verdict.reason, 'mismatch')
  })
})

describe('the proof', () => {
  const { proof } = testFactor()

  it('A-114: a password of 1 MB is refused before it is hashed', () => {
    assert.equal(proof.safeParse({ password: 'x'.repeat(1_000_000) }).success, false)
  })

  it('R14: an empty one is no proof', () => {
    assert.equal(proof.safeParse({ password: '' }).success, false)
  })

  it('refuses lone surrogates, which have no UTF-8 form and would all hash alike', () => {
    assert.equal(proof.safeParse({ password: 'plum orbit \ud800' }).success, false)
    assert.equal(proof.safeParse({ password: 'plum orbit 😀' }).success, true)
  })

  it('refuses unknown fields, and says nothing of the password in what it complains of', () => {
    const parsed = proof.safeParse({ password: `canary${'x'.repeat(5000)}`, remember: true })
    assert.equal(parsed.success, false)
    assert.doesNotMatch(JSON.stringify(parsed.error), /canary/)
  })
})
