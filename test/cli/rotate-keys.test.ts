import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { codeOf, freshStep, install } from './sallyport.fixture.ts'

const keysIn = (text: string) => text.split('\n').filter((line) => line.startsWith('sallyport-key-1:'))

describe('sallyport rotate-keys', () => {
  test('a new key seals, the old one is dropped when it is asked, and codes count as before (F-25)', async (context) => {
    const sallyport = install(context)
    const file = join(sallyport.data, 'sallyport.key')
    const made = await sallyport.create('ana', 'Shop')
    const [old = ''] = keysIn(readFileSync(file, 'utf8'))
    const rotated = await sallyport.json<{ made: boolean; left: number }>(['rotate-keys'])
    assert.deepEqual([rotated.made, rotated.left], [true, 0])
    const both = keysIn(readFileSync(file, 'utf8'))
    assert.deepEqual([both.length, both[1]], [2, old])
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const { findings } = await sallyport.json<{ findings: { check: string; finding: string }[] }>(['doctor'])
    assert.ok(
      findings.some(({ check, finding }) => check === 'key' && /opens nothing any more/.test(finding)),
    )

    assert.equal((await sallyport.run(['rotate-keys', '--drop-old'])).code, 0)
    assert.deepEqual(keysIn(readFileSync(file, 'utf8')), both.slice(0, 1))
    await freshStep()
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(made.uri)])).code, 0)
    const verified = await sallyport.run(['audit', 'verify'])
    assert.equal(verified.code, 0, verified.error)
  })

  test('a key from elsewhere is changed there, and what it sealed is sealed anew', async (context) => {
    const sallyport = install(context)
    const print = async () => (await sallyport.run(['rotate-keys', '--print-new'])).out.trim()
    const [old, young] = [await print(), await print()]
    const env = { SALLYPORT_KEY: old }
    await sallyport.json(['create', '-n', 'ana', '-i', 'Shop'], { env })
    const early = await sallyport.run(['rotate-keys'], { env })
    assert.equal(early.code, 2)
    assert.match(early.error, /key\.not-replaceable/)
    const both = { SALLYPORT_KEY: `${young},${old}` }
    const rotated = await sallyport.json<{ made: boolean; resealed: number }>(['rotate-keys'], { env: both })
    assert.ok(!rotated.made && rotated.resealed > 0)
    assert.equal((await sallyport.run(['rotate-keys', '--drop-old'], { env: both })).code, 0)
    assert.equal((await sallyport.run(['list'], { env: { SALLYPORT_KEY: young } })).code, 0)
    assert.equal((await sallyport.run(['list'], { env })).code, 2)
  })
})
