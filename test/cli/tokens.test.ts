import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { install } from './sallyport.fixture.ts'

/** Two keys as the tool of their maker writes them; secrets made for this test. */
const box = [
  '1,cccccccccccb,83cebdfb7b93,a47c0e5d1f2b3a4958677685940312fe,,2026-11-25T08:00:00Z,',
  '2,cccccccccccd,93cebdfb7b94,b47c0e5d1f2b3a4958677685940312fe,,2026-11-25T08:00:00Z,',
].join('\n')

const factor = ['-f', 'yubikey-otp'] as const

describe('sallyport tokens', () => {
  test('previews a file, brings it in, lists it, puts one aside, and takes one out', async (context) => {
    const sallyport = install(context)
    const file = join(sallyport.folder, 'box.csv')
    writeFileSync(file, box)
    const dry = await sallyport.json<{ wouldImport: number }>([
      'tokens',
      'import',
      ...factor,
      file,
      '--dry-run',
    ])
    assert.equal(dry.wouldImport, 2)
    assert.equal((await list(sallyport)).length, 0)
    const done = await sallyport.json<{ imported: number }>(['tokens', 'import', ...factor, file])
    assert.equal(done.imported, 2)

    await sallyport.create('ana', 'Shop')
    const words = ['tokens', 'assign', ...factor, 'cccccccccccb', '-n', 'ana', '--reason', 'first day']
    await sallyport.json(words)
    assert.equal((await list(sallyport))[0]?.reservedFor?.name, 'ana')
    await sallyport.json(['tokens', 'assign', ...factor, 'cccccccccccb', '--reason', 'not yet'])
    assert.equal((await list(sallyport))[0]?.reservedFor, undefined)
    await sallyport.json(['tokens', 'retire', ...factor, 'cccccccccccb', '--reason', 'broken'])
    assert.deepEqual(
      (await list(sallyport)).map((token) => token.handle),
      ['cccccccccccd'],
    )
  })

  test('A-086: a broken line brings nothing in, and its secret is in no answer', async (context) => {
    const sallyport = install(context)
    const input = `${box}\n3,ccccccccccce,83cebdfb7b93,a47c0e5d1f2b3a49,,2026-11-25T08:00:00Z,`
    const ran = await sallyport.run(['tokens', 'import', ...factor, '-'], { input })
    assert.equal(ran.code, 2)
    assert.ok(!`${ran.out}${ran.error}`.includes('a47c0e5d1f2b3a49'))
    assert.equal((await list(sallyport)).length, 0)
  })

  test('asks for a reason, a factor that has tokens, and a token that is there', async (context) => {
    const sallyport = install(context)
    for (const words of [
      ['tokens', 'retire', ...factor, 'cccccccccccb'],
      ['tokens', 'list', '-f', 'totp'],
      ['tokens', 'retire', ...factor, 'cccccccccccb', '--reason', 'broken'],
    ])
      assert.equal((await sallyport.run(words)).code, 2, words.join(' '))
  })
})

test('on this machine, what ends soon and what nobody uses is told likewise', async (context) => {
  const sallyport = install(context)
  await sallyport.create('ana', 'Shop')
  assert.match((await sallyport.run(['authenticators', 'ending'])).out, /^Nothing ends in this time\.$/m)
  assert.match((await sallyport.run(['authenticators', 'idle'])).out, /^All second factors are in use\.$/m)
  assert.equal((await sallyport.run(['authenticators', 'idle', '--days', '0'])).code, 2)
})

test('R10: sallyport hand-out makes a pass with a reason, shown once, and not without one', async (context) => {
  const sallyport = install(context)
  await sallyport.create('ana', 'Shop')
  const words = ['hand-out', '-n', 'ana', '--uses', '2']
  assert.equal((await sallyport.run(words)).code, 2)
  const made = await sallyport.json<{ show: { code: string; uses: number } }>([...words, '--reason', 'seen'])
  assert.match(made.show.code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/)
  assert.equal(made.show.uses, 2)
  const from = new Date(Date.now() + 86_400_000).toISOString().slice(0, 16)
  const later = [...words, '--from', `${from}Z`, '--lifetime', '28800', '--reason', 'first day']
  const { show } = await sallyport.json<{ show: { startsAt: number; expiresAt: number } }>(later)
  assert.equal(show.startsAt, Date.parse(`${from}Z`))
  assert.equal(show.expiresAt, show.startsAt + 28_800_000)
  assert.equal((await sallyport.run(['hand-out', 'totp', '-n', 'ana', '--reason', 'x'])).code, 2)
})

interface Token {
  readonly handle: string
  readonly reservedFor?: { readonly name: string }
}

async function list(sallyport: ReturnType<typeof install>): Promise<readonly Token[]> {
  return (await sallyport.json<{ items: Token[] }>(['tokens', 'list', ...factor])).items
}
