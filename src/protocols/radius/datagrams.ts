import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { SallyportError } from '../../kernel/errors.ts'
import type { DoorDeps, Listening, RadiusPort } from '../protocol.ts'
import type { Desk } from './desk.ts'

/** RADIUS over UDP (RFC 2865). Throws `radius.cannot-listen`. */
export async function listenForDatagrams(
  deps: DoorDeps,
  desk: Desk,
  { host, port }: Pick<RadiusPort, 'host' | 'port'>,
): Promise<Listening> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')

  socket.on('message', (datagram, from) => {
    desk
      .take(datagram, from)
      .then((answer) => answer && send(socket, answer, from))
      .catch((error: unknown) => deps.logger.error({ err: error }, 'A RADIUS answer could not be sent.'))
  })
  socket.on('error', (error) => deps.logger.error({ err: error }, 'The RADIUS port failed.'))

  await open(socket, { host, port })
  return {
    async close() {
      socket.removeAllListeners('message')
      await desk.settled()
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

async function open(socket: Socket, { host, port }: RadiusPort): Promise<void> {
  try {
    const listening = once(socket, 'listening')
    socket.bind(port, host)
    await listening
  } catch (error) {
    throw new SallyportError(
      'unavailable',
      'radius.cannot-listen',
      `RADIUS cannot listen on ${host}, UDP port ${port}: another program may hold it, or it is not ours to take.`,
      { cause: error },
    )
  }
}

function send(socket: Socket, bytes: Uint8Array, to: RemoteInfo): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(bytes, to.port, to.address, (error) => (error ? reject(error) : resolve()))
  })
}
