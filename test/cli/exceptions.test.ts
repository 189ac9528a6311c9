import assert from 'node:assert/strict'
import { test } from 'node:test'
import { install } from './sallyport.fixture.ts'

test('exceptions: in force at once for whoever holds the machine, listed, explained and ended', async (context) => {
  const sallyport = install(context)
  await sallyport.json(['invite', '-n', 'Scanner', '--new'])
  const until = new Date(Date.now() + 7 * 24 * 3_600_000).toISOString().slice(0, 10)
  const ask = (...words: string[]) =>
    sallyport.run(['exceptions', 'request', '-n', 'scanner', ...words, '--reason', 'replaced soon'])

  assert.match((await sallyport.run(['exceptions', 'list'])).out, /Nobody is left out of anything\./)
  assert.match((await ask('--until', until)).error, /--rule with a name, or --mfa/)
  assert.match((await ask('--mfa')).error, /every exception ends/)
  const unknown = await ask('--rule', 'Money', '--until', until)
  assert.deepEqual([unknown.code, /\[policy\.demand-unknown\]/.test(unknown.error)], [2, true])
  const asked = await ask('--mfa', '--until', until)
  assert.deepEqual([asked.code, asked.error], [0, ''])
  const id = /: (\w{32})$/m.exec(asked.out)?.[1] ?? ''

  const listed = await sallyport.run(['exceptions', 'list'])
  assert.match(
    listed.out,
    new RegExp(`${id} +Scanner +mfa\\.required +in-force +${until} 00:00 +0 +replaced soon`),
  )
  const explained = await sallyport.run(['policy', 'explain', '-n', 'scanner'])
  assert.match(explained.out, new RegExp(`because exception:${id}: An exception leaves out a second factor`))
  assert.match(
    (await sallyport.run(['exceptions', 'approve', 'x', '--reason', 'y'])).error,
    /\[policy\.exception-not-found\]/,
  )
  assert.equal((await sallyport.run(['exceptions', 'end', id, '--reason', 'replaced'])).code, 0)
  const { exceptions } = await sallyport.json<{ exceptions: { state: string }[] }>([
    'exceptions',
    'list',
    '--all',
  ])
  assert.equal(exceptions[0]?.state, 'ended')
})
