import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readSecret, totp } from '@sallyport/otp'

const root = join(import.meta.dirname, '../..')

describe('the published packages', () => {
  let folder = ''

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sallyport-install-'))
    run(root, process.execPath, 'build/build.ts')
    writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
    const tarballs = ['sallyport-otp', 'sallyport-client', 'sallyport'].map((name) =>
      join(root, 'dist', `${name}-0.1.0.tgz`),
    )
    run(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs)
  })

  const sallyport = (...args: readonly string[]) => started(folder, 'npx', '--no', '--', 'sallyport', ...args)

  after(() => rmSync(folder, { recursive: true, force: true }))

  test('@sallyport/otp answers a vector of RFC 6238 appendix B', () => {
    const program = `
      import { readSecret, totp } from '@sallyport/otp'
      const secret = readSecret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
      console.log(totp(secret, { at: 1111111109_000, digits: 8 }))`
    assert.equal(runProgram(folder, program), '07081804\n')
  })

  test('@sallyport/otp has types that a strict program can use', () => {
    const program = `
      import { readSecret, type Secret, totp } from '@sallyport/otp'
      const secret: Secret = readSecret('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
      const code: string = totp(secret, { at: Date.now() })
      export { code }`
    checkTypes(folder, program)
  })

  test('@sallyport/client brings all that its manifest names, and needs no other package', () => {
    const { exports } = JSON.parse(readFileSync(join(root, 'packages/client/package.json'), 'utf8'))
    for (const name of Object.keys(exports)) {
      const program = `console.log(Object.keys(await import('@sallyport/client${name.slice(1)}')).length > 0)`
      assert.equal(runProgram(folder, program), 'true\n', name)
    }
    assert.equal(existsSync(join(folder, 'node_modules/express')), false)
    const pam = started(folder, 'npx', '--no', '--', 'sallyport-pam', '/nowhere.json')
    assert.deepEqual([pam.status, /^sallyport: /.test(pam.stderr)], [1, true])
  })

  test('@sallyport/client has types that a strict program can use', () => {
    const program = `
      import { type Admission, createClient, SallyportError } from '@sallyport/client'
      import { requireFresh, requireSecondFactor } from '@sallyport/client/express'
      const options = { url: 'https://mfa.example', key: 'spk_x' }
      const admission: Promise<Admission> = createClient(options).admissions.require('a')
      const gate = requireSecondFactor({ ...options, returnTo: 'https://x/y', account: () => 'ana' })
      export { admission, gate, requireFresh, SallyportError }`
    checkTypes(folder, program)
  })

  test('sallyport can be embedded, and writes', () => {
    const program = `
      import { createKey, createSallyport } from 'sallyport'
      const sallyport = await createSallyport({ database: 'embedded.db', key: createKey() })
      const { account } = await sallyport.accounts.create({ name: 'ana' })
      console.log((await sallyport.accounts.find(account.id)).name)
      await sallyport.close()`
    assert.equal(runProgram(folder, program), 'ana\n')
  })

  test('sallyport says what it carries, and under which licences', () => {
    const licences = readFileSync(join(folder, 'node_modules/sallyport/dist/bundle/LICENSES.md'), 'utf8')
    for (const name of ['fastify', 'kysely', 'zod', 'commander'])
      assert.match(licences, new RegExp(`^## ${name} `, 'm'))
  })

  test('what is carried is Latin-1, of which V8 keeps one byte for each character', () => {
    const bundle = join(folder, 'node_modules/sallyport/dist/bundle')
    const files = readdirSync(bundle).filter((file) => file.endsWith('.js'))
    const wide = files.filter((file) => /[^\0-\xff]/.test(readFileSync(join(bundle, file), 'utf8')))
    assert.ok(files.length > 0)
    assert.deepEqual(wide, [])
  })

  test('sallyport tells its version', () => {
    assert.match(sallyport('--version').stdout, /0\.1\.0/)
  })

  test('sallyport issues a secret, accepts its code once and no other', () => {
    const data = ['--data', join(folder, 'data')]
    const issued = sallyport('-c', '-n', 'alice', '-i', 'Shop', ...data)
    const uri = /otpauth:\/\/totp\/\S+/.exec(issued.stdout)?.[0]
    assert.ok(uri, issued.stdout + issued.stderr)
    const secret = readSecret(new URL(uri).searchParams.get('secret') ?? '')
    const verify = (code: string) => sallyport('-a', 'Shop', '-o', code, ...data).status
    assert.notEqual(verify(totp(secret, { at: Date.now() + 3_600_000 })), 0, 'a code of another hour')
    const code = totp(secret, { at: Date.now() })
    assert.equal(verify(code), 0, 'the right code')
    assert.notEqual(verify(code), 0, 'the same code again')
  })

  test('sallyport carries what stands in for hardware', () => {
    const bin = join(folder, 'node_modules/sallyport/bin/sallyport.js')
    const things = ['--folder', join(folder, 'things')]
    for (const words of [
      ['totp', 'ana', '--key', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
      ['hotp', '--pskc', join(folder, 'box.xml')],
      ['yubikey', '--csv', join(folder, 'keys.csv')],
      ['smart-card', 'ana'],
      ['sms'],
    ]) {
      const { status, stderr } = started(folder, process.execPath, bin, 'sim', ...words, ...things)
      assert.equal(status, 0, stderr)
    }
  })

  test('sallyport carries its web pages', () => {
    assert.ok(existsSync(join(folder, 'node_modules/sallyport/web/dist/index.html')))
  })
})

function checkTypes(folder: string, program: string): void {
  writeFileSync(join(folder, 'types.ts'), program)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', 'types.ts']
  run(folder, process.execPath, tsc, ...strict)
}

function runProgram(folder: string, program: string): string {
  return run(folder, process.execPath, '--input-type=module', '--eval', program)
}

function run(folder: string, command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = started(folder, command, ...args)
  assert.equal(status, 0, `${command} ${args.join(' ')}\n${stdout}${stderr}${error ?? ''}`)
  return stdout
}

function started(folder: string, command: string, ...args: readonly string[]) {
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', timeout: 120_000 })
}
