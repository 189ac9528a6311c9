import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { openReceiver } from '../webhooks/receiver.fixture.ts'
import { install } from './sallyport.fixture.ts'

test('a webhook is made, tried, shown, rotated, paused, asked to tell again, and removed', async (context) => {
  const receiver = await openReceiver()
  context.after(() => receiver.close())
  const { run, json, folder } = install(context)
  writeFileSync(join(folder, 'sallyport.yaml'), `webhooks:\n  reach: ['${receiver.place}']\n`)
  const create = [
    'webhooks',
    'create',
    'Siem',
    '--url',
    receiver.url,
    '--events',
    'account.*',
    'proof.refused',
  ]
  const near = await run(['webhooks', 'create', 'Siem', '--url', 'http://127.0.0.1:1/'])
  assert.equal(near.code, 2)
  assert.match(near.error, /webhooks\.reach/)

  const made = await json<{ secret: string; events: string[] }>([...create])
  assert.deepEqual(made.events, ['account.*', 'proof.refused'])
  assert.match((await run(['webhooks', 'test', 'Siem'])).out, /^Taken: 204, after \d+ ms\./)
  assert.equal(receiver.received[0]?.body.type, 'webhook.test')
  receiver.answer = () => ({ status: 500 })
  assert.equal((await run(['webhooks', 'test', 'Siem'])).code, 1)

  const shown = await run(['webhooks', 'show', 'Siem'])
  assert.match(shown.out, /^Siem: active/)
  assert.equal(shown.out.includes(made.secret), false, 'G9: it was shown once')
  const rotated = await json<{ secret: string }>(['webhooks', 'rotate', 'Siem', '--overlap', '1h'])
  assert.notEqual(rotated.secret, made.secret)
  const changed = await run(['webhooks', 'change', 'Siem', '--events', '*', '--reason', 'more'])
  assert.equal(changed.code, 0, changed.error)
  assert.equal((await run(['webhooks', 'replay', 'Siem', '--since', '2026-01-01'])).code, 0)
  assert.equal((await run(['webhooks', 'pause', 'Siem', '--reason', 'rest'])).code, 0)
  assert.match((await run(['webhooks', 'list'])).out, /Siem +paused \(asked\)/)
  assert.equal((await run(['webhooks', 'resume', 'Siem', '--reason', 'back'])).code, 0)
  const nonsense = await run([...create.slice(0, -1), 'nonsense.event'])
  assert.match(nonsense.error, /^There is no event nonsense\.event \(events\.1\)\. \[webhook\.event\]/)
  const second = await json<{ id: string }>([...create])
  const both = await run(['webhooks', 'show', 'Siem'])
  assert.match(both.error, new RegExp(`Siem means several\\. Say which: .*${second.id}`))
  assert.equal((await run(['webhooks', 'remove', second.id, '--reason', 'one too many'])).code, 0)
  assert.equal((await run(['webhooks', 'remove', 'Siem', '--reason', 'over'])).code, 0)
  assert.match((await run(['webhooks', 'list'])).out, /There are no webhooks\./)
  assert.equal((await run(['webhooks', 'show', 'Siem'])).code, 2)
})
