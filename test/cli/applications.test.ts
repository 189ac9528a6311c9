import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { install } from './sallyport.fixture.ts'

interface Made {
  readonly id: string
  readonly class: string
  readonly settings: { readonly redirectUris?: readonly string[]; readonly origin?: string }
  readonly secret?: string
  readonly apiKey?: string
}

test('a product is connected by its template, shown, given another secret and removed', async (context) => {
  const { run, json } = install(context)
  const made = await json<Made>([
    ...['applications', 'create', 'grafana', '--name', 'Grafana'],
    ...['--url', 'https://grafana.example.com/', '--owner', 'Operations'],
  ])
  assert.deepEqual(made.settings.redirectUris, ['https://grafana.example.com/login/generic_oauth'])
  assert.match(made.secret ?? '', /^[\w-]{43}$/)
  const shown = await run(['applications', 'show', 'Grafana'])
  assert.match(shown.out, /Client ID: /)
  assert.match(shown.out, /owned by Operations/)
  assert.equal(shown.out.includes(made.secret ?? ''), false, 'G9: it was shown once')
  const rotated = await json<{ secret: string }>(['applications', 'rotate', 'Grafana', '--overlap', '1h'])
  assert.notEqual(rotated.secret, made.secret)
  const { applications } = await json<{ applications: { name: string; doors: string[] }[] }>([
    'applications',
    'list',
  ])
  assert.deepEqual(applications.find(({ name }) => name === 'Grafana')?.doors, ['oidc'])
  const removed = await run(['applications', 'remove', 'Grafana', '--reason', 'over'])
  assert.equal(removed.code, 0, removed.error)
  assert.match((await run(['applications', 'list'])).out, /Grafana\s+other\s+-\s+disabled/)
})

test('an application of one’s own is told by its API key, which is shown once', async (context) => {
  const { run, json } = install(context)
  const made = await json<Made>([
    ...['applications', 'create', 'hosted', '--name', 'Shop', '--vouches', '--provides'],
    ...['--return-to', 'http://localhost:3000/second-factor'],
  ])
  assert.deepEqual(made.settings, { returnTo: ['http://localhost:3000/second-factor'], provides: true })
  assert.match(made.apiKey ?? '', /^spk_[\w-]{43}$/)
  assert.equal((await run(['applications', 'show', 'Shop'])).out.includes(made.apiKey ?? ''), false)
})

test('what is left of the settings comes from a file, and what is wrong makes nothing', async (context) => {
  const { run, json, folder } = install(context)
  const file = join(folder, 'site.yaml')
  writeFileSync(
    file,
    'origin: https://wiki.example.com\nproxy: traefik\npaths:\n  - path: /admin\n    assurance: 3\n',
  )
  const made = await json<Made>([
    'applications',
    'create',
    'forward-auth',
    '--name',
    'Wiki',
    '--settings',
    file,
  ])
  assert.equal(made.settings.origin, 'https://wiki.example.com')
  const wrong = await run([
    'applications',
    'create',
    'oidc',
    '--name',
    'Bad',
    '--redirect-uri',
    'javascript:1',
  ])
  assert.equal(wrong.code, 2)
  assert.match(wrong.error, /settings\.redirectUris\.0/)
  const unknown = await run(['applications', 'create', 'fax', '--name', 'Bad'])
  assert.equal(unknown.code, 2)
  assert.match((await run(['applications', 'create', 'gitea', '--name', 'Bad'])).error, /people open Gitea/)
  assert.equal((await run(['applications', 'list'])).out.includes('Bad'), false)
  assert.equal((await run(['applications', 'show', 'Nothing'])).code, 2)
})

test('a connection is tried out, and what is wrong is an exit code', async (context) => {
  const { run, json } = install(context)
  await json([...'applications create radius --name VPN --network 10.0.0.1'.split(' ')])
  const tried = await run(['applications', 'test', 'VPN'])
  assert.equal(tried.code, 1)
  assert.match(tried.out, /WRONG +Nothing listens for RADIUS: it is not in the configuration/)
  const { findings } = JSON.parse((await run(['applications', 'test', 'VPN', '--json'])).out)
  assert.equal(findings.find(({ check }: { check: string }) => check === 'last-seen').outcome, 'unknown')
})

test('a file of applications is looked at, brought, and brought once more', async (context) => {
  const { run, json, folder } = install(context)
  const file = join(folder, 'applications.yaml')
  const text = [
    'applications:',
    '  - name: Grafana',
    '    owner: Operations',
    '    connections:',
    '      - template: grafana',
    '        url: https://grafana.example.com',
    '  - name: Mail',
    '    class: mail',
  ]
  writeFileSync(file, text.join('\n'))
  const words = ['applications', 'import', file]
  const looked = await run([...words, '--dry-run'])
  assert.match(looked.out, /\+ Grafana\n +owner: Operations\n +connected by OpenID Connect\n/)
  assert.match(looked.out, /Nothing was changed/)
  assert.equal((await run(words)).code, 2, 'a reason is needed')
  const brought = await run([...words, '--reason', 'as agreed'])
  assert.match(brought.out, /Secret, shown only now: [\w-]{43}/)
  const { applications } = await json<{ applications: { act: string }[] }>([...words, '--reason', 'again'])
  assert.deepEqual(
    applications.map(({ act }) => act),
    ['same', 'same'],
  )
  writeFileSync(file, 'applications:\n  - name: X\n    connections: [{ template: fax }]\n')
  const wrong = await run([...words, '--reason', 'as agreed'])
  assert.equal(wrong.code, 2)
  assert.match(wrong.error, /applications\.0\.connections\.0/)
})
