import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { account, startApplication } from '../probe/application.fixture.ts'
import { install } from './sallyport.fixture.ts'

const fast = ['--rate', '50']

describe('probe', () => {
  test('says in words what got through and what closes it, and ends with 1', async (context) => {
    const application = await startApplication('open path', 'half session opens data')
    context.after(() => application.close())
    const { run, folder, data } = install(context)
    const settings = {
      protected: ['/account', '/admin/panel'],
      signIn: { page: '/sign-in' },
      account: { name: account.name },
      identityHeaders: ['Remote-User'],
    }
    writeFileSync(join(folder, 'shop.yaml'), JSON.stringify(settings))
    const { code, out, error } = await run(
      ['probe', application.url, '--settings', 'shop.yaml', '--password-file', '-', ...fast],
      { input: account.password },
    )
    assert.equal(code, 1, error)
    assert.match(out, /^HOLE {3}stranger: Strangers see guarded paths\.\n {9}GET \/admin\/panel: 200/m)
    assert.match(out, /^HOLE {3}half-signed-in: After the password alone/m)
    assert.match(out, /^ok {5}forged-identity: /m)
    assert.match(out, /not tried, give --direct/)
    assert.match(out, /^Ways around: 2\./m)
    assert.match(error, /^Attacking http:.* at most 50 requests a second/)
    assert.equal(out.includes(account.password), false)
    assert.equal(existsSync(data), false, 'it opens no installation')
  })

  test('ends with 0 where nothing got through, and says so to programs', async (context) => {
    const application = await startApplication()
    context.after(() => application.close())
    const { run } = install(context)
    const words = ['probe', application.url, '--protected', '/account', '--sign-in', '/sign-in', ...fast]
    const { code, out } = await run([...words, '--json'])
    const report = JSON.parse(out)
    assert.equal(code, 0)
    assert.deepEqual([report.target, report.holes, report.unknown], [application.url, 0, 0])
    assert.ok(report.findings.length > 2 && report.left.length > 0)
  })

  test('attacks no host that was not typed twice', async (context) => {
    const { run } = install(context)
    for (const words of [
      ['https://app.example.com'],
      ['https://app.example.com', '--confirm', 'example.com'],
      ['http://127.0.0.1.example.com'],
      ['http://localhost:1', '--direct', 'http://10.0.0.1:9000', '--confirm', '10.0.0.1'],
    ]) {
      const { code, error } = await run(['probe', ...words])
      assert.equal(code, 2, words.join(' '))
      assert.match(error, /is not this machine\. Attack only what is yours/)
    }
  })

  test('says what it was told wrongly, and where nobody is', async (context) => {
    const { run, folder } = install(context)
    assert.equal((await run(['probe'])).code, 2)
    const path = await run(['probe', 'http://localhost:3000/admin'])
    assert.match(path.error, /without path, name or password/)
    assert.equal((await run(['probe', 'http://localhost:1', '--rate', '1000'])).code, 2)
    assert.match((await run(['probe', 'http://127.0.0.1:1'])).error, /does not answer \(ECONNREFUSED\)/)
    writeFileSync(join(folder, 'bad.yaml'), 'protected: [admin]\nhalves: 2\n')
    const bad = await run(['probe', 'http://127.0.0.1:1', '--settings', 'bad.yaml'])
    assert.equal(bad.code, 2)
    assert.match(bad.error, /bad\.yaml:1/)
    assert.match(bad.error, /halves/)
  })
})
