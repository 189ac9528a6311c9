import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { install } from './sallyport.fixture.ts'

const root = process.getuid?.() === 0
const checkout = join(import.meta.dirname, '../..')
const nobody = { uid: 65_534, gid: 65_534 }
const hidden = root && spawnSync('/usr/bin/test', ['-r', import.meta.filename], nobody).status !== 0

describe('opening an installation', () => {
  test('A-097: a lost key is never made anew beside a database, and a wrong one is refused', async (context) => {
    const sallyport = install(context)
    await sallyport.create('ana', 'Shop')
    const key = join(sallyport.data, 'sallyport.key')
    assert.equal(statSync(key).mode & 0o777, 0o600)
    assert.equal(statSync(sallyport.data).mode & 0o777, 0o700)
    const copy = readFileSync(key)

    rmSync(key)
    const missing = await sallyport.run(['list'])
    assert.equal(missing.code, 2)
    assert.match(missing.error, /\[key\.missing\]/)
    assert.equal(existsSync(key), false)

    const other = install(context)
    await other.create('bob', 'Blog')
    copyFileSync(join(other.data, 'sallyport.key'), key)
    assert.match((await sallyport.run(['list'])).error, /\[key\.wrong\]/)
    writeFileSync(key, copy)
    assert.equal((await sallyport.run(['list'])).code, 0)
    chmodSync(key, 0o644)
    assert.match((await sallyport.run(['list'])).error, /\[key\.exposed\]/)
  })

  test('a key may come from a variable, a command or a file that is named', async (context) => {
    const first = install(context)
    await first.create('ana', 'Shop')
    const text =
      readFileSync(join(first.data, 'sallyport.key'), 'utf8')
        .split('\n')
        .find((line) => line.startsWith('sallyport-key')) ?? ''
    rmSync(join(first.data, 'sallyport.key'))
    assert.equal((await first.run(['list'], { env: { SALLYPORT_KEY: text } })).code, 0)
    const elsewhere = join(first.folder, 'elsewhere.key')
    writeFileSync(elsewhere, text, { mode: 0o600 })
    assert.equal((await first.run(['list'], { env: { SALLYPORT_KEY_FILE: elsewhere } })).code, 0)
    assert.equal(
      (await first.run(['list'], { env: { SALLYPORT_KEY_COMMAND: `/bin/cat ${elsewhere}` } })).code,
      0,
    )
    assert.equal((await first.run(['list'], { env: { SALLYPORT_KEY: 'nonsense' } })).code, 2)
  })

  test('a foreign file and a newer schema are told, and left as they are', async (context) => {
    const foreign = install(context)
    mkdirSync(foreign.data)
    const file = join(foreign.data, 'sallyport.db')
    writeFileSync(file, 'a diary')
    assert.match((await foreign.run(['list'])).error, /\[storage\.foreign-file\]/)
    assert.equal(readFileSync(file, 'utf8'), 'a diary')

    const newer = install(context)
    await newer.create('ana', 'Shop')
    const db = new DatabaseSync(join(newer.data, 'sallyport.db'))
    db.exec("INSERT INTO migrations (name, applied_at) VALUES ('299901010000_from_the_future', 0)")
    db.close()
    const ran = await newer.run(['list'])
    assert.equal(ran.code, 2)
    assert.match(ran.error, /\[storage\.schema-newer\]/)
  })

  test('a folder that cannot be written is told, with a remedy', {
    skip: cannotBecomeNobody(),
  }, async (context) => {
    const sallyport = install(context)
    chmodSync(sallyport.folder, 0o755)
    mkdirSync(sallyport.data)
    chownSync(sallyport.data, nobody.uid, nobody.gid)
    chmodSync(sallyport.data, 0o500)
    const { code, error } = await sallyport.run(['list'])
    assert.equal(code, 2)
    assert.match(error, /writable.*\[(key\.unwritable|storage\.read-only)\]/)
  })

  test('a mistyped path grows no tree', async (context) => {
    const sallyport = install(context)
    const { code, error } = await sallyport.run([
      'list',
      '--data',
      join(sallyport.folder, 'no', 'such', 'place'),
    ])
    assert.equal(code, 2)
    assert.match(error, /\[data\.unusable\]/)
    assert.equal(existsSync(join(sallyport.folder, 'no')), false)
  })

  test('R10: as root it becomes the owner of the data folder first', {
    skip: cannotBecomeNobody(),
  }, async (context) => {
    const sallyport = install(context)
    chmodSync(sallyport.folder, 0o755)
    mkdirSync(sallyport.data, { mode: 0o700 })
    chownSync(sallyport.data, nobody.uid, nobody.gid)
    const { code, error } = await sallyport.run(['create', '-n', 'ana', '-i', 'Shop'])
    assert.equal(code, 0, error)
    for (const name of ['sallyport.db', 'sallyport.key'])
      assert.equal(statSync(join(sallyport.data, name)).uid, nobody.uid, name)
  })

  test('a program that the owner of the data cannot load is told, and nothing is made', {
    skip: !root && 'only root becomes somebody else',
  }, async (context) => {
    const sallyport = install(context)
    chmodSync(sallyport.folder, 0o755)
    mkdirSync(sallyport.data, { mode: 0o700 })
    chownSync(sallyport.data, nobody.uid, nobody.gid)
    const program = join(sallyport.folder, 'program')
    mkdirSync(program, { mode: 0o700 })
    for (const name of ['bin', 'src', 'package.json'])
      cpSync(join(checkout, name), join(program, name), { recursive: true })
    symlinkSync(join(checkout, 'node_modules'), join(program, 'node_modules'))
    const bin = join(program, 'bin/sallyport.js')
    const words = ['create', '-n', 'ana', '-i', 'Shop', '--data', sallyport.data]
    const ran = spawnSync(process.execPath, [bin, ...words], { encoding: 'utf8', cwd: sallyport.folder })
    assert.equal(ran.status, 2, ran.stderr)
    assert.match(ran.stderr, /may not read.*\[cli\.program-out-of-reach\]/)
    assert.deepEqual(readdirSync(sallyport.data), [])
  })

  test('R10: under sudo the caller names no paths by variables', async (context) => {
    const sallyport = install(context)
    await sallyport.create('ana', 'Shop')
    const env = { SUDO_UID: '1000', SUDO_USER: 'mallory' }
    const work = join(sallyport.folder, 'work')
    mkdirSync(work, { mode: 0o700 })
    const unnamed = await sallyport.json(['list'], { env, cwd: work })
    assert.deepEqual(unnamed, [], 'its own ./data, not that of SALLYPORT_DATA')
    const named = await sallyport.json<unknown[]>(['list', '--data', sallyport.data], { env, cwd: work })
    assert.equal(named.length, 1)
    chmodSync(work, 0o777)
    assert.match((await sallyport.run(['list'], { env, cwd: work })).error, /\[config\.untrusted-place\]/)
  })
})

describe('commands about the service', () => {
  test('doctor is content with a new installation, and tells what is wrong with a spoilt one', async (context) => {
    const sallyport = install(context)
    const empty = await sallyport.run(['doctor'])
    assert.equal(empty.code, 0)
    assert.equal(existsSync(sallyport.data), false, 'it changes nothing')
    await sallyport.create('ana', 'Shop')
    assert.equal((await sallyport.run(['doctor'])).code, 0)

    chmodSync(sallyport.data, 0o755)
    const env = { SALLYPORT_HOST: '0.0.0.0', SALLYPORT_BASE_URL: 'http://mfa.example.com' }
    const spoilt = await sallyport.run(['doctor', '--json'], { env })
    assert.equal(spoilt.code, 1)
    const { findings } = JSON.parse(spoilt.out) as {
      findings: { level: string; check: string; reason: string; remedy: string }[]
    }
    const wrong = findings.filter(({ level }) => level === 'wrong')
    assert.deepEqual([...new Set(wrong.map(({ check }) => check))].toSorted(), ['network', 'permissions'])
    assert.ok(wrong.every(({ reason, remedy }) => reason !== '' && remedy !== ''))
    rmSync(join(sallyport.data, 'sallyport.key'))
    assert.match((await sallyport.run(['doctor'])).out, /WRONG {2}start: .*key/)
  })

  test('R10: a set-up link goes to a file of mode 0600 where there is no terminal', async (context) => {
    const sallyport = install(context)
    const { out, code } = await sallyport.run(['setup-link', '--reason', 'first administrator'])
    assert.equal(code, 0)
    assert.doesNotMatch(out, /spu_/)
    const file = join(sallyport.data, 'set-up-link')
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.match(readFileSync(file, 'utf8'), /^http:\/\/localhost:8080\/set-up#spu_/)
  })

  test('migrate tells what it applied, and nothing the second time', async (context) => {
    const sallyport = install(context)
    const first = await sallyport.json<{ applied: string[] }>(['migrate'])
    assert.ok(first.applied.length > 5)
    assert.deepEqual(await sallyport.json(['migrate']), { applied: [] })
    assert.equal((await sallyport.run(['create', '-n', 'ana', '-i', 'Shop'])).code, 0, 'a key is still made')
  })

  test('audit verify finds nothing in an untouched trail, and 1 row that was edited', async (context) => {
    const sallyport = install(context)
    await sallyport.create('ana', 'Shop')
    assert.equal((await sallyport.run(['audit', 'verify'])).code, 0)
    const db = new DatabaseSync(join(sallyport.data, 'sallyport.db'))
    db.exec("UPDATE audit_events SET actor = 'nobody' WHERE event = 'enrolment.begun'")
    db.close()
    assert.equal((await sallyport.run(['audit', 'verify'])).code, 1)
  })
})

function cannotBecomeNobody(): string | false {
  if (!root) return 'only root can give a folder away'
  return hidden && 'the checkout lies where only root may read'
}
