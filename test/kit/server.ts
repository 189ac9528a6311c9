import { once } from 'node:events'
import { Agent, createServer, type IncomingHttpHeaders, request as sendRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import * as administration from '../../src/administration/index.ts'
import type { ApiScope } from '../../src/applications/index.ts'
import type { Engine } from '../../src/engine.ts'
import { type Logger, scrubbingLogger } from '../../src/kernel/logger.ts'
import { createHttp, type HttpOptions } from '../../src/server/http.ts'
import { codeAt, operator, type Person, step, type World } from './engine.ts'

/** Where the engines of tests say that they are; the servers listen elsewhere, on a free loopback port. */
export const origin = 'https://sallyport.example'

/** What an engine logs, as the lines that an operator would read. */
export interface Log {
  readonly logger: Logger
  readonly lines: readonly string[]
  clear(): void
}

export function keptLog(): Log {
  const lines: string[] = []
  const to = pino({ level: 'debug' }, { write: (line: string) => lines.push(line) })
  return { logger: scrubbingLogger(to), lines, clear: () => lines.splice(0) }
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests, member by member
export type Json = { readonly [name: string]: any }

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The JSON of it; empty where it is none. */
  readonly body: Json
}

export interface Sent {
  readonly method: string
  /** As it goes over the wire, from the root. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  /** Bytes and text go as they are, anything else as JSON. */
  readonly body?: unknown
}

/** Somebody who calls: a browser with its cookies, or a system with its key. */
export interface Client {
  readonly cookies: Map<string, string>
  /** Sent with each request. */
  readonly headers: Map<string, string>
  readonly address: string | undefined
  get(path: string, headers?: Sent['headers']): Promise<Answer>
  post(path: string, body?: unknown, headers?: Sent['headers']): Promise<Answer>
  patch(path: string, body?: unknown, headers?: Sent['headers']): Promise<Answer>
  delete(path: string, headers?: Sent['headers']): Promise<Answer>
  send(sent: Sent): Promise<Answer>
}

/** A real server on loopback over a test's engine. */
export interface TestServer {
  readonly app: FastifyInstance
  readonly port: number
  readonly engine: Engine
  readonly served: Awaited<ReturnType<typeof createHttp>>['served']
  /** Texts that must not be found where they do not belong: what people hold, and what was handed out to them. */
  readonly secrets: Set<string>
  /** Refusals that told a secret. */
  readonly leaks: string[]
  /** Somebody without cookies, at an address of their own. */
  stranger(): Client
  /** A browser that has opened our page: it has the CSRF value. */
  browser(): Promise<Client>
  /** A browser in which this session lives. */
  signedIn(token: string): Promise<Client>
  application(scopes: readonly ApiScope[], options?: { readonly vouches?: boolean }): Promise<Client>
  close(): Promise<void>
}

const pages = join(import.meta.dirname, '../../web/dist')

type ServerOptions = Partial<Omit<HttpOptions, 'engine'>> & { readonly port?: number }

/** A node, or several behind one port, before which clients come. */
type Served = Pick<TestServer, 'app' | 'port' | 'engine' | 'served' | 'close'>

export async function openTestServer(engine: Engine, options: ServerOptions = {}): Promise<TestServer> {
  return withClients(await openNode(engine, options))
}

/** Nodes behind a balancer that sends each request to the next one, whoever has sent it. */
export async function openBalanced(engines: readonly [Engine, ...Engine[]]): Promise<TestServer> {
  const nodes = await Promise.all(engines.map((engine) => openNode(engine)))
  const [first] = nodes
  if (!first) throw new Error('There is no node.')
  let turn = 0
  const balancer = createServer((request, response) => {
    const { port } = nodes[turn++ % nodes.length] ?? first
    const { method, url: path, headers, socket } = request
    const from = socket.remoteAddress ?? '127.0.0.1'
    const onward = sendRequest({ host: '127.0.0.1', port, method, path, headers, localAddress: from })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  })
  balancer.listen(0, '127.0.0.1')
  await once(balancer, 'listening')
  return withClients({
    ...first,
    port: (balancer.address() as AddressInfo).port,
    async close() {
      balancer.closeAllConnections()
      balancer.close()
      await Promise.all(nodes.map((node) => node.close()))
    },
  })
}

async function openNode(engine: Engine, { port: wanted = 0, ...http }: ServerOptions = {}): Promise<Served> {
  const { app, served } = await createHttp({ engine, pages, trustedProxies: [], ...http })
  await app.listen({ port: wanted, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  return { app, served, engine, port, close: () => app.close() }
}

function withClients(node: Served): TestServer {
  const { engine, port } = node
  const agents: Agent[] = []
  const secrets = new Set<string>()
  const leaks: string[] = []
  let applications = 0

  function stranger(): Client {
    const address = nextAddress()
    const agent = new Agent({
      keepAlive: true,
      maxSockets: 256,
      ...(address ? { localAddress: address } : {}),
    })
    agents.push(agent)
    return clientOf({ port, agent, address, secrets, leaks })
  }

  async function browser(): Promise<Client> {
    const client = stranger()
    const { body } = await client.get('/portal')
    client.headers.set('x-sallyport-csrf', body.csrf)
    client.headers.set('origin', origin)
    client.headers.set('sec-fetch-site', 'same-origin')
    return client
  }

  return {
    ...node,
    secrets,
    leaks,
    stranger,
    browser,
    async signedIn(token) {
      const client = await browser()
      client.cookies.set(cookieNames.session, token)
      secrets.add(token)
      return client
    },
    async application(scopes, { vouches = false } = {}) {
      const actor = operator
      const name = `Application ${port} ${++applications}`
      const application = await administration.createApplication(engine, { actor, name, vouches })
      const issued = await administration.issueApiKey(engine, {
        actor,
        applicationId: application.id,
        scopes,
      })
      const client = stranger()
      client.headers.set('authorization', `Bearer ${issued.token}`)
      secrets.add(issued.token)
      return client
    },
    async close() {
      for (const agent of agents) agent.destroy()
      await node.close()
    },
  }
}

export const cookieNames = {
  session: '__Host-sallyport_session',
  attempt: '__Host-sallyport_attempt',
  application: '__Host-sallyport_application',
  rebind: '__Host-sallyport_rebind',
  device: '__Host-sallyport_device',
  browser: '__Host-sallyport_browser',
  remembered: '__Host-sallyport_remembered',
} as const

let addresses = 0

/** Only Linux answers at the whole of 127.0.0.0/8; elsewhere all clients share one address. */
function nextAddress(): string | undefined {
  if (process.platform !== 'linux') return undefined
  addresses++
  return `127.${1 + ((addresses >> 14) & 127)}.${(addresses >> 7) & 127}.${1 + (addresses & 127)}`
}

interface Wire {
  readonly port: number
  readonly agent: Agent
  readonly address: string | undefined
  readonly secrets: Set<string>
  readonly leaks: string[]
}

function clientOf(wire: Wire): Client {
  const cookies = new Map<string, string>()
  const headers = new Map<string, string>()

  async function send(sent: Sent): Promise<Answer> {
    noteSecrets(wire.secrets, sent.body)
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const own = { ...(cookie === '' ? {} : { cookie }), ...Object.fromEntries(headers) }
    const answer = await exchange(wire, { ...sent, headers: { ...own, ...sent.headers } })
    for (const line of answer.headers['set-cookie'] ?? []) keepCookie(cookies, wire.secrets, line)
    if (answer.status >= 400)
      wire.leaks.push(...found(wire.secrets, answer.text).map((secret) => `${sent.path}: ${secret}`))
    else noteSecrets(wire.secrets, answer.body)
    return answer
  }
  const call =
    (method: string) =>
    (path: string, more: Sent['headers'] = {}) =>
      send({ method, path: `/api/v1${path}`, headers: more })
  const change =
    (method: string) =>
    (path: string, body?: unknown, more: Sent['headers'] = {}) =>
      send({ method, path: `/api/v1${path}`, body, headers: more })
  return {
    cookies,
    headers,
    address: wire.address,
    get: call('GET'),
    post: change('POST'),
    patch: change('PATCH'),
    delete: call('DELETE'),
    send,
  }
}

function keepCookie(cookies: Map<string, string>, secrets: Set<string>, line: string): void {
  const [pair = ''] = line.split(';')
  const [name = '', value = ''] = pair.split('=')
  if (value === '') cookies.delete(name)
  else cookies.set(name, value)
  if (value !== '') secrets.add(value)
}

const secretMembers = new Set(['password', 'current', 'secret', 'token', 'key', 'link', 'uri', 'codes'])

/** What was sent or shown under the name of a secret. */
function noteSecrets(secrets: Set<string>, value: unknown): void {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return
  for (const [name, item] of Object.entries(value)) {
    const texts: unknown[] = Array.isArray(item) ? item : [item]
    for (const text of texts) {
      if (secretMembers.has(name) && typeof text === 'string' && text.length >= 8 && text.length < 500)
        secrets.add(text)
      else noteSecrets(secrets, text)
    }
  }
}

/** The secrets that stand in a text. */
export function found(secrets: ReadonlySet<string>, text: string): string[] {
  return [...secrets].filter((secret) => text.includes(secret))
}

function exchange(wire: Wire, sent: Sent): Promise<Answer> {
  const body = bytesOf(sent.body)
  const headers = {
    host: new URL(origin).host,
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(body.length) }),
    ...sent.headers,
  }
  return new Promise((resolve, reject) => {
    const { port, agent } = wire
    const outgoing = sendRequest({
      host: '127.0.0.1',
      port,
      agent,
      method: sent.method,
      path: sent.path,
      headers,
    })
    outgoing.on('error', reject)
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, body: jsonOf(text) })
      })
    })
    outgoing.end(body)
  })
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || body instanceof Buffer) return body
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8')
}

function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

/** Sends bytes as they are, and gives back all that came until the server closed, or until the patience ended. */
export function sendBytes(port: number, bytes: string | Buffer, patience = 2000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    const done = () => {
      socket.destroy()
      resolve(Buffer.concat(chunks).toString('latin1'))
    }
    socket.setTimeout(patience, done)
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    socket.on('error', done)
    socket.on('close', done)
    socket.write(bytes)
  })
}

/** Whole sign-in with password and current code. Leaves the clock a step later, so that a new code is due. */
export async function signInAt(
  world: Pick<World, 'clock'>,
  client: Client,
  owner: Person,
  more: { readonly rememberDevice?: boolean; readonly rememberBrowser?: boolean } = {},
): Promise<Answer> {
  await client.post('/attempts', { account: owner.account.name })
  const answer = await client.post('/attempts/current/proofs', {
    proofs: [passwordOf(owner), codeOf(world, owner)],
    complete: true,
    ...more,
  })
  world.clock.advance(step)
  return answer
}

/** A sign-in whose password is proved, in this browser. */
export async function halfwayAt(
  client: Client,
  owner: Pick<Person, 'account' | 'password'>,
): Promise<Answer> {
  await client.post('/attempts', { account: owner.account.name })
  return client.post('/attempts/current/proofs', { proofs: [passwordOf(owner)] })
}

/** A recovery in progress, in this browser. */
export async function recoverAt(client: Client, owner: Person, nth = 0): Promise<Answer> {
  await client.post('/attempts', { account: owner.account.name })
  const code = { factor: 'recovery-codes', proof: { code: owner.recoveryCodes[nth] } }
  await client.post('/attempts/current/proofs', { proofs: [passwordOf(owner), code] })
  return client.post('/attempts/current/recover', {})
}

export function passwordOf(owner: Pick<Person, 'password'>) {
  return { factor: 'password', proof: { password: owner.password } }
}

export function codeOf(world: Pick<World, 'clock'>, owner: Person, ahead = 0) {
  return totp(codeAt(owner.totp.shown, world.clock.now() + ahead))
}

export function totp(code: unknown) {
  return { factor: 'totp', proof: { code } }
}
