import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { install } from './sallyport.fixture.ts'

test('R10: accounts are made, invited, listed and reset on the machine, each with its reason', async (context) => {
  const sallyport = install(context)
  const words = ['invite', '-n', 'Ana', '--new', '--email', 'ana@example.com']
  const first = await sallyport.json<{ account: string; link: string }>(words)
  assert.equal(first.account, 'Ana')
  assert.match((await sallyport.run(words)).error, /\[account\.name-taken\]/)

  assert.match((await sallyport.run(['invite', '-n', 'ana'])).error, /\[cli\.usage\]/, 'without a reason')
  const again = await sallyport.run(['invite', '-n', 'ana', '--reason', 'lost the link'])
  assert.match(again.out, /^https?:\/\/\S+#\S+\n$/, 'the link alone, so that it can be piped')
  assert.match(again.error, /shown only now/)

  assert.match((await sallyport.run(['reset', '-n', 'ana', '--reason', 'lost'])).error, /--yes/)
  const reset = await sallyport.json<{ link: string }>(['reset', '-n', 'ana', '--reason', 'lost', '--yes'])
  assert.notEqual(reset.link, first.link)
  const { items } = await sallyport.json<{ items: { name: string; protected: boolean }[] }>([
    ...['accounts', 'list', '--search', 'AN'],
  ])
  assert.deepEqual(
    items.map((one) => [one.name, one.protected]),
    [['Ana', false]],
  )
  const trail = await sallyport.run(['audit', 'search', '-n', 'ana'])
  for (const reason of ['lost the link', 'lost']) assert.ok(trail.out.includes(reason), trail.out)
  assert.match(trail.out, /account\.reset +done +\S+, at the machine +Ana /)
})

test('accounts mark: a feed marks whom it names, tells whom nobody knows, and changes nothing twice', async (context) => {
  const sallyport = install(context)
  for (const name of ['Ana', 'Bob']) await sallyport.json(['invite', '-n', name, '--new'])
  const file = join(sallyport.folder, 'feed.txt')
  writeFileSync(file, '# of today\nana\nBOB\nana\nmallory\n')
  const words = ['accounts', 'mark', file, '--mark', 'compromised', '--reason', 'feed of today']
  const first = await sallyport.run([...words, '--json'])
  assert.equal(first.code, 1)
  assert.deepEqual(JSON.parse(first.out), {
    mark: 'compromised',
    changed: 2,
    unchanged: 0,
    unknown: ['mallory'],
    refused: [],
  })
  assert.match((await sallyport.run(words)).out, /^0 changed, 2 as they should be already\.$/m)
  assert.match((await sallyport.run(['policy', 'explain', '-n', 'ana'])).out, /because mfa\.marked/)
  writeFileSync(file, 'ana\n')
  assert.equal((await sallyport.run([...words, '--take'])).code, 0)
  assert.doesNotMatch((await sallyport.run(['policy', 'explain', '-n', 'ana'])).out, /mfa\.marked/)
  assert.match((await sallyport.run(['accounts', 'mark', file, '--reason', 'x'])).error, /--mark is missing/)
})

test('accounts tell, attributes: what rules speak of is told by name, each with its reason', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['invite', '-n', 'Ana', '--new'])
  const told = async () => {
    const { attributes } = await sallyport.json<{ attributes: object }>([
      'accounts',
      'attributes',
      '-n',
      'ana',
    ])
    return attributes
  }
  assert.deepEqual(await told(), {})
  const tell = (...words: string[]) => sallyport.run(['accounts', 'tell', '-n', 'ana', ...words])
  const why = ['--reason', 'moved there']
  const first = await tell('--attribute', 'Department=Treasury', 'department=Finance', 'title=', ...why)
  assert.equal(first.out, 'department: finance, treasury\ntitle: none\n')
  assert.deepEqual(await told(), { department: ['finance', 'treasury'], title: [] })
  await tell('--attribute', 'department=Sales = all', '--forget', 'Title', ...why)
  assert.deepEqual(await told(), { department: ['sales = all'] })
  assert.match((await tell(...why)).error, /--attribute is missing/)
  assert.match((await tell('--attribute', 'department', ...why)).error, /name=value.*\[input\.invalid\]/s)
  assert.match((await tell('--attribute', '1=2', ...why)).error, /\[input\.invalid\]/)
  assert.match((await tell('--attribute', 'department=x')).error, /\[cli\.usage\]/, 'without a reason')
  assert.deepEqual(await told(), { department: ['sales = all'] })
  const rules = join(sallyport.folder, 'rules.yaml')
  writeFileSync(
    rules,
    'policy:\n  rules: [{ name: s, who: { attributes: { department: [Sales = all] } }, need: { deny: true } }]\n',
  )
  const explained = await sallyport.run(['policy', 'explain', '-n', 'ana', '--config', rules])
  assert.match(explained.out, /a rule denies it/)
})

test('R12: accounts link, links, unlink: who somebody is elsewhere, each with its reason', async (context) => {
  const sallyport = install(context)
  for (const name of ['Ana', 'Bob']) await sallyport.json(['invite', '-n', name, '--new'])
  const issuer = 'https://login.microsoftonline.com/9122040d-6c67-4c5b-b112-36a304b66dad/v2.0'
  const link = (name: string) => ['accounts', 'link', '-n', name, '--issuer', issuer, '--subject', 'one']
  assert.match((await sallyport.run(['accounts', 'links', '-n', 'ana'])).error, /linked to nobody/)
  assert.match((await sallyport.run(link('ana'))).error, /\[cli\.usage\]/, 'without a reason')
  await sallyport.json([...link('ana'), '--reason', 'known in person'])
  const taken = await sallyport.run([...link('bob'), '--reason', 'mistaken'])
  assert.match(taken.error, /\[account\.link-taken\]/)
  assert.equal((await sallyport.run(['accounts', 'links', '-n', 'ana'])).out, `one of ${issuer}\n`)
  const unlink = ['accounts', 'unlink', '-n', 'ana', '--issuer', issuer, '--reason', 'left']
  assert.equal((await sallyport.run(unlink)).code, 0)
  assert.match((await sallyport.run(unlink)).error, /\[account\.link-not-found\]/)
  const trail = await sallyport.run(['audit', 'search', '-n', 'ana'])
  assert.ok(trail.out.includes(`No longer linked to one of ${issuer}: left`), trail.out)
})

test('R11: accounts tie, ties, untie: what another house says of somebody, each with its reason', async (context) => {
  const sallyport = install(context)
  const config = join(sallyport.folder, 'ties.yaml')
  const staff = '{ name: Staff, issuer: "https://id.example", clientId: sallyport }'
  writeFileSync(config, `factors:\n  identity-provider:\n    providers: { staff: ${staff} }\n`)
  const run = (words: readonly string[]) => sallyport.run([...words, '--config', config])
  for (const name of ['Ana', 'Bob']) await sallyport.json(['invite', '-n', name, '--new'])
  assert.match((await run(['accounts', 'ties', '-n', 'ana'])).error, /Nothing elsewhere is tied to Ana/)
  const tie = (name: string, reason: string) => [
    ...['accounts', 'tie', '-n', name, '--provider', 'staff', '--subject', 'f81d4fae'],
    ...(reason === '' ? [] : ['--reason', reason]),
  ]
  assert.match((await run(tie('ana', ''))).error, /\[cli\.usage\]/, 'without a reason')
  assert.equal((await run(tie('ana', 'told by HR'))).code, 0)
  assert.match((await run(tie('bob', 'mistaken'))).error, /\[authenticator\.taken\]/)
  const told = JSON.parse((await run(['accounts', 'ties', '-n', 'ana', '--json'])).out)
  assert.deepEqual([told.account, told.ties.length, told.ties[0].describe.provider], ['Ana', 1, 'Staff'])
  assert.match(
    (await run(['accounts', 'ties', '-n', 'ana'])).out,
    / {2}Staff {2}active {2}since .*, never used/,
  )
  const untie = ['accounts', 'untie', '-n', 'ana', '--reason', 'left']
  assert.match((await run(untie)).error, /\[authenticator\.needed-first\]/)
  assert.match((await run(['accounts', 'untie', '-n', 'bob', '--reason', 'left'])).error, /not-found/)
})

test('groups: made, filled, listed page by page, emptied and removed, each with its reason', async (context) => {
  const sallyport = install(context)
  for (const name of ['Ana', 'Bob']) await sallyport.json(['invite', '-n', name, '--new'])
  assert.match((await sallyport.run(['groups', 'list'])).out, /There are no groups\./)
  assert.equal((await sallyport.run(['groups', 'create', 'Treasury'])).code, 0)
  assert.match((await sallyport.run(['groups', 'create', 'treasury'])).error, /\[group\.name-taken\]/)
  for (const name of ['ana', 'bob'])
    assert.equal(
      (await sallyport.run(['groups', 'add', 'TREASURY', '-n', name, '--reason', 'moved'])).code,
      0,
    )
  assert.match((await sallyport.run(['groups', 'list'])).out, /^Treasury +2$/m)
  assert.deepEqual(await sallyport.json(['groups', 'members', 'treasury']), {
    group: 'Treasury',
    members: ['Ana', 'Bob'],
  })
  assert.match((await sallyport.run(['groups', 'add', 'treasury', '-n', 'ana'])).error, /--reason/)
  await sallyport.run(['groups', 'take', 'treasury', '-n', 'ana', '--reason', 'moved on'])
  assert.match((await sallyport.run(['groups', 'members', 'treasury'])).out, /^Bob\n$/)
  assert.equal((await sallyport.run(['groups', 'remove', 'treasury', '--reason', 'done'])).code, 0)
  assert.match(
    (await sallyport.run(['groups', 'members', 'treasury'])).error,
    /"sallyport groups list" shows what there is\. \[group\.not-found\]/,
  )
})
