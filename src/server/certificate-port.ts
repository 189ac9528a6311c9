import { constants } from 'node:crypto'
import { type TlsOptions, Server as TlsServer } from 'node:tls'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Engine } from '../engine.ts'
import { certificateDoor, ofConnection, type Protocol, protocols } from '../protocols/index.ts'
import { createApp, readCertificate } from './http.ts'
import { noteServedRoutes, type ServedRoute } from './registry.ts'

export interface CertificatePortOptions {
  readonly engine: Engine
  /** Where it is reached. */
  readonly url: string
  readonly tls: { readonly cert: string; readonly key: string }
  /** Those whose systems prove themselves by certificates. */
  readonly doors?: readonly Protocol[]
}

/** Whatever asks there is asked for a certificate; nothing is served that needs none. Not yet listening. */
export async function createCertificatePort(
  options: CertificatePortOptions,
): Promise<{ app: FastifyInstance; served: readonly ServedRoute[] }> {
  const { engine, url } = options
  const app = createApp({ engine, trustedProxies: [], https: tlsOf(options) })
  const served = noteServedRoutes(app)
  const door = certificateDoor({ origins: [engine.baseUrl, url], read: ofConnection })
  await door.mount(app, engine)
  const shownBy = (request: FastifyRequest) => ofConnection(request, '', engine.storage.clock.now())
  for (const { atCertificates } of options.doors ?? protocols)
    await atCertificates?.mount(app, engine, shownBy)
  return { app, served }
}

/** Reads its certificate anew, for connections that begin from now on. */
export function reloadCertificatePort(app: FastifyInstance, options: CertificatePortOptions): void {
  if (app.server instanceof TlsServer) app.server.setSecureContext(tlsOf(options))
}

/**
 * A certificate is asked for and taken as it comes: that its key is there is all that TLS proves here, and who is
 * believed is for factors to say. Their authorities are named, so that browsers offer fitting ones only. Each
 * connection proves it anew: none goes on from an older one.
 */
function tlsOf({ engine, tls }: CertificatePortOptions): TlsOptions {
  const authorities = engine.factors.all.flatMap(({ certificates }) => certificates?.authorities ?? [])
  return {
    ...readCertificate(tls),
    requestCert: true,
    rejectUnauthorized: false,
    ca: authorities.map(toPem),
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  }
}

function toPem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
