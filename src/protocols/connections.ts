import { once } from 'node:events'
import type { Server, Socket } from 'node:net'
import type { SallyportError } from '../kernel/errors.ts'

/** Connections of a port at once, and of one address: a stranger holds those that have shown nothing yet. */
const most = 1024
const mostOfAddress = 64

/** Milliseconds for what is in hand once the port closes; who takes no answer holds it up no longer (F-23). */
const closeGrace = 10_000

/** How a port is opened that takes connections. */
export interface Opening {
  readonly host: string
  readonly port: number
  /** What is thrown where it cannot be opened. */
  readonly refusal: (cause: unknown) => SallyportError
}

export interface OpenPort {
  /** Takes nothing new; what is in hand on `connections` is answered before they end. */
  close(connections: Iterable<Socket>, settled: () => Promise<void>): Promise<void>
}

/** Opens a port of bounded connections. */
export async function openPort(server: Server, { host, port, refusal }: Opening): Promise<OpenPort> {
  const open = new Map<string, Set<Socket>>()
  server.maxConnections = most
  server.on('connection', (socket: Socket) => keepIn(open, socket))
  try {
    const listening = once(server, 'listening')
    server.listen(port, host)
    await listening
  } catch (cause) {
    throw refusal(cause)
  }
  return {
    async close(connections, settled) {
      const closed = once(server, 'close')
      server.close()
      const over = setTimeout(() => destroyAll(open), closeGrace)
      const known = [...connections]
      for (const socket of known) socket.pause()
      await settled()
      for (const socket of known) socket.destroySoon()
      await closed
      clearTimeout(over)
    },
  }
}

function keepIn(open: Map<string, Set<Socket>>, socket: Socket): void {
  const address = socket.remoteAddress ?? 'unknown'
  const own = open.get(address) ?? new Set()
  if (own.size >= mostOfAddress) {
    socket.destroy()
    return
  }
  open.set(address, own.add(socket))
  socket.once('close', () => {
    own.delete(socket)
    if (own.size === 0) open.delete(address)
  })
}

/** Those too that TLS has not come to stand on. */
function destroyAll(open: ReadonlyMap<string, ReadonlySet<Socket>>): void {
  for (const own of open.values()) for (const socket of own) socket.destroy()
}
