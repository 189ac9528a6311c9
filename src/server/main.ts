import { Server as TlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { firstSetUpLink, requireWayIn, type SetUpLink } from '../administration/index.ts'
import type { Engine } from '../engine.ts'
import { startJobs } from '../jobs.ts'
import { errorCode } from '../kernel/error-code.ts'
import { SallyportError } from '../kernel/errors.ts'
import { certificateDoor, ofListedProxies, protocols } from '../protocols/index.ts'
import type { Listening, Protocol } from '../protocols/protocol.ts'
import { createCertificatePort, reloadCertificatePort } from './certificate-port.ts'
import { type Config, requireSafeBind } from './config.ts'
import { createHttp, readCertificate } from './http.ts'
import { createServerLogger } from './log.ts'
import { openFromConfig } from './open.ts'

/** A server that listens. */
export interface RunningServer {
  readonly engine: Engine
  readonly url: string
  /** Only at the very first start, while nobody administers (R10). */
  readonly setUpLink: SetUpLink | undefined
  /** The key was made just now: the first start says to copy it elsewhere. */
  readonly createdKey: boolean
  /** Reads the certificate and its key again, for connections that begin from now on. */
  reloadCertificate(): void
  /** Finishes what is under way, refuses what is new, then closes the database. */
  stop(): Promise<void>
}

const pages = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Opens the engine and listens. Throws `config.insecure-bind`, `server.port-in-use` or `server.cannot-listen`, and closes what it opened. */
export async function startServer(config: Config): Promise<RunningServer> {
  requireSafeBind(config)
  const logger = await createServerLogger(config.log.level)
  const engine = await openFromConfig(config, { writer: 'server', logger })
  await requireWayIn(engine).catch(async (error) => {
    await engine.close()
    throw error
  })
  const { app, monitoring } = await createHttp({
    engine,
    pages,
    trustedProxies: config.trustedProxies,
    tls: config.tls,
    metricsToken: config.metrics.token,
    doors: [...protocols, ...proxiedCertificates(config)],
    certificateUrl: config.certificates?.url,
  })
  const certificates = await openCertificatePort(config, engine)
  const listening: (Listening | undefined)[] = []
  try {
    await app.listen({ host: config.host, port: config.port })
    await certificates?.listen()
    for (const door of protocols) listening.push(await door.listen?.(engine, config))
  } catch (error) {
    await Promise.all([app.close(), ...listening.map((one) => one?.close())])
    await engine.close()
    throw error instanceof SallyportError ? error : cannotListen(config, error)
  }
  const jobs = startJobs(
    engine,
    protocols.flatMap((door) => door.jobs ?? []),
  )
  const stop = async () => {
    monitoring.drain()
    await Promise.all([app.close(), certificates?.close(), ...listening.map((one) => one?.close())])
    await jobs.stop()
    await engine.close()
  }
  const setUpLink = await firstSetUpLink(engine).catch(async (error) => {
    await stop()
    throw error
  })
  logger.info({ url: engine.baseUrl, host: config.host, port: config.port }, 'Sallyport is ready.')
  return {
    engine,
    url: engine.baseUrl,
    setUpLink,
    createdKey: engine.createdKey,
    reloadCertificate() {
      if (config.tls && app.server instanceof TlsServer)
        app.server.setSecureContext(readCertificate(config.tls))
      certificates?.reload()
      for (const one of listening) one?.reload?.()
    },
    stop,
  }
}

/** The door through which listed proxies pass certificates on; none where none is listed. */
function proxiedCertificates({ certificates, baseUrl }: Config): readonly Protocol[] {
  if (!certificates || certificates.proxies.length === 0) return []
  return [
    certificateDoor({ origins: [baseUrl, certificates.url], read: ofListedProxies(certificates.proxies) }),
  ]
}

/** The port that asks for certificates itself; undefined where none is configured. */
async function openCertificatePort({ certificates, host }: Config, engine: Engine) {
  const { url, port, tls } = certificates ?? {}
  if (url === undefined || port === undefined || !tls) return undefined
  const options = { engine, url, tls }
  const { app } = await createCertificatePort(options)
  return {
    async listen() {
      await app.listen({ host, port }).catch((error: unknown) => {
        throw cannotListen({ host, port }, error)
      })
    },
    reload: () => reloadCertificatePort(app, options),
    close: () => app.close(),
  }
}

function cannotListen(config: Pick<Config, 'host' | 'port'>, cause: unknown) {
  const where = `${config.host}:${config.port}`
  if (errorCode(cause) === 'EADDRINUSE') {
    const message = `Something else listens on ${where}. Stop it, or choose another port with --port or SALLYPORT_PORT.`
    return new SallyportError('unavailable', 'server.port-in-use', message, { cause })
  }
  return new SallyportError('unavailable', 'server.cannot-listen', `The server cannot listen on ${where}.`, {
    cause,
  })
}
