import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { smsGateways } from '../../src/delivery/sms/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { loadConfig } from '../../src/server/config.ts'
import { serveSimulator, simulatorIn } from './simulator.fixture.ts'

const phone = '+491713920012'
const text = 'Your code for Example is 123456.\n\n@mfa.example.com #123456'

describe('sallyport sim sms', () => {
  test('a server that has its lines sends to it, and whoever has the number reads the code', async (context) => {
    const home = freshFolder(context)
    const things = join(home, 'things')
    const gateway = serveSimulator(context, things, 'sms', '--port', '0')
    const { settings } = await gateway.next<{ settings: string }>()
    const send = await senderOf(home, settings)

    assert.equal((await send(text)).sent, true)
    const shown = await gateway.next<{ to: string; text: string; code: string }>()
    assert.deepEqual([shown.to, shown.text, shown.code], [phone, text, '123456'])
    assert.equal((await send('Example: another number now gets the codes.')).sent, true)
    assert.equal((await gateway.next<{ code: string | null }>()).code, null)

    const sim = simulatorIn(things)
    assert.equal((await sim<{ code: string }>('sms', '+49 171 3920012')).code, '123456')
    assert.equal((await sim<{ items: unknown[] }>('sms')).items.length, 2)
    await assert.rejects(sim('sms', '+491713920013'), { code: 'simulator.no-message' })
    assert.equal(await gateway.stop(), 0)
    assert.equal((await send(text)).sent, false)
  })

  test('takes nothing without the key of its folder, and nothing that is no message', async (context) => {
    const things = join(freshFolder(context), 'things')
    const gateway = serveSimulator(context, things, 'sms', '--port', '0')
    const { url, settings } = await gateway.next<{ url: string; settings: string }>()
    const authorization = `Bearer ${/secret: (\S+)/.exec(settings)?.[1]}`
    const post = async (
      body: string,
      headers: Record<string, string> = { authorization },
      path = '/messages',
    ) => (await fetch(url + path, { method: 'POST', body, headers })).status
    const message = JSON.stringify({ to: phone, text })
    assert.equal(await post(message, {}), 401)
    assert.equal(await post(message, { authorization: `${authorization}x` }), 401)
    assert.equal(await post(message, { authorization }, '/'), 404)
    for (const body of ['', 'to=1', '{}', JSON.stringify({ to: 'Ana', text }), JSON.stringify({ to: phone })])
      assert.equal(await post(body), 400, body)
    assert.equal(await post(JSON.stringify({ to: phone, text: 'x'.repeat(70_000) })), 400)
    assert.deepEqual((await simulatorIn(things)<{ items: unknown[] }>('sms')).items, [])
    assert.equal(await post(message), 202)
    await gateway.next()
    const other = serveSimulator(context, join(freshFolder(context), 'things'), 'sms', '--port', '0')
    const { settings: others } = await other.next<{ settings: string }>()
    assert.ok(!others.includes(authorization.slice('Bearer '.length)), 'R9: no two folders share a key')
  })

  test('says why where it cannot', async (context) => {
    const sim = simulatorIn(join(freshFolder(context), 'things'))
    for (const [argument, options, code] of [
      ['0171 3920012', {}, 'input.invalid'],
      [phone, { serve: true }, 'input.invalid'],
      [undefined, { serve: true, port: '65536' }, 'input.invalid'],
      [phone, {}, 'simulator.no-message'],
    ] as const)
      await assert.rejects(sim('sms', argument, options), { code })
  })
})

/** What sends, in a server whose configuration is these lines. */
async function senderOf(cwd: string, settings: string) {
  writeFileSync(join(cwd, 'sallyport.yaml'), settings)
  const { delivery, baseUrl } = await loadConfig({ env: {}, cwd, overrides: {} })
  const transport = smsGateways(delivery.sms, { clock: systemClock, fetch, baseUrl })
  assert.ok(transport)
  const message = { id: 'a', to: phone, subject: '', html: '', expiresAt: Date.now() + 60_000 }
  return (words: string) => transport.send({ ...message, text: words })
}

function freshFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-messages-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
