import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'
import { SallyportError } from '../../kernel/errors.ts'
import type { DoorDeps, Listening, PortConfig } from '../protocol.ts'
import { type Answer, answerPacket } from './answer.ts'
import { openDuplicates } from './duplicates.ts'
import { readPacket } from './packet.ts'

/** Packets that are judged at once; what comes beyond them is not answered, and asked again by whoever sent it. */
const mostAtOnce = 512

/** Milliseconds between two lines of the log about one sender who is not answered. */
const complaintEvery = 60_000

/** Opens the port. Throws `radius.cannot-listen`. */
export async function listenForRadius(deps: DoorDeps, { host, port }: PortConfig): Promise<Listening> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const duplicates = openDuplicates<Answer>(deps.storage.clock)
  const complaints = new Map<string, number>()
  const running = new Set<Promise<void>>()

  function complain(address: string, reason: string): void {
    const now = deps.storage.clock.monotonic()
    if ((complaints.get(address) ?? Number.NEGATIVE_INFINITY) > now - complaintEvery) return
    if (complaints.size > mostAtOnce) complaints.clear()
    complaints.set(address, now)
    deps.logger.warn({ address, reason }, 'A RADIUS packet was not answered.')
  }

  async function take(datagram: Buffer, from: RemoteInfo): Promise<void> {
    const packet = readPacket(datagram)
    if (!packet) return complain(from.address, 'no-packet')
    const sender = `${from.address} ${from.port}`
    const answer = await duplicates.once(sender, packet.bytes, () => answerPacket(deps, packet, from.address))
    if (answer.bytes) await send(socket, answer.bytes, from)
    else complain(from.address, answer.silence)
  }

  socket.on('message', (datagram, from) => {
    if (running.size >= mostAtOnce) return complain(from.address, 'too-many')
    const one = take(datagram, from)
      .catch((error: unknown) => {
        deps.logger.error({ err: error, address: from.address }, 'A RADIUS packet could not be judged.')
      })
      .finally(() => running.delete(one))
    running.add(one)
  })
  socket.on('error', (error) => deps.logger.error({ err: error }, 'The RADIUS port failed.'))

  await open(socket, { host, port })
  return {
    async close() {
      socket.removeAllListeners('message')
      await Promise.all(running)
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

async function open(socket: Socket, { host, port }: PortConfig): Promise<void> {
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
