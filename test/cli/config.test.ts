import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { generatedFiles } from '../../docs/generate.ts'
import { SallyportError } from '../../src/kernel/errors.ts'
import { type Config, loadConfig, requireSafeBind } from '../../src/server/config.ts'
import type { ConfigProblem } from '../../src/server/config-problems.ts'

describe('configuration', () => {
  let cwd = ''
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'sallyport-config-'))
  })
  afterEach(() => rmSync(cwd, { recursive: true, force: true }))

  const load = (env: Record<string, string> = {}, overrides = {}) => loadConfig({ env, cwd, overrides })
  const write = (text: string, name = 'sallyport.yaml') => writeFileSync(join(cwd, name), text)

  async function problems(env: Record<string, string> = {}): Promise<readonly ConfigProblem[]> {
    try {
      await load(env)
      return []
    } catch (error) {
      assert.ok(error instanceof SallyportError)
      assert.equal(error.code, 'config.invalid')
      return error.details.problems as readonly ConfigProblem[]
    }
  }

  test('without any, everything has a default and is frozen', async () => {
    const config = await load()
    assert.equal(config.baseUrl, 'http://localhost:8080')
    assert.equal(config.host, '127.0.0.1')
    assert.equal(config.database, join(cwd, 'data', 'sallyport.db'))
    assert.deepEqual(config.key, { from: 'file', file: join(cwd, 'data', 'sallyport.key') })
    assert.ok(
      Object.isFrozen(config) && Object.isFrozen(config.policy) && Object.isFrozen(config.trustedProxies),
    )
  })

  test('flags win over variables, variables over the file, the file over defaults', async () => {
    write('port: 1001\nname: From file\nhost: 127.0.0.9\nlog:\n  level: warn\n')
    const config = await load({ SALLYPORT_PORT: '1002', SALLYPORT_HOST: '127.0.0.8' }, { port: 1003 })
    assert.deepEqual(
      [config.port, config.host, config.name, config.log.level],
      [1003, '127.0.0.8', 'From file', 'warn'],
    )
    assert.equal(config.baseUrl, 'http://localhost:1003')
  })

  test('rules come by file or, as JSON, by a variable; what is none of it is refused', async () => {
    const rules = [{ name: 'money', need: 'own', what: { classes: ['banking'] } }]
    const env = {
      SALLYPORT_POLICY_RULES: JSON.stringify(rules),
      SALLYPORT_POLICY_STRENGTHS: '{"own": {"userVerified": true}}',
    }
    const { policy } = await load(env)
    assert.deepEqual([policy.rules, policy.strengths], [rules, { own: { userVerified: true } }])
    for (const text of ['money', '{', '{"name": "money"}'])
      assert.deepEqual(
        (await problems({ SALLYPORT_POLICY_RULES: text })).map(({ where }) => where),
        ['SALLYPORT_POLICY_RULES'],
      )
  })

  test('all problems are told at once, each with place, reason and remedy, none with a value', async () => {
    write('prot: 1\nport: canary\npolicy:\n  mfa: canary\nfactors:\n  nonsense: {}\n')
    const found = await problems({
      SALLYPORT_LOG_LEVEL: 'canary',
      SALLYPORT_HOTS: 'x',
      SALLYPORT_DATABASE_URL: 'mysql://canary',
    })
    assert.deepEqual(found.map(({ where }) => where).toSorted(), [
      'SALLYPORT_DATABASE_URL',
      'SALLYPORT_HOTS',
      'SALLYPORT_LOG_LEVEL',
      'sallyport.yaml:1',
      'sallyport.yaml:2',
      'sallyport.yaml:4',
      'sallyport.yaml:6',
    ])
    assert.ok(found.every(({ reason, remedy }) => reason !== '' && remedy !== ''))
    assert.doesNotMatch(JSON.stringify(found), /canary/)
    assert.match(found.find(({ where }) => where === 'sallyport.yaml:1')?.remedy ?? '', /Did you mean port/)
  })

  test('doubled keys, broken text, tags and lists are refused by line, and not quoted', async () => {
    for (const text of [
      'port: 1\nport: 2\n',
      'name: x\nport: [canary\n',
      'port: 1\nname: !!js/function canary\n',
      '- canary\n',
      'canary\n',
    ]) {
      write(text)
      const found = await problems()
      assert.equal(found.length > 0, true, text)
      assert.doesNotMatch(JSON.stringify(found), /canary/)
    }
    write(
      `a: &a [x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`)
        .join('\n')}\n`,
    )
    await assert.rejects(load(), SallyportError)
  })

  test('a section whose settings are all left out is no section', async () => {
    write('tls:\n  cert:\n  key:\ndelivery:\n  email:\n')
    assert.equal((await load()).tls, undefined)
  })

  test('secrets come from files', async () => {
    write('postgres://user:canary@host/db\n', 'url')
    const config = await load({ SALLYPORT_DATABASE_URL_FILE: join(cwd, 'url') })
    assert.equal(config.database, 'postgres://user:canary@host/db')
    const [problem] = await problems({ SALLYPORT_DATABASE_URL_FILE: join(cwd, 'nothing') })
    assert.equal(problem?.where, 'SALLYPORT_DATABASE_URL_FILE')
  })

  test('a key is named once; whoever names one replaces the one beneath', async () => {
    write('key:\n  file: own.key\n')
    assert.deepEqual((await load()).key, { from: 'file', file: join(cwd, 'own.key') })
    assert.deepEqual((await load({ SALLYPORT_KEY: 'sallyport-key-1:x' })).key, {
      from: 'env',
      variable: 'SALLYPORT_KEY',
    })
    write('key:\n  file: own.key\n  env: OTHER\n')
    assert.match(JSON.stringify(await problems()), /one of file, env and command/)
    write('key:\n  command: [get-key]\n')
    assert.match(JSON.stringify(await problems()), /full path/)
  })

  test('what Kubernetes sets for a service of our name is no setting', async () => {
    const config = await load({
      SALLYPORT_PORT: 'tcp://10.0.0.1:8080',
      SALLYPORT_SERVICE_HOST: '10.0.0.1',
      SALLYPORT_PORT_8080_TCP_ADDR: '10.0.0.1',
    })
    assert.equal(config.port, 8080)
  })

  test('proxies are addresses and networks, never everything', async () => {
    const listed = ['10.0.0.1', '10.1.0.0/16', 'fd00::/8']
    for (const separator of [',', ', ', ' '])
      assert.deepEqual(
        (await load({ SALLYPORT_TRUSTED_PROXIES: listed.join(separator) })).trustedProxies,
        listed,
      )
    for (const proxy of ['0.0.0.0/0', '::/0', '10.0.0.0/33', 'proxy.local', '10.0.0.1/8/9']) {
      assert.equal((await problems({ SALLYPORT_TRUSTED_PROXIES: proxy })).length, 1, proxy)
    }
  })

  test('an address without path is the base URL', async () => {
    assert.equal(
      (await load({ SALLYPORT_BASE_URL: 'https://MFA.example.com/' })).baseUrl,
      'https://mfa.example.com',
    )
    for (const url of ['mfa.example.com', 'https://x/path', 'https://u:p@x', 'ftp://x', 'https://x?y']) {
      assert.equal((await problems({ SALLYPORT_BASE_URL: url })).length, 1, url)
    }
  })

  test('listening beyond this machine takes TLS or a listed proxy', async () => {
    const safe = async (env: Record<string, string>) => requireSafeBind(await load(env))
    await assert.rejects(safe({ SALLYPORT_HOST: '0.0.0.0' }), { code: 'config.insecure-bind' })
    await assert.rejects(safe({ SALLYPORT_HOST: '::' }), { code: 'config.insecure-bind' })
    await safe({ SALLYPORT_HOST: '127.0.0.7' })
    await safe({ SALLYPORT_HOST: '::1' })
    await safe({ SALLYPORT_HOST: '0.0.0.0', SALLYPORT_TRUSTED_PROXIES: '10.0.0.1' })
    await safe({ SALLYPORT_HOST: '0.0.0.0', SALLYPORT_TLS_CERT: 'c.pem', SALLYPORT_TLS_KEY: 'k.pem' })
  })

  test('R10: under sudo nothing is taken from variables, nor from a folder that others may write to', async () => {
    mkdirSync(join(cwd, 'evil'))
    const env = { SUDO_UID: '1000', SALLYPORT_DATA: join(cwd, 'evil'), SALLYPORT_KEY_COMMAND: '/bin/evil' }
    const config: Config = await load(env)
    assert.equal(config.data, join(cwd, 'data'))
    assert.equal(config.key.from, 'file')
    assert.equal((await load(env, { data: join(cwd, 'named') })).data, join(cwd, 'named'))
    chmodSync(cwd, 0o777)
    await assert.rejects(load(env), { code: 'config.untrusted-place' })
  })

  test('the manual and the example are as the schema makes them (npm run docs)', async () => {
    const root = join(import.meta.dirname, '../..')
    for (const { path, text } of generatedFiles().filter((file) => /configuration|example/.test(file.path)))
      assert.equal(readFileSync(join(root, path), 'utf8'), text, `${path} is stale: npm run docs`)
    const example = generatedFiles().find(({ path }) => path.endsWith('.yaml'))?.text ?? ''
    write(example)
    assert.equal((await load()).port, 8080)
    // RADIUS over TLS is nothing without certificates of one's own.
    const uncommented = example
      .replace(/^# {3}radsec:\n(?:# {5}.*\n)+/m, '')
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^# /, ''))
    write(uncommented.filter((line) => !/^ +timeout: /.test(line)).join('\n'))
    assert.equal((await load()).port, 8080, 'uncommented as a whole, it says the defaults')
  })
})
