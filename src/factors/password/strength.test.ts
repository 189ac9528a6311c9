import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { strengthMeter } from './strength.ts'

const measure = strengthMeter()

describe('strength', () => {
  it('names what makes a password easy to guess', async () => {
    const examples = {
      aaaaaaaaaaaa: 'repeats',
      abcdefghijkl: 'sequence',
      '1980-11-24': 'dates',
      zxcvfr4321: 'keyboard',
      monkeydragon: 'words',
      xq7: 'short',
    } as const
    for (const [password, weakness] of Object.entries(examples)) {
      assert.equal((await measure(password, [])).weakness, weakness, password)
    }
  })

  it('has nothing to say about a strong one', async () => {
    assert.deepEqual(await measure('plum orbit lantern 9', []), { score: 4, weakness: undefined })
  })

  it('counts the person’s own words as known', async () => {
    assert.equal(
      (await measure('zubrowskiego', [])).score > (await measure('zubrowskiego', ['zubrowskiego'])).score,
      true,
    )
  })

  it('A-114: looks at 64 characters, so that a long input cannot hold the thread', async () => {
    const easy = 'a'.repeat(64)
    assert.deepEqual(await measure(`${easy}plum orbit lantern 9`, []), await measure(easy, []))
  })
})
