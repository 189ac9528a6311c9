import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { lookOf } from './look.ts'
import { canonicalName } from './name.ts'

describe('G8: names of one script that pose as another', () => {
  const twins = [
    ['ѕсоре', 'scope'],
    ['ОРАХ', 'opax'],
    ['ёо', 'ëo'],
    ['ονα', 'ova'],
    ['ρυγα', 'puya'],
    ['հօս', 'hou'],
  ] as const
  for (const [name, posesAs] of twins) {
    it(`${name} looks like ${posesAs}`, () => assert.equal(look(name), look(posesAs)))
  }

  for (const name of ['алиса', 'ελένη', 'արամ', '山田', 'user1', 'userl', 'jörg', 'jorg']) {
    it(`${name} looks like nobody else`, () => {
      const others = ['алиса', 'ελένη', 'արամ', '山田', 'user1', 'userl', 'jörg', 'jorg'].filter(
        (n) => n !== name,
      )
      assert.equal(others.map(look).includes(look(name)), false)
    })
  }
})

function look(name: string): string {
  const reading = canonicalName(name)
  assert.ok(reading.valid)
  return lookOf(reading.key)
}
