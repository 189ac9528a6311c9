import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import type { SallyportError } from '../kernel/errors.ts'

/** Connections of a port at once, and of one address: a stranger holds those that have shown nothing yet. */
const most = 1024
const mostOfAddress = 64

/** How a port is opened that takes connections. */
export interface Opening {
  readonly host: string
  readonly port: number
  /** What is thrown where it cannot be opened. */
  readonly refusal: (cause: unknown) => SallyportError
}

/** Opens a port of bounded connections. */
export async function openPort(server: Server, { host, port, refusal }: Opening): Promise<void> {
  const open = new Map<string, number>()
  server.maxConnections = most
  server.on('connection', (socket: Socket) => countIn(open, socket))
  try {
    const listening = once(server, 'listening')
    server.listen(port, host)
    await listening
  } catch (cause) {
    throw refusal(cause)
  }
}

/** Takes nothing new; what is in hand is answered before its connection ends. */
export async function closePort(
  server: Server,
  connections: ReadonlySet<Socket>,
  settled: () => Promise<void>,
): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const socket of connections) socket.pause()
  await settled()
  for (const socket of connections) socket.destroySoon()
  await closed
}

function countIn(open: Map<string, number>, socket: Socket): void {
  const address = socket.remoteAddress ?? 'unknown'
  const before = open.get(address) ?? 0
  if (before >= mostOfAddress) {
    socket.destroy()
    return
  }
  open.set(address, before + 1)
  socket.once('close', () => {
    const left = (open.get(address) ?? 1) - 1
    if (left > 0) open.set(address, left)
    else open.delete(address)
  })
}
