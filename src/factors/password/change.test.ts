import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ana, candidate, cheapHasher, context, enrolled, testFactor } from './host.fixture.ts'
import { ownPassword } from './schema.ts'

const current = 'plum orbit lantern 9'
const password = 'copper violin meadow 4'

async function run(operation: string, input: unknown, config: unknown = {}) {
  const hasher = cheapHasher()
  const factor = testFactor(config, hasher)
  const data = await enrolled(factor, current)
  const found = factor.operations?.find(({ id }) => id === operation)
  if (!found) throw new Error(`no operation ${operation}`)
  const later = { ...context, at: context.at + 60_000 }
  const result = await found.run({ candidate: candidate(data), person: ana, input, context: later })
  return { factor, data, result, hasher, permission: found.permission, at: later.at }
}

describe('renew a password at the end of a sign-in', () => {
  it('N-09: takes the new one alone, and only the sign-in may ask for it', async () => {
    const { factor, result, permission } = await run('renew', { password })
    if (!result.accepted) throw new Error('refused')
    assert.deepEqual([permission, result.endsFailures], ['renewal', true])
    const candidates = [candidate(result.data)]
    assert.equal((await factor.verify({ candidates, proof: { password }, context })).accepted, true)
    assert.equal((await factor.verify({ candidates, proof: { password: current }, context })).accepted, false)
  })

  it('N-09: something must change', async () => {
    const { result } = await run('renew', { password: current })
    assert.deepEqual(result, { accepted: false, reason: 'unacceptable', notices: [{ id: 'unchanged' }] })
  })

  it('what would be refused anyway is never held against the old one', async () => {
    const { result, hasher } = await run('renew', { password: 'password1' })
    assert.equal(result.accepted, false)
    assert.equal(hasher.inputs.length, 1)
  })
})

describe('change a password', () => {
  it('ASVS 6.2.2, 6.2.3: takes current and new; then only the new one is good', async () => {
    const { factor, result, permission, at } = await run('change', { current, password })
    if (!result.accepted) throw new Error('refused')
    assert.equal(permission, 'owner')
    assert.equal(ownPassword.parse(result.data).changedAt, at)
    const candidates = [candidate(result.data)]
    assert.equal((await factor.verify({ candidates, proof: { password }, context })).accepted, true)
    assert.equal((await factor.verify({ candidates, proof: { password: current }, context })).accepted, false)
  })

  it('ASVS 6.2.3: refuses a wrong current one as a mismatch, before it looks at the new one', async () => {
    const { result, hasher } = await run('change', { current: 'not this one', password: 'password1' })
    assert.deepEqual(result, { accepted: false, reason: 'mismatch', notices: [{ id: 'current-wrong' }] })
    assert.equal(hasher.inputs.length, 2)
  })

  it('N-11: advises on the new one as on a first one', async () => {
    const { result } = await run('change', { current, password: 'ana.smith2026' })
    assert.equal(!result.accepted && result.notices[0]?.id, 'contains-name')
  })

  it('N-09: a forced change changes something', async () => {
    const { result } = await run('change', { current, password: current })
    assert.deepEqual(result, { accepted: false, reason: 'unacceptable', notices: [{ id: 'unchanged' }] })
  })

  it('is not possible without the current one', async () => {
    await assert.rejects(run('change', { password }))
  })
})

describe('advise on a password', () => {
  it('changes nothing, hashes nothing, and asks no breach list', async () => {
    const { result, data, hasher } = await run('advise', { password: 'qwertyuiopasdfgh' })
    if (!result.accepted) throw new Error('refused')
    assert.equal(result.data, data)
    assert.equal(hasher.inputs.length, 1)
    const notices = [{ id: 'hint-words' }, { id: 'hint-manager' }]
    assert.deepEqual(result.show, { acceptable: true, score: 1, weak: true, notices })
  })
})
