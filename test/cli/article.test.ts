import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { absent, codeOf, freshStep, install, type Made, printed } from './sallyport.fixture.ts'

const blog = 'keepforyourselfBlog'
const d3 = 'd3@keepforyourself.com'

describe('the commands of the article', () => {
  test('-l, -c and -a work as written, with codes of oathtool', {
    skip: absent('oathtool'),
  }, async (context) => {
    const sallyport = install(context)
    const none = await sallyport.run(['-l'])
    assert.equal(none.code, 0)
    assert.match(none.out, /No applications are defined/)

    const created = await sallyport.run(['-c', '-n', d3, '-i', blog])
    assert.equal(created.code, 0, created.error)
    const secret = /type the secret: ([A-Z2-7 ]+)/.exec(created.out)?.[1] ?? ''
    assert.match(created.out, /▄/, 'the picture')
    const listed = await sallyport.run(['-l'])
    assert.match(listed.out, new RegExp(`${blog} +${d3} +\\S+ +pending`))

    await freshStep()
    const code = printed('oathtool', '--totp', '-b', secret)
    const welcome = await sallyport.run(['-a', blog, '-o', code])
    assert.deepEqual({ code: welcome.code, out: welcome.out }, { code: 0, out: `Welcome, ${d3}.\n` })
    const again = await sallyport.run(['-a', blog, '-o', code])
    assert.deepEqual({ code: again.code, out: again.out }, { code: 1, out: 'OTP verification failed.\n' })
    assert.match((await sallyport.run(['--list'])).out, /active/)
  })

  test('the long forms are the short ones', async (context) => {
    const sallyport = install(context)
    const made = await sallyport.json<Made>(['--create', '--account-name', 'ana', '--issuer-name', 'Shop'])
    await freshStep()
    const { code } = await sallyport.run([
      '--authenticate',
      'Shop',
      '--otp-code',
      codeOf(made.uri),
      '--account-name',
      'ana',
    ])
    assert.equal(code, 0)
  })

  test('zbarimg reads the picture back, with and without a logo', {
    skip: absent('zbarimg'),
  }, async (context) => {
    const sallyport = install(context)
    const logo = join(import.meta.dirname, 'logo.fixture.svg')
    for (const [account, more] of [
      ['ana', []],
      ['bob', ['--logo', logo]],
    ] as const) {
      const file = join(sallyport.folder, 'pictures', `${account}.png`)
      const made = await sallyport.json<Made>(['-c', '-n', account, '-i', 'Shop', '--out', file, ...more])
      assert.equal(printed('zbarimg', '-q', '--raw', file), made.uri)
    }
  })

  test('missing arguments stop with usage and make nothing', async (context) => {
    const sallyport = install(context)
    for (const words of [
      ['-c'],
      ['-c', '-n', 'ana'],
      ['-c', '-i', 'Shop'],
      ['-a', 'Shop'],
      [],
      ['-l', '-c'],
      ['-a'],
    ]) {
      const { code, error } = await sallyport.run(words)
      assert.equal(code, 2, words.join(' '))
      assert.match(error, /missing|Say what to do|at a time/, words.join(' '))
    }
    assert.deepEqual(await sallyport.json(['-l']), [])
  })

  test('a code for Shop never opens Blog', async (context) => {
    const sallyport = install(context)
    const shop = await sallyport.create('ana', 'Shop')
    const other = await sallyport.create('ana', 'Blog')
    await freshStep()
    assert.equal((await sallyport.run(['-a', 'Blog', '-o', codeOf(shop.uri)])).code, 1)
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(shop.uri)])).code, 0)
    assert.equal((await sallyport.run(['-a', 'Blog', '-o', codeOf(other.uri)])).code, 0)
  })

  test('two accounts of one issuer stand side by side, and -a asks which', async (context) => {
    const sallyport = install(context)
    const ana = await sallyport.create('ana', 'Shop')
    const bob = await sallyport.create('bob', 'Shop')
    assert.notEqual(ana.secret, bob.secret)
    await freshStep()
    const unsaid = await sallyport.run(['-a', 'Shop', '-o', codeOf(bob.uri)])
    assert.equal(unsaid.code, 2)
    assert.match(unsaid.error, /ana, bob/)
    assert.equal((await sallyport.run(['-a', 'Shop', '-n', 'ana', '-o', codeOf(bob.uri)])).code, 1)
    assert.equal((await sallyport.run(['-a', 'Shop', '-n', 'BOB', '-o', codeOf(bob.uri)])).code, 0)
    assert.equal((await sallyport.run(['-a', 'Shop', '-n', 'ana', '-o', codeOf(ana.uri)])).code, 0)
  })

  test('an active authenticator is not overwritten: --replace takes it off, --add stands beside it', async (context) => {
    const sallyport = install(context)
    const first = await sallyport.create('ana', 'Shop')
    const second = await sallyport.create('ana', 'Shop')
    await freshStep()
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(first.uri)])).code, 1, 'void: never used')
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(second.uri)])).code, 0)

    const refused = await sallyport.run(['create', '-n', 'ana', '-i', 'Shop'])
    assert.equal(refused.code, 2)
    assert.match(refused.error, /--replace/)
    const added = await sallyport.json<Made>(['create', '-n', 'ana', '-i', 'Shop', '--add'])
    assert.equal((await sallyport.json<unknown[]>(['list'])).length, 2)
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(added.uri)])).code, 0)

    const replaced = await sallyport.json<Made>(['create', '-n', 'ana', '-i', 'Shop', '--replace'])
    const left = await sallyport.json<{ authenticator: string }[]>(['list'])
    assert.deepEqual(
      left.map((one) => one.authenticator),
      [replaced.authenticator],
    )
    await freshStep()
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(second.uri, 1)])).code, 1)
    assert.equal((await sallyport.run(['-a', 'Shop', '-o', codeOf(replaced.uri)])).code, 0)
  })
})
