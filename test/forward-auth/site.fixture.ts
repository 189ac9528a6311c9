import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server, request as send } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { connectApplication, createApplication } from '../../src/administration/index.ts'
import type { Engine } from '../../src/engine.ts'
import { operator } from '../kit/engine.ts'
import { freePort } from '../kit/free-port.ts'

/** A site that shows what reached it, and nothing else. */
export interface Upstream {
  readonly port: number
  /** The headers of each request that got through. */
  readonly seen: IncomingHttpHeaders[]
  close(): void
}

export async function openUpstream(): Promise<Upstream> {
  const seen: IncomingHttpHeaders[] = []
  const server: Server = createServer((request, response) => {
    seen.push(request.headers)
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(
      `<!doctype html><html lang="en"><title>Site</title><h1>Hello ${request.headers['remote-user'] ?? 'stranger'}</h1><p>${request.url}</p></html>`,
    )
  })
  server.on('upgrade', (request, socket) => {
    seen.push(request.headers)
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** A site behind a real proxy that asks us. */
export interface ProxiedSite {
  readonly origin: string
  readonly port: number
  readonly upstream: Upstream
  close(): Promise<void>
}

/** Proxies that Debian has. */
export type RealProxy = 'nginx' | 'haproxy' | 'caddy'

const starts: Readonly<Record<RealProxy, (filled: Filled) => ChildProcess>> = {
  nginx: startNginx,
  haproxy: startHaproxy,
  caddy: startCaddy,
}

export interface SiteOptions {
  readonly name: string
  readonly proxy: RealProxy
  /** Of our own server. */
  readonly port: number
  readonly settings?: object
}

/** Connects an application of this name, and starts its proxy before an upstream of its own. */
export async function openSite(engine: Engine, options: SiteOptions): Promise<ProxiedSite> {
  const { name, proxy, port: ours, settings = {} } = options
  const port = await freePort()
  const origin = `http://${name.toLowerCase()}.localhost:${port}`
  const application = await createApplication(engine, { actor: operator, name })
  const { secret = '' } = await connectApplication(engine, {
    actor: operator,
    applicationId: application.id,
    door: 'forward-auth',
    settings: { origin, proxy, ...settings },
  })
  const upstream = await openUpstream()
  const folder = mkdtempSync(join(tmpdir(), `sallyport-${proxy}-`))
  const filled = { port, ours, upstream: upstream.port, site: application.id, secret, folder }
  const child = starts[proxy](filled)
  await listening(port, child)
  return {
    origin,
    port,
    upstream,
    async close() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      upstream.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Filled {
  readonly port: number
  readonly ours: number
  readonly upstream: number
  readonly site: string
  readonly secret: string
  readonly folder: string
}

function startNginx({ port, ours, upstream, site, secret, folder }: Filled): ChildProcess {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  for (const name of temporary) mkdirSync(join(folder, name))
  const file = join(folder, 'nginx.conf')
  const inHttp = fromGuide('nginx', [['127.0.0.1:3000', `127.0.0.1:${upstream}`]])
  const inServer = fromGuide(
    'nginx',
    [
      ['https://mfa.example.com/', `http://127.0.0.1:${ours}/`],
      ['SITE', site],
      ['SECRET', secret],
    ],
    1,
  )
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ${inHttp}
  server {
    listen 127.0.0.1:${port};
    ${inServer}
  }
}
`,
  )
  return spawn('nginx', ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' })
}

/** What the guide has for a proxy, with the addresses of a test. `nth`: where it has several parts. */
function fromGuide(
  language: string,
  changes: readonly (readonly [string | RegExp, string])[],
  nth = 0,
): string {
  const guide = readFileSync(new URL('../../docs/guide/reverse-proxy.md', import.meta.url), 'utf8')
  const blocks = [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))]
  const block = blocks[nth]?.[1]
  if (block === undefined) throw new Error(`the guide has nothing in ${language}`)
  return changes.reduce((text, [from, to]) => {
    const changed = text.replaceAll(from, to)
    if (changed === text) throw new Error(`the guide does not say ${from}`)
    return changed
  }, block)
}

function startHaproxy({ port, ours, upstream, site, secret, folder }: Filled): ChildProcess {
  writeFileSync(join(folder, 'sallyport.lua'), fromGuide('lua', []))
  const file = join(folder, 'haproxy.cfg')
  const own = fromGuide('haproxy', [
    ['/etc/haproxy/sallyport.lua', `${folder}/sallyport.lua`],
    ['bind :443 ssl crt /etc/haproxy/wiki.pem', `bind 127.0.0.1:${port}`],
    ['https://mfa.example.com/', `http://127.0.0.1:${ours}/`],
    [/mfa\.example\.com:443.*/g, `127.0.0.1:${ours}`],
    ['127.0.0.1:3000', `127.0.0.1:${upstream}`],
    ['SITE', site],
    ['SECRET', secret],
  ])
  writeFileSync(file, `defaults\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\n\n${own}`)
  return spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' })
}

function startCaddy({ port, ours, upstream, site, secret, folder }: Filled): ChildProcess {
  const file = join(folder, 'Caddyfile')
  const own = fromGuide('caddy', [
    ['wiki.example.com {', `http://:${port} {\n  bind 127.0.0.1`],
    ['https://mfa.example.com', `127.0.0.1:${ours}`],
    ['127.0.0.1:3000', `127.0.0.1:${upstream}`],
    ['SITE', site],
    ['SECRET', secret],
  ])
  writeFileSync(file, `{\n  admin off\n  auto_https off\n}\n${own}`)
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder }
  return spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], { stdio: 'ignore', env })
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (child.exitCode !== null) throw new Error(`the proxy ended with ${child.exitCode}`)
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.on('error', () => resolve(false))
    })
    if (open) return
    await wait(50)
  }
  throw new Error('the proxy does not listen')
}

/** Asks a proxy for a path as it is written: what clients would tidy up goes as it is. */
export function askProxy(
  { port }: Pick<ProxiedSite, 'port'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number
    headers: IncomingHttpHeaders
  }>()
  const asked = send({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
    response.resume()
    resolve({ status: response.statusCode ?? 0, headers: response.headers })
  })
  asked.on('upgrade', (response, socket) => {
    socket.destroy()
    resolve({ status: response.statusCode ?? 0, headers: response.headers })
  })
  asked.on('error', reject)
  asked.end()
  return promise
}
