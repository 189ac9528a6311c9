import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ana, at, cheapHasher, context, testFactor } from './host.fixture.ts'
import { messages } from './messages.ts'
import { ownPassword } from './schema.ts'

const manyWords = 'plum orbit lantern meadow copper violin harbor thistle '

function confirm(password: string, config: unknown = {}, hasher = cheapHasher()) {
  return testFactor(config, hasher).confirm({ pending: {}, answer: { password }, person: ana, context })
}

async function refusals(password: string, config: unknown = {}): Promise<readonly string[]> {
  const result = await confirm(password, config)
  return result.accepted ? [] : result.notices.map((notice) => notice.id)
}

/** A password of so many characters that only its length may refuse. */
function ofLength(length: number): string {
  return manyWords
    .repeat(6)
    .slice(0, length - 1)
    .concat('Q')
}

describe('set a password', () => {
  it('N-07: asks for 8 characters where MFA is always asked for, and says how many are missing', async () => {
    const short = await confirm('vT7#qLp')
    assert.equal(!short.accepted && short.reason, 'unacceptable')
    assert.deepEqual(!short.accepted && short.notices[0], {
      id: 'too-short',
      values: { minimum: 8, missing: 1 },
    })
    assert.equal((await confirm('vT7#qLpW')).accepted, true)
  })

  it('N-07: asks for 15 where a password may stand alone', async () => {
    assert.equal((await refusals(ofLength(14), { standsAlone: true }))[0], 'too-short')
    assert.equal((await confirm(ofLength(15), { standsAlone: true })).accepted, true)
  })

  it('N-07: takes 64, 128 and 256 characters; 257 are too many, and are not hashed', async () => {
    for (const length of [64, 128, 256])
      assert.equal((await confirm(ofLength(length))).accepted, true, `${length}`)
    const hasher = cheapHasher()
    const long = await confirm(ofLength(257), {}, hasher)
    assert.deepEqual(!long.accepted && long.notices, [
      { id: 'too-long', values: { maximum: 256, excess: 1 } },
    ])
    assert.equal(hasher.inputs.length, 0)
  })

  it('N-08: fifteen emoji count as fifteen characters', async () => {
    const emoji = ['🦊', '🚀', '🎻', '🍋', '🌋', '🧩', '🪁', '🦉', '🎲', '🧭', '🥁', '🪐', '🐙', '🔭', '🛶']
    assert.equal((await confirm(emoji.join(''), { standsAlone: true })).accepted, true)
    assert.equal((await refusals(emoji.slice(1).join(''), { standsAlone: true }))[0], 'too-short')
  })

  it('N-08: a decomposed accent does not make a password longer', async () => {
    assert.equal((await refusals('vT7#qLé'.normalize('NFD')))[0], 'too-short')
  })

  it('N-08: takes spaces, every printable ASCII character, and any script', async () => {
    const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + ((index * 37) % 95)))
    for (const password of [
      ascii,
      'мокрая сова над рекой',
      '窓辺の青い金魚と古時計',
      'بومة فوق النهر القديم',
    ]) {
      assert.equal((await confirm(password)).accepted, true, password)
    }
  })

  it('N-09: has no rules of composition', async () => {
    for (const password of ['plumorbitlantern', 'PLUMORBITLANTERN', '    plum    orbit', '@#%^&*)(_=~;']) {
      assert.deepEqual(await refusals(password), [], password)
    }
  })

  it('N-11: names the reason and how to do better, each with a sentence', async () => {
    for (const password of [
      'short',
      'password1',
      'ana.smith2026',
      'northwind1',
      '2345678!!',
      'aaaaaaaaaaaa',
      'Sallyport1',
    ]) {
      const ids = await refusals(password)
      assert.notEqual(ids.length, 0, password)
      for (const id of ids) assert.equal(id in messages, true, id)
    }
  })

  it('keeps time, score and weakness beside the hash, and asks for nothing again', async () => {
    const strong = await confirm('plum orbit lantern 9')
    const { hash, ...rest } = ownPassword.parse(strong.accepted && strong.data)
    assert.match(hash, /^\$argon2id/)
    assert.deepEqual(rest, { changedAt: at, checkedAt: at, score: 4, weak: false })
    const weak = await confirm('qwertyuiopasdfgh')
    assert.equal(ownPassword.parse(weak.accepted && weak.data).weak, true)
  })

  it('tells after success what would be better still', async () => {
    const weak = await confirm('qwertyuiopasdfgh')
    assert.deepEqual(weak.accepted && weak.show, { notices: [{ id: 'hint-words' }, { id: 'hint-manager' }] })
  })

  it('A-114: throws `password.busy` where the queue is full, and sets nothing', async () => {
    const stuck = { derive: () => new Promise<never>(() => {}) }
    const factor = testFactor({ concurrency: 1, queue: 0 }, stuck)
    void factor.verify({ candidates: [], proof: { password: 'x' }, context })
    const confirmed = factor.confirm({ pending: {}, answer: { password: 'vT7#qLpW' }, person: ana, context })
    await assert.rejects(confirmed, { code: 'password.busy', kind: 'unavailable' })
  })

  it('shows the lengths that apply and keeps nothing', async () => {
    const offer = await testFactor({ standsAlone: true }).offer({
      person: ana,
      options: undefined,
      existing: [],
      context,
    })
    const show = { minimumLength: 15, maximumLength: 256 }
    assert.deepEqual(offer, { show, pending: {}, confirms: true })
  })

  it('G9: the owner is told when it was changed and whether it is weak, nothing else', () => {
    const data = { hash: '$argon2id$…', changedAt: at, score: 1, weak: true }
    assert.deepEqual(testFactor().describe?.(data), { changedAt: at, weak: true })
  })
})
