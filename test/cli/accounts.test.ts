import assert from 'node:assert/strict'
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
})
