import assert from 'node:assert/strict'
import test from 'node:test'
import { install } from './sallyport.fixture.ts'

test('a registration token is made, shown once, listed and revoked', async (context) => {
  const { run, json } = install(context)
  const create = ['registration-tokens', 'create', 'pipeline']
  assert.match((await run(create)).error, /--name-prefix is missing/)
  const ends = ['--until', '2036-12-31']
  const wrong = await run([...create, '--name-prefix', 'CI', '--host', 'https://wiki.example', ...ends])
  assert.equal(wrong.code, 2)
  assert.match(wrong.error, /must be a host such as/)

  const made = await json<{ token: string; limits: { hosts: string[] }; approval: boolean }>([
    ...[...create, '--name-prefix', 'CI', '--host', '*.apps.example.com', '--uses', '3', ...ends],
  ])
  assert.match(made.token, /^spj_/)
  assert.deepEqual(made.limits.hosts, ['*.apps.example.com'])
  assert.equal(made.approval, true, 'unless told, an administrator looks first')
  const listed = await run(['registration-tokens', 'list'])
  assert.match(listed.out, /pipeline +spj_\w{4}… +other +0 of 3/)
  assert.equal(listed.out.includes(made.token), false, 'G9: it was shown once')
  assert.equal((await run(['registration-tokens', 'revoke', 'pipeline', '--reason', 'leaked'])).code, 0)
  assert.match((await run(['registration-tokens', 'list'])).out, /revoked/)
  assert.equal((await run(['registration-tokens', 'revoke', 'pipeline', '--reason', 'twice'])).code, 2)
})
