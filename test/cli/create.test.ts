import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { install, type Made } from './sallyport.fixture.ts'

describe('sallyport create', () => {
  test('writes a picture of mode 0600 into a folder that it makes, and overwrites nothing', async (context) => {
    const sallyport = install(context)
    const file = join(sallyport.folder, 'imgs', 'deep', 'ana.svg')
    const made = await sallyport.json<Made>(['create', '-n', 'ana', '-i', 'Shop', '--out', file])
    assert.equal(made.file, file)
    assert.equal(statSync(file).mode & 0o777, 0o600)

    const again = await sallyport.run(['create', '-n', 'bob', '-i', 'Shop', '--out', file])
    assert.equal(again.code, 2)
    assert.match(again.error, /file\.exists/)
    assert.equal((await sallyport.json<unknown[]>(['list'])).length, 1, 'nothing was made')
    const forced = await sallyport.run(['create', '-n', 'bob', '-i', 'Shop', '--out', file, '--force'])
    assert.equal(forced.code, 0, forced.error)
  })

  test('a name is not a path', async (context) => {
    const sallyport = install(context)
    const work = join(sallyport.folder, 'work')
    mkdirSync(work)
    const made = await sallyport.json<Made>(['create', '-n', '../../etc/passwd', '-i', '../Shop', '--out'], {
      cwd: work,
    })
    assert.equal(made.account, '../../etc/passwd')
    assert.deepEqual(readdirSync(work), [made.file])
    assert.doesNotMatch(made.file ?? '', /[/\\]|^\./)
  })

  test('follows no symbolic link, and takes no other ending', async (context) => {
    const sallyport = install(context)
    const target = join(sallyport.folder, 'target.png')
    writeFileSync(target, 'precious')
    const link = join(sallyport.folder, 'link.png')
    symlinkSync(target, link)
    for (const out of [link, join(sallyport.folder, 'ana.txt')]) {
      const { code } = await sallyport.run(['create', '-n', 'ana', '-i', 'Shop', '--out', out, '--force'])
      assert.equal(code, 2, out)
    }
    assert.equal(statSync(target).size, 8)
    assert.equal(existsSync(sallyport.data), false, 'nothing was made')
  })

  test('a broken logo makes nothing', async (context) => {
    const sallyport = install(context)
    const logo = join(sallyport.folder, 'logo.png')
    writeFileSync(logo, 'no picture')
    const { code, error } = await sallyport.run([
      'create',
      '-n',
      'ana',
      '-i',
      'Shop',
      '--logo',
      logo,
      '--out',
      'ana.png',
    ])
    assert.equal(code, 2)
    assert.match(error, /\[qr\./)
    assert.equal(existsSync(sallyport.data), false)
  })

  test('answers in JSON with what programs need', async (context) => {
    const made = await install(context).create('Zoë Müller', 'Café & Co')
    assert.deepEqual(Object.keys(made).toSorted(), [
      'account',
      'authenticator',
      'file',
      'issuer',
      'secret',
      'uri',
    ])
    assert.match(made.secret, /^[A-Z2-7]{32}$/)
    assert.ok(made.uri.includes(`secret=${made.secret}`))
    assert.equal(made.file, null)
  })
})
