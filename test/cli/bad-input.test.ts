import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { codeOf, install } from './sallyport.fixture.ts'

describe('bad input is refused in a sentence', () => {
  test('names that are none', async (context) => {
    const sallyport = install(context)
    const names = [
      '',
      ' ',
      'a\u200bb',
      'a\u202eb',
      'раypal',
      'x'.repeat(2000),
      'a\nb',
      '\u{e0041}',
      '\u001b[31mred',
    ]
    for (const name of names) {
      const { code, out, error } = await sallyport.run(['create', '-n', name, '-i', 'Shop'])
      assert.equal(code, 2, JSON.stringify(name))
      assert.equal(out, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there
      assert.doesNotMatch(error, /\n {4}at |\u001b\[31m/)
      assert.match(error, /\[(input\.invalid|cli\.usage)\]/)
    }
    assert.deepEqual(await sallyport.json(['list']), [])
  })

  test('names that look like flags, paths, numbers and code are names', async (context) => {
    const sallyport = install(context)
    for (const name of ['-5', '../x', "'; drop table accounts; --", '<b>', '%s', '$(id)', '0']) {
      const { code, error } = await sallyport.run(['create', '-n', name, '-i', 'Shop'])
      assert.equal(code, 0, `${name}: ${error}`)
    }
  })

  test('codes that are none are refused, whatever they are', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.create('ana', 'Shop')
    const full = [...codeOf(made.uri)].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('')
    for (const code of [
      '-123456',
      'abcdef',
      '12345',
      '1e5',
      '0x1F40',
      full,
      '９９９９９９',
      '999999999999999999999',
      '123456;',
    ]) {
      assert.equal((await sallyport.run(['-a', 'Shop', '-o', code])).code, 1, code)
    }
  })

  test('what comes by standard input is bounded, and must be text', async (context) => {
    const sallyport = install(context)
    await sallyport.create('ana', 'Shop')
    const verify = ['-a', 'Shop', '-o', '-']
    assert.equal((await sallyport.run(verify, { input: '1'.repeat(1_048_576) })).code, 2, 'a megabyte')
    assert.equal(
      (await sallyport.run(verify, { input: Uint8Array.of(0xed, 0xa0, 0x80) })).code,
      2,
      'a lone surrogate',
    )
    assert.equal((await sallyport.run(verify, { input: '123\u0000456' })).code, 1, 'a NUL')
    assert.equal((await sallyport.run(verify, { input: '' })).code, 1, 'nothing')
  })

  test('A-115: of a file that never ends no more is read than is taken', async (context) => {
    const sallyport = install(context)
    for (const words of [
      ['import', '/dev/zero'],
      ['coverage', 'verify', '/dev/zero', '--pin', 'f'.repeat(64)],
    ]) {
      const { code, error } = await sallyport.run(words)
      assert.equal(code, 2, error)
      assert.match(error, /\[file\.too-long\]/)
    }
  })

  test('unknown flags and commands are usage', async (context) => {
    const sallyport = install(context)
    for (const words of [
      ['--nonsense'],
      ['nonsense'],
      ['list', '--otp-code', '1'],
      ['create', '--logo'],
      ['audit', 'nonsense'],
      ['completion', 'tcsh'],
    ]) {
      const { code, out } = await sallyport.run(words)
      assert.deepEqual({ code, out }, { code: 2, out: '' }, words.join(' '))
    }
  })

  test('times and numbers that are none', async (context) => {
    const sallyport = install(context)
    for (const words of [
      ['--since', 'yesterday'],
      ['--limit', '-1'],
      ['--limit', '1e9'],
      ['--until', '2026-13-45'],
      ['--outcome', 'maybe'],
    ]) {
      assert.equal((await sallyport.run(['audit', 'search', ...words])).code, 2, words.join(' '))
    }
  })
})
