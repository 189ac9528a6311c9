import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { argon2Hasher, nodeHasher } from './argon2.ts'
import { type PasswordHashesDeps, passwordHashes } from './hash.ts'
import { cheapHasher, testHost } from './host.fixture.ts'
import { workQueue } from './queue.ts'
import { ownPassword } from './schema.ts'

const cost = { memory: 19_456, passes: 2, lanes: 1 }

function hashes(deps: Partial<PasswordHashesDeps> = {}) {
  const queue = workQueue({ concurrency: 2, waiting: 8 })
  return passwordHashes({ hasher: cheapHasher(), host: testHost(), queue, cost, ...deps })
}

async function created(deps: Partial<PasswordHashesDeps>, password: string): Promise<string> {
  const hash = await hashes(deps).create(password)
  if (hash === undefined) throw new Error('the queue is full')
  return hash
}

describe('password hashes', () => {
  it('N-08: a password set decomposed (NFD) matches typed composed (NFC), and the other way round', async () => {
    const [composed, decomposed] = ['Žižek naïve café'.normalize('NFC'), 'Žižek naïve café'.normalize('NFD')]
    assert.notEqual(composed, decomposed)
    assert.equal(await hashes().compare(decomposed, await created({}, composed)), 'matches')
    assert.equal(await hashes().compare(composed, await created({}, decomposed)), 'matches')
  })

  it('ASVS 6.2.8: compatibility forms, case and outer spaces are kept apart', async () => {
    const stored = await created({}, 'fine words here')
    for (const other of ['ﬁne words here', 'Fine words here', ' fine words here', 'fine words here ']) {
      assert.equal(await hashes().compare(other, stored), 'differs', other)
    }
  })

  it('N-10: two passwords of 80 characters that differ at character 75 differ', async () => {
    const [one, other] = [`${'x'.repeat(74)}a${'x'.repeat(5)}`, `${'x'.repeat(74)}b${'x'.repeat(5)}`]
    const stored = await created({ hasher: argon2Hasher() }, one)
    assert.equal(await hashes({ hasher: argon2Hasher() }).compare(one, stored), 'matches')
    assert.equal(await hashes({ hasher: argon2Hasher() }).compare(other, stored), 'differs')
  })

  it('N-13: scheme and cost stand in a PHC string, and equal passwords have different salts of 128 bits', async () => {
    const [one, other] = [await created({}, 'same password'), await created({}, 'same password')]
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.equal(ownPassword.shape.hash.safeParse(one).success, true)
    const [salt, otherSalt] = [one, other].map((phc) => phc.split('$')[4] ?? '')
    assert.notEqual(salt, otherSalt)
    assert.equal(Buffer.from(salt ?? '', 'base64').length, 16)
  })

  it('N-13: without the pepper a stolen hash cannot be guessed at', async () => {
    const stored = await created({ host: testHost('pepper of this installation') }, 'correct password')
    const thief = hashes({ host: testHost('a guess at the pepper') })
    assert.equal(await thief.compare('correct password', stored), 'differs')
  })

  it('A-028: a comparison with nobody costs one hash at today’s cost and never matches', async () => {
    const hasher = cheapHasher()
    assert.equal(await hashes({ hasher }).compareWithNobody('anything'), 'differs')
    assert.deepEqual(
      hasher.inputs.map((input) => [input.cost, input.salt.length, input.message.length]),
      [[cost, 16, 32]],
    )
  })

  it('knows a hash of another cost as outdated', async () => {
    const stored = await created({ cost: { memory: 47_104, passes: 1, lanes: 1 } }, 'a password')
    assert.equal(hashes().isOutdated(stored), true)
    assert.equal(hashes().isOutdated(await created({}, 'a password')), false)
  })
})

describe('Argon2id', () => {
  // phc-winner-argon2, src/test.c, Argon2id v=19: t=2, m=2^16 KiB, p=1, "password", "somesalt".
  const vector = {
    message: Buffer.from('password'),
    salt: Buffer.from('somesalt'),
    cost: { memory: 65_536, passes: 2, lanes: 1 },
  }
  const digest = '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'

  it('gives the digest of the reference implementation', async () => {
    assert.equal(Buffer.from(await argon2Hasher().derive(vector)).toString('hex'), digest)
    assert.equal(Buffer.from(await nodeHasher.derive(vector)).toString('hex'), digest)
  })

  it('falls back to node:crypto where the native module is absent', async () => {
    const hasher = argon2Hasher(() => Promise.reject(new Error('Cannot find module @node-rs/argon2-none')))
    const stored = await created({ hasher }, 'set on another machine')
    assert.equal(
      await hashes({ hasher: argon2Hasher() }).compare('set on another machine', stored),
      'matches',
    )
  })
})
