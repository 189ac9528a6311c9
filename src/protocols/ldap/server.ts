import { constants } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer as createPlain, type Server, type Socket } from 'node:net'
import { createServer as createSecure, type Server as SecureServer, type TlsOptions } from 'node:tls'
import { SallyportError } from '../../kernel/errors.ts'
import { isLoopback } from '../../kernel/loopback.ts'
import { openPort } from '../connections.ts'
import type { DoorDeps, LdapPort, Listening } from '../protocol.ts'
import { type Served, serve } from './serve.ts'
import { openWaitingRoom } from './waiting-room.ts'

/** Opens the port. Throws `ldap.cannot-listen`, `ldap.certificate-unreadable` or `ldap.insecure`. */
export async function listenForLdap(deps: DoorDeps, config: LdapPort): Promise<Listening> {
  const { tls } = config
  if (!tls) requireLoopback(config)
  const server: Server = tls ? createSecure({ ...read(tls), ...demands }) : createPlain()
  const connections = new Map<Socket, Served>()
  const room = openWaitingRoom()
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    connections.set(socket, serve(deps, socket, room))
    socket.once('close', () => connections.delete(socket))
  })
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  const port = await openPort(server, { ...config, refusal: cannotListen(config) })
  return {
    reload: () => tls && (server as SecureServer).setSecureContext({ ...read(tls), ...demands }),
    close: () =>
      port.close(connections.keys(), async () => {
        await Promise.all([...connections.values()].map((one) => one.settled()))
      }),
  }
}

const demands: TlsOptions = {
  minVersion: 'TLSv1.2',
  handshakeTimeout: 10_000,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
}

/** Passwords go over it in plain: beyond this machine only under TLS. */
function requireLoopback({ host }: LdapPort): void {
  if (isLoopback(host)) return
  const message = `\`ldap.host\` is ${host}, beyond this machine, and \`ldap.tls\` is not set: passwords would go over the network in plain.`
  throw new SallyportError('invalid', 'ldap.insecure', message)
}

function read({ cert, key }: NonNullable<LdapPort['tls']>): TlsOptions {
  try {
    return { cert: readFileSync(cert), key: readFileSync(key) }
  } catch (cause) {
    const message = 'The certificate or the key of `ldap.tls` cannot be read.'
    throw new SallyportError('unavailable', 'ldap.certificate-unreadable', message, { cause })
  }
}

function cannotListen({ host, port }: LdapPort) {
  return (cause: unknown) => {
    const message = `LDAP cannot listen on ${host}, TCP port ${port}: another program may hold it, or it is not ours to take.`
    return new SallyportError('unavailable', 'ldap.cannot-listen', message, { cause })
  }
}
