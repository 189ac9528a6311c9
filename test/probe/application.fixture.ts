import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readCookies } from '../../src/probe/index.ts'

/** Faults that others really made, each of which can be planted. */
export type Hole =
  | 'open path'
  | 'guard by method'
  | 'unguarded HEAD'
  | 'guard by exact case'
  | 'guard before slashes are merged'
  | 'guard before decoding'
  | 'guard up to the fragment'
  | 'guard by name of host'
  | 'identity believed'
  | 'identity believed with underscores'
  | 'open port'
  | 'identity believed at the port'
  | 'half session opens pages'
  | 'half session opens data'
  | 'half session as Bearer'
  | 'half session in the query'
  | 'restart completes'
  | 'identifier kept'
  | 'Basic takes the password'
  | 'another log-in'
  | 'password grant'
  | 'XML-RPC'
  | 'old session lives'
  | 'rewritten path believed'
  | 'near address believed'
  | 'forwarded host believed'
  | 'open socket'
  | 'any origin with cookies'
  | 'guarded page kept by caches'
  | 'cookie without attributes'

export interface Application {
  readonly url: string
  readonly direct: string
  /** A cookie of somebody wholly signed in. */
  readonly full: string
  /** A cookie of an account that was disabled. */
  readonly old: string
  readonly requests: { readonly method: string; readonly path: string; readonly agent: string }[]
  close(): Promise<void>
}

interface Session {
  readonly step: 'nothing' | 'password' | 'both'
  readonly disabled?: boolean
}

export const account = { name: 'ana', password: 'correct horse battery' }

const guarded: Readonly<Record<string, string>> = {
  '/account': 'Your account, your orders and your addresses stand here. Sign out',
  '/admin/panel': 'Prices, customers and the till of the whole shop. Sign out',
  '/api/me': '{"account":"ana","orders":["chair","lamp"],"balance":"twelve"}',
}

const signInPage =
  '<form method="post"><input type="hidden" name="csrf" value="abc"><input name="username"><input type="password" name="password"></form>'

/** A shop with a sign-in in two steps, without holes but those that are asked for. */
export async function startApplication(...planted: readonly Hole[]): Promise<Application> {
  const has = (hole: Hole) => planted.includes(hole)
  const sessions = new Map<string, Session>()
  const requests: Application['requests'] = []

  const front = createServer((request, response) => {
    note(request)
    readBody(request).then((body) => answer(request, response, body))
  })
  front.on('upgrade', (_request, socket) => {
    const opens = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
    const shuts = 'HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
    socket.end(has('open socket') ? opens : shuts)
  })
  const behind = createServer((request, response) => {
    note(request)
    const { pathname } = new URL(request.url ?? '/', 'http://shop')
    const believed = has('identity believed at the port') && request.headers['remote-user'] !== undefined
    if (has('open port') || believed) return show(response, pathname)
    send(response, 401, 'Come by the gate.')
  })

  function note({ method = '', url = '', headers }: IncomingMessage): void {
    requests.push({ method, path: url, agent: headers['user-agent'] ?? '' })
  }

  function answer(request: IncomingMessage, response: ServerResponse, body: string) {
    const { pathname, searchParams } = new URL(`http://shop${pathMeant(request)}`)
    if (has('any origin with cookies') && request.headers.origin !== undefined)
      response.setHeaders(
        new Headers({
          'access-control-allow-origin': request.headers.origin,
          'access-control-allow-credentials': 'true',
        }),
      )
    if (pathname === '/') return send(response, 200, 'Welcome to the shop: chairs, lamps and tables.')
    if (pathname === '/sign-in') return signIn(request, response, body)
    if (pathname === '/code') return secondStep(request, response)
    if (otherRoute(request, response, body)) return
    if (!(routed(pathname) in guarded)) return send(response, 404, 'There is nothing here.')
    if (!needsGuard(request) || mayEnter(request, searchParams)) return show(response, routed(pathname))
    if (has('forwarded host believed') && request.headers['x-forwarded-host'])
      return redirect(response, `http://${request.headers['x-forwarded-host']}/sign-in`)
    return redirect(response, '/sign-in')
  }

  function pathMeant({ headers, url = '/' }: IncomingMessage): string {
    const rewritten = headers['x-original-url']
    if (has('guard up to the fragment')) return url.replace('#', '')
    return has('rewritten path believed') && typeof rewritten === 'string' ? rewritten : url
  }

  /** The path as the router reads it. */
  function routed(pathname: string): string {
    if (has('guard by exact case')) return pathname.toLowerCase()
    if (has('guard before slashes are merged')) return pathname.replace(/\/+/g, '/')
    return has('guard before decoding') ? decodeURIComponent(pathname) : pathname
  }

  function needsGuard({ method = '', url = '/', headers }: IncomingMessage): boolean {
    const pathname = url.split('?')[0] ?? ''
    if (has('open path') && pathname === '/admin/panel') return false
    if (has('guard by method') && method === 'PROPFIND') return false
    if (has('unguarded HEAD') && method === 'HEAD') return false
    if (has('guard up to the fragment') && url.includes('#')) return false
    if (has('guard by name of host') && headers.host?.includes('.:')) return false
    const misread =
      has('guard by exact case') || has('guard before slashes are merged') || has('guard before decoding')
    if (has('rewritten path believed') && headers['x-original-url']) return false
    return !misread || pathname in guarded
  }

  function mayEnter(request: IncomingMessage, query: URLSearchParams): boolean {
    const session = sessionOf(request)
    if (session?.disabled && !has('old session lives')) return false
    return session?.step === 'both' || half(request, query) || believed(request)
  }

  function half(request: IncomingMessage, query: URLSearchParams): boolean {
    const { headers } = request
    const [, bearer = ''] = /^Bearer (.+)/.exec(headers.authorization ?? '') ?? []
    const wantsData = headers.accept === 'application/json' || query.get('format') === 'json'
    const isHalf = (session: Session | undefined) => session?.step === 'password'
    return (
      (has('half session opens pages') && isHalf(sessionOf(request))) ||
      (has('half session opens data') && wantsData && isHalf(sessionOf(request))) ||
      (has('half session as Bearer') && isHalf(sessions.get(bearer))) ||
      (has('half session in the query') && isHalf(sessions.get(query.get('access_token') ?? '')))
    )
  }

  function believed({ headers, rawHeaders }: IncomingMessage): boolean {
    const basic = `Basic ${Buffer.from(`${account.name}:${account.password}`).toString('base64')}`
    return (
      (has('identity believed') && Boolean(headers['remote-user'])) ||
      (has('identity believed with underscores') && rawHeaders.includes('Remote_User')) ||
      (has('near address believed') && headers['x-forwarded-for'] === '127.0.0.1') ||
      (has('Basic takes the password') && headers.authorization === basic) ||
      headers.authorization === 'Bearer granted'
    )
  }

  function signIn(request: IncomingMessage, response: ServerResponse, body: string) {
    if (request.method !== 'POST') {
      if (sessionOf(request) === undefined) begin(response, { step: 'nothing' })
      const again = sessionOf(request)?.step === 'password'
      return send(response, 200, again ? 'Your code, please. It stands on your phone.' : signInPage)
    }
    if (!rightPassword(body)) return send(response, 401, signInPage)
    const again = has('restart completes') && sessionOf(request)?.step === 'password'
    const kept = has('identifier kept') ? idOf(request) : undefined
    begin(response, { step: again ? 'both' : 'password' }, kept)
    redirect(response, '/code')
  }

  function secondStep(request: IncomingMessage, response: ServerResponse) {
    if (sessionOf(request)?.step !== 'password') return redirect(response, '/sign-in')
    send(response, 200, 'Your code, please. It stands on your phone.')
  }

  /** Log-ins that were forgotten when the second factor came. */
  function otherRoute({ method, url }: IncomingMessage, response: ServerResponse, body: string): boolean {
    const ways: Partial<Record<Hole, readonly [string, () => void]>> = {
      'another log-in': [
        '/old/login',
        () => {
          begin(response, { step: 'both' })
          send(response, 200, 'In you go.')
        },
      ],
      'password grant': ['/oauth/token', () => send(response, 200, '{"access_token":"granted"}')],
      'XML-RPC': [
        '/xmlrpc.php',
        () => send(response, 200, '<methodResponse><params><param>isAdmin</param></params></methodResponse>'),
      ],
    }
    for (const hole of planted) {
      const [path, enter] = ways[hole] ?? []
      if (path === undefined || enter === undefined || url !== path) continue
      if (method !== 'POST') send(response, 405, 'Only POST.')
      else if (rightPassword(body)) enter()
      else send(response, 401, 'No.')
      return true
    }
    return false
  }

  function begin(response: ServerResponse, session: Session, kept?: string): string {
    const id = kept ?? randomBytes(24).toString('base64url')
    sessions.set(id, session)
    const attributes = has('cookie without attributes') ? '' : '; HttpOnly; SameSite=Lax'
    if (kept === undefined) response.appendHeader('Set-Cookie', `session=${id}; Path=/${attributes}`)
    return id
  }

  function sessionOf(request: IncomingMessage): Session | undefined {
    return sessions.get(idOf(request) ?? '')
  }

  function show(response: ServerResponse, path: string): void {
    const caching = has('guarded page kept by caches') ? 'public, max-age=600' : 'no-store'
    const type = path.startsWith('/api/') ? 'application/json' : 'text/html'
    response.setHeaders(new Headers({ 'cache-control': caching, 'content-type': type }))
    send(response, 200, guarded[path] ?? 'There is nothing here.')
  }

  sessions.set('of-ana', { step: 'both' })
  sessions.set('of-old', { step: 'both', disabled: true })
  return {
    url: await listening(front),
    direct: await listening(behind),
    full: 'session=of-ana',
    old: 'session=of-old',
    requests,
    async close() {
      for (const server of [front, behind]) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

function idOf({ headers }: IncomingMessage): string | undefined {
  return readCookies(headers.cookie ?? '').get('session')
}

function rightPassword(body: string): boolean {
  return body.includes(account.name) && /correct(\+|%20| )horse/.test(body)
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location }).end()
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status).end(body)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
