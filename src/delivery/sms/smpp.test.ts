import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { queryObjects } from 'node:v8'
import smpp from 'smpp'
import type { Receipt } from '../receipt.ts'
import { smsConfig } from './config.ts'
import { code } from './gateway-server.fixture.ts'
import { smppGateway } from './smpp.ts'
import { startMessageCentre } from './smpp-server.fixture.ts'

async function centre(more: object = {}) {
  const server = await startMessageCentre()
  const { smpp } = smsConfig.parse({
    countries: ['DE'],
    smpp: {
      host: '127.0.0.1',
      port: server.port,
      tls: false,
      systemId: 'example',
      password: 'secret',
      from: 'Example',
      ...more,
    },
  })
  assert.ok(smpp)
  const gateway = smppGateway(smpp)
  return {
    server,
    gateway,
    async end() {
      await gateway.close?.()
      await server.close()
    },
  }
}

async function until(happened: () => boolean): Promise<void> {
  const patience = Date.now() + 5000
  while (!happened()) {
    assert.ok(Date.now() < patience, 'it did not happen')
    await setImmediate()
  }
}

test('binds once and submits, in the alphabet that the words need (SMPP 3.4 §4.4.1)', async () => {
  const { server, gateway, end } = await centre()
  assert.deepEqual(await gateway.send(code), { sent: true, by: { gateway: 'smpp', reference: 'm1' } })
  const chinese = { ...code, text: '示例：287082' }
  assert.deepEqual(await gateway.send(chinese), { sent: true, by: { gateway: 'smpp', reference: 'm2' } })
  assert.equal(server.connections(), 1)
  const [first, second] = server.submitted
  assert.equal(first?.destination_addr, '491701234567')
  assert.deepEqual([first?.source_addr, first?.source_addr_ton], ['Example', 5])
  assert.equal(first?.registered_delivery, 1)
  assert.equal(first?.data_coding, 0)
  assert.equal(first?.short_message?.message, code.text)
  assert.equal(second?.data_coding, 8)
  assert.equal(second?.short_message?.message, chinese.text)
  await end()
})

test('a number as the sender is sent as one', async () => {
  const { server, gateway, end } = await centre({ from: '+4915790000000' })
  await gateway.send(code)
  assert.deepEqual(
    [server.submitted[0]?.source_addr, server.submitted[0]?.source_addr_ton],
    ['4915790000000', 1],
  )
  await end()
})

test('tells a wrong number from a full queue and a broken centre', async () => {
  const { server, gateway, end } = await centre()
  const statuses = [
    [0x0b, 'rejected', '0x0000000b'],
    [0x58, 'deferred', '0x00000058'],
    [0x14, 'deferred', '0x00000014'],
    [0x08, 'unreachable', '0x00000008'],
  ] as const
  for (const [status, failure, detail] of statuses) {
    server.state.status = status
    assert.deepEqual(await gateway.send(code), { sent: false, failure, detail })
  }
  await end()
})

test('F-19: a lost connection is told at once, and opened anew with the next message', async () => {
  const { server, gateway, end } = await centre()
  await gateway.send(code)
  server.state.silent = true
  const hanging = gateway.send(code)
  await until(() => server.submitted.length === 2)
  server.drop()
  const lost = await hanging
  assert.equal(lost.sent, false)
  server.state.silent = false
  assert.equal((await gateway.send(code)).sent, true)
  await end()
})

test('a centre that leaves a message unanswered is bound anew, and the old connection is given up', async (t) => {
  const { server, gateway, end } = await centre()
  await gateway.send(code)
  server.state.silent = true
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const hanging = gateway.send(code)
  await until(() => server.submitted.length === 2)
  t.mock.timers.tick(10_000)
  assert.deepEqual(await hanging, { sent: false, failure: 'unreachable', detail: 'timeout' })
  t.mock.timers.reset()
  server.state.silent = false
  assert.equal((await gateway.send(code)).sent, true)
  await until(() => server.connections() === 1)
  assert.equal((await gateway.send(code)).sent, true)
  assert.equal(server.connections(), 1)
  await end()
})

test('nothing is kept of a message that was answered, however long the connection lives', async () => {
  const { server, gateway, end } = await centre()
  const kept = () => {
    server.submitted.length = 0
    return Number(queryObjects(smpp.PDU, { format: 'count' }))
  }
  await gateway.send(code)
  const before = kept()
  for (let nth = 0; nth < 20; nth++) await gateway.send(code)
  assert.ok(kept() < before + 20)
  await end()
})

test('a wrong password and a centre that is not there are told by a code', async () => {
  const wrong = await centre({ password: 'wrong' })
  assert.deepEqual(await wrong.gateway.send(code), {
    sent: false,
    failure: 'unreachable',
    detail: 'bind 0xd',
  })
  await wrong.end()
  assert.deepEqual(await wrong.gateway.send(code), {
    sent: false,
    failure: 'unreachable',
    detail: 'ECONNREFUSED',
  })
})

test('with TLS, which is the default, not a byte of it goes out in clear', async () => {
  const first = Promise.withResolvers<unknown>()
  const server = createServer((socket) => {
    socket.once('data', (bytes) => {
      first.resolve(bytes)
      socket.destroy()
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { smpp } = smsConfig.parse({
    countries: ['DE'],
    smpp: { host: '127.0.0.1', port, systemId: 'example', password: 'secret', from: 'Example' },
  })
  assert.ok(smpp)
  const outcome = await smppGateway(smpp).send(code)
  assert.ok(!outcome.sent && outcome.failure === 'unreachable')
  const clientHello = 0x16
  assert.equal(Buffer.from(Object(await first.promise))[0], clientHello)
  await new Promise((resolve) => server.close(resolve))
})

test('hears receipts over the same connection, and asks for those again that it could not book', async () => {
  const { server, gateway, end } = await centre()
  const heard: Receipt[] = []
  let books = true
  gateway.listen?.(async (receipt) => {
    heard.push(receipt)
    return books
  })
  await gateway.send(code)
  const text = (state: string) =>
    `id:m1 sub:001 dlvrd:001 submit date:2701150800 done date:2701150801 stat:${state} err:000 text:Example`
  assert.equal(await server.deliver({ short_message: { message: text('DELIVRD') } }), 0)
  assert.equal(await server.deliver({ receipted_message_id: 'm1', message_state: 5 }), 0)
  books = false
  assert.equal(await server.deliver({ short_message: { message: text('ACCEPTD') } }), 0x64)
  assert.equal(await server.deliver({ short_message: { message: 'STOP' } }), 0, 'what somebody answers us')
  assert.deepEqual(heard, [
    { message: { reference: 'm1' }, state: 'delivered' },
    { message: { reference: 'm1' }, state: 'failed', detail: 'UNDELIV' },
    { message: { reference: 'm1' }, state: 'underway' },
  ])
  await end()
})
