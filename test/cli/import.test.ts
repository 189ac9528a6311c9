import assert from 'node:assert/strict'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { createSecret, formatKeyUri, formatMigrationLinks, type KeyInput } from '@sallyport/otp'
import { codeOf, freshStep, install } from './sallyport.fixture.ts'

const secret = () => createSecret()

function key(account: string, issuer: string | undefined): KeyInput {
  return { type: 'totp', account, issuer, secret: secret(), algorithm: 'SHA1', digits: 6, period: 30 }
}

describe('sallyport import and export', () => {
  test('takes over key URIs, shows first what it would do, and each counts from its first code on', async (context) => {
    const sallyport = install(context)
    const uris = [key('ana', 'Shop'), { ...key('bob', 'Blog'), algorithm: 'SHA256' as const, digits: 8 }].map(
      (one) => formatKeyUri(one),
    )
    const input = `# from elsewhere\n\n${uris.join('\r\n')}\n`
    const dry = await sallyport.json<{ wouldImport: unknown[] }>(['import', '-', '--dry-run'], { input })
    assert.equal(dry.wouldImport.length, 2)
    assert.deepEqual(await sallyport.json(['list']), [])

    const done = await sallyport.json<{ imported: number }>(['import', '-'], { input })
    assert.equal(done.imported, 2)
    await freshStep()
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(uris[0] ?? '')])).code, 0)
    assert.equal((await sallyport.run(['-a', 'Blog', '-o', codeOf(uris[1] ?? '')])).code, 0)
  })

  test('takes over the links of an authenticator app, and misses none', async (context) => {
    const sallyport = install(context)
    const keys = Array.from({ length: 12 }, (_, index) => key(`person ${index}`, 'Shop'))
    const links = formatMigrationLinks(keys)
    const partial = await sallyport.run(['import', '-'], { input: links[0] ?? '' })
    assert.equal(partial.code, 2)
    assert.match(partial.error, /import\.refused/)
    const file = join(sallyport.folder, 'links.txt')
    writeFileSync(file, links.join('\n'))
    assert.equal((await sallyport.run(['import', file])).code, 0)
    assert.equal((await sallyport.json<unknown[]>(['list'])).length, 12)
  })

  test('one bad line, and nothing is taken over; the lines are named, their secrets are not', async (context) => {
    const sallyport = install(context)
    const good = formatKeyUri(key('ana', 'Shop'))
    const bad = [
      'otpauth://totp/Shop:eve?secret=GEZDGNBVGY3TQOJQ', // 80 bits
      'otpauth://totp/Shop:eve?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1',
      'otpauth://totp/%ED%A0%80?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      'otpauth://totp/eve?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', // no issuer
      'https://example.com/?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      'otpauth-migration://offline?data=AAAA',
      good, // twice
    ]
    for (const line of bad) {
      const ran = await sallyport.run(['import', '-'], { input: `${good}\n${line}\n` })
      assert.equal(ran.code, 2, line)
      assert.match(ran.error, /line 2|the links/)
      assert.doesNotMatch(ran.error + ran.out, /GEZDGN/)
    }
    assert.deepEqual(await sallyport.json(['list']), [])
  })

  test('what an account has already is not overwritten', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    const ran = await sallyport.run(['import', '-'], { input: `${formatKeyUri(key('ana', 'Shop'))}\n` })
    assert.equal(ran.code, 2)
    const [only] = await sallyport.json<{ authenticator: string }[]>(['list'])
    assert.equal(only?.authenticator, made.authenticator)
  })

  test('export hands out what import takes, only with a word, and on record', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    assert.equal((await sallyport.run(['export'])).code, 2, 'asks for --yes')
    const printed = await sallyport.run(['export', '--yes'])
    assert.equal(printed.out.trim(), made.uri)
    const file = join(sallyport.folder, 'keys', 'all.txt')
    assert.equal((await sallyport.run(['export', '--yes', '--format', 'migration', '--out', file])).code, 0)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    const trail = await sallyport.run(['audit', 'export', '--event', 'authenticator.exported'])
    assert.equal(trail.out.trim().split('\n').length, 2)
    assert.doesNotMatch(trail.out, new RegExp(made.secret))

    const elsewhere = install(context)
    assert.equal((await elsewhere.run(['import', file])).code, 0)
    await freshStep()
    assert.equal((await elsewhere.run(['-a', 'Shop', '-o', codeOf(made.uri)])).code, 0)
  })

  test('remove asks for a word, and what is removed is refused', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    assert.equal((await sallyport.run(['remove', '-n', 'ana', '-i', 'Shop'])).code, 2)
    assert.equal((await sallyport.run(['remove', '-n', 'ana', '-i', 'Shop', '--yes'])).code, 0)
    assert.equal((await sallyport.run(['-a', 'Shop', '-n', 'ana', '-o', codeOf(made.uri)])).code, 2)
    const trail = await sallyport.json<{ event: string }[]>(['audit', 'search'])
    assert.ok(trail.some(({ event }) => event === 'authenticator.removed'))
  })
})
