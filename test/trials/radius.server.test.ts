import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { after, before, test } from 'node:test'
import type { Engine } from '../../src/engine.ts'
import { listenForRadius } from '../../src/protocols/radius/server.ts'
import { freePort } from '../kit/free-port.ts'
import { accessRequest } from '../radius/request.fixture.ts'
import { connectTo, openServed, type Served } from './served.fixture.ts'

let served: Served

before(async () => {
  served = await openServed()
})

after(() => served?.close())

/** The engine as it is where RADIUS listens at a port. */
function listeningAt(port: number, host = '127.0.0.1'): Engine {
  return Object.create(served.engine, { doorPorts: { value: { radius: { host, port } } } }) as Engine
}

test('where nothing listens it is said, and whether that is for the configuration or for the server', async () => {
  const off = await (await connectTo(served.engine, 'radius', { networks: ['127.0.0.1'] })).look()
  assert.match(off.port?.says ?? '', /not in the configuration/)
  const closed = await (
    await connectTo(listeningAt(await freePort()), 'radius', { networks: ['127.0.0.1'] })
  ).look()
  assert.equal(closed.port?.outcome, 'bad')
})

test('the port answers with the secret of the system, wherever its packets come from', async () => {
  const port = await freePort()
  const engine = listeningAt(port)
  const { look, secret } = await connectTo(engine, 'radius', { networks: ['192.0.2.7'] })
  const listening = await listenForRadius(engine, { host: '127.0.0.1', port })
  try {
    const found = await look()
    assert.equal(found.port?.outcome, 'good')
    assert.match(found.networks?.says ?? '', /listens on 127\.0\.0\.1 alone/)
    assert.equal((await look(secret)).port?.outcome, 'good')
    assert.match((await look('not-the-secret-of-it')).port?.says ?? '', /no secret of the system/)
    const answer = await answerTo(port, accessRequest({ secret, name: 'ana', typed: 'wrong' }))
    assert.equal(answer, undefined, 'nobody else is let in by it: only our own status may be asked from here')
  } finally {
    await listening.close()
  }
})

async function answerTo(port: number, packet: Buffer): Promise<Buffer | undefined> {
  const socket = createSocket('udp4')
  const answer = await new Promise<Buffer | undefined>((resolve) => {
    socket.on('message', resolve)
    socket.send(packet, port, '127.0.0.1')
    setTimeout(() => resolve(undefined), 700)
  })
  socket.close()
  return answer
}
