import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { openPort } from './connections.ts'

test('F-23: who takes no answer holds up a port that closes for its grace, and no longer', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const server = createServer()
  const port = await openPort(server, { host: '127.0.0.1', port: 0, refusal: () => assert.fail() })
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [deaf]: Socket[] = await once(server, 'connection')
  deaf?.write(Buffer.alloc(64 * 1024 * 1024))
  const closed = port.close(deaf ? [deaf] : [], async () => undefined)
  await once(socket, 'connect')
  t.mock.timers.tick(10_000)
  await closed
  socket.destroy()
})
