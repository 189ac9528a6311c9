import type { Check } from '../check.ts'
import { cookieHeaders } from '../cookies.ts'
import { type Evidence, type Found, hole, sound } from '../finding.ts'
import type { Scene } from '../scene.ts'
import type { Asked, Reply } from '../visitor.ts'

type Headers = NonNullable<Asked['headers']>

/** WebSockets, and pages of other sites: both are asked past many a gate. */
export const otherOrigins: Check = {
  id: 'other-origins',
  title: 'WebSockets, and pages of other sites',
  async run(scene) {
    const found = [...(await sockets(scene)), ...(await crossOrigin(scene))]
    return found.length > 0
      ? found
      : [sound('No WebSocket opens to strangers, and no page of another site may read with cookies.')]
  },
}

async function sockets(scene: Scene): Promise<readonly Found[]> {
  const half = await scene.half()
  const callers: readonly (readonly [string, Headers])[] = [
    ['as a stranger', []],
    ...(half === undefined ? [] : [['with half a session', cookieHeaders(half)] as const]),
  ]
  const evidence: Evidence[] = []
  for (const path of new Set([...scene.given.settings.sockets, ...scene.closed]))
    for (const [words, headers] of callers) {
      const reply = await scene.ask({ path, headers: [...handshake(scene), ...headers] })
      if (statusOf(reply) === 101) evidence.push({ asked: `WebSocket ${path}, ${words}`, answered: '101' })
    }
  if (evidence.length === 0) return []
  return [
    hole(
      'A WebSocket opens to whoever is not wholly signed in.',
      'Let the gate guard upgrades like any request, and let the application look up the session when a socket is opened, with its Origin.',
      evidence,
    ),
  ]
}

/** RFC 6455 §4.1; the key is its own example, since nothing is said afterwards. */
function handshake({ target }: Scene): Headers {
  return [
    ['Connection', 'Upgrade'],
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Version', '13'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
    ['Origin', target.origin],
  ]
}

async function crossOrigin(scene: Scene): Promise<readonly Found[]> {
  const evidence: Evidence[] = []
  for (const path of scene.strangers.keys())
    for (const origin of ['https://sallyport-probe.invalid', 'null'])
      for (const method of ['GET', 'OPTIONS']) {
        const reply = await scene.ask({ method, path, headers: preflight(origin) })
        if (mayRead(reply, origin))
          evidence.push({ asked: `${method} ${path}, from ${origin}`, answered: 'may read with cookies' })
      }
  if (evidence.length === 0) return []
  return [
    hole(
      'Any site may read guarded answers in the browser of whoever is signed in.',
      'List the origins that may; never answer with the origin that asked together with Allow-Credentials.',
      evidence,
    ),
  ]
}

function preflight(origin: string): Headers {
  return [
    ['Origin', origin],
    ['Access-Control-Request-Method', 'GET'],
  ]
}

function mayRead(reply: Reply, origin: string): boolean {
  if ('silent' in reply) return false
  const { headers } = reply
  return (
    headers['access-control-allow-origin'] === origin &&
    headers['access-control-allow-credentials'] === 'true'
  )
}

function statusOf(reply: Reply): number | undefined {
  return 'silent' in reply ? undefined : reply.status
}
