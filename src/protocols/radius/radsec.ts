import { constants } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { SallyportError } from '../../kernel/errors.ts'
import { openPort } from '../connections.ts'
import type { Listening, MutualPort } from '../protocol.ts'
import type { Sender } from './clients.ts'
import type { Desk } from './desk.ts'
import { openFraming } from './framing.ts'

/** Milliseconds for TLS to stand, and for a connection that says nothing. */
const handshake = 10_000
const idle = 3_600_000

/** Packets of one connection in hand; what came beyond them waits, and no more is read meanwhile. */
const mostInHand = 64

/**
 * RADIUS over TLS (RFC 6614): a system is known by its certificate, and looked up with each packet. No connection goes on
 * from an older one, so that each shows its certificate (V-102). Throws `radius.cannot-listen`.
 */
export async function listenForRadsec(desk: Desk, config: MutualPort): Promise<Listening> {
  const server = createServer({ ...read(config), ...demands })
  server.on('tlsClientError', (err, socket) => {
    const { remoteAddress: address = 'unknown', remotePort: port = 0 } = socket
    desk.refuse({ address, port }, 'no-tls', { err })
    socket.destroy()
  })
  const connections = new Set<TLSSocket>()
  server.on('secureConnection', (socket) => {
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
    serve(desk, socket)
  })

  const port = await openPort(server, {
    ...config,
    refusal: (cause) => {
      const message = `RADIUS cannot listen on ${config.host}, TCP port ${config.port}: another program may hold it, or it is not ours to take.`
      return new SallyportError('unavailable', 'radius.cannot-listen', message, { cause })
    },
  })
  return {
    reload: () => server.setSecureContext({ ...read(config), ...demands }),
    close: () => port.close(connections, desk.settled),
  }
}

/** `radius/1.1` does without what is kept secret here by MD5, and is experimental (RFC 9765): we speak 1.0. */
const demands: TlsOptions = {
  requestCert: true,
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
  handshakeTimeout: handshake,
  ALPNProtocols: ['radius/1.0'],
  secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
}

function read({ cert, key, clientCa }: MutualPort): TlsOptions {
  try {
    return { cert: readFileSync(cert), key: readFileSync(key), ca: readFileSync(clientCa) }
  } catch (cause) {
    const message = 'The certificate, key or authorities of `radius.radsec` cannot be read.'
    throw new SallyportError('unavailable', 'radius.certificate-unreadable', message, { cause })
  }
}

/** Answers one connection, until it says what is no packet. */
function serve(desk: Desk, socket: TLSSocket): void {
  const certificate = socket.getPeerX509Certificate()
  const { remoteAddress: address = 'unknown', remotePort: port = 0 } = socket
  if (!socket.authorized || !certificate) {
    socket.destroy()
    return
  }
  const sender: Sender = { address, port, certificate }
  const framing = openFraming()
  const waiting: Buffer[] = []
  let inHand = 0

  /** Reads on once all that came was taken up, and its answers are on their way. */
  function goOn(): void {
    while (inHand < mostInHand && waiting.length > 0) void answer(waiting.shift() ?? Buffer.alloc(0))
    if (waiting.length > 0 || socket.writableNeedDrain) socket.pause()
    else socket.resume()
  }

  async function answer(packet: Buffer): Promise<void> {
    inHand++
    const bytes = await desk.take(packet, sender)
    inHand--
    if (socket.destroyed) return
    if (bytes) socket.write(bytes)
    goOn()
  }

  socket.setNoDelay(true)
  socket.setKeepAlive(true, 60_000)
  socket.setTimeout(idle, () => socket.destroySoon())
  socket.on('drain', goOn)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    const packets = framing.take(chunk)
    if (packets) {
      waiting.push(...packets)
      goOn()
      return
    }
    desk.refuse(sender, 'no-packet')
    socket.destroy()
  })
}
