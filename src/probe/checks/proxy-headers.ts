import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import { type Evidence, type Found, hole } from '../finding.ts'
import type { Scene } from '../scene.ts'
import type { Reply } from '../visitor.ts'

/** What only a proxy should say, said by whoever has nothing: what was asked for, whence, by which name. */
export const proxyHeaders: Check = {
  id: 'proxy-headers',
  title: 'Headers that only a proxy should send',
  async run(scene) {
    const opened = await tryAll(scene, scene.closed.flatMap(attemptsFor(scene)), {
      hole: 'Headers that only a proxy should send open guarded paths to strangers.',
      remedy:
        'Let the proxy set or take off these headers on every request; let the application read them from its proxy only, and never take an address for an identity.',
      sound: 'Headers about path, method and origin of a request open nothing.',
    })
    return [...opened, ...(await forwardedHost(scene))]
  },
}

const pathHeaders = ['X-Original-URL', 'X-Rewrite-URL', 'X-Original-URI', 'X-Forwarded-Uri']
const addressHeaders = ['X-Forwarded-For', 'X-Real-IP', 'X-Client-IP', 'True-Client-IP']

function attemptsFor({ given, strangers }: Scene): (path: string) => readonly Attempt[] {
  const open = given.settings.signIn?.page ?? '/'
  const places = strangers.has('/') ? [open] : [...new Set([open, '/'])]
  return (path) => [
    ...places.flatMap((place) => pathHeaders.map((header) => attempt(place, path, header, path))),
    ...addressHeaders.map((header) => attempt(path, path, header, '127.0.0.1')),
    attempt(path, path, 'Forwarded', 'for=127.0.0.1;proto=https'),
    attempt(path, path, 'X-HTTP-Method-Override', 'OPTIONS'),
  ]
}

function attempt(place: string, path: string, header: string, value: string): Attempt {
  return { asked: { path: place, headers: [[header, value]] }, path, words: `with ${header}: ${value}` }
}

/** Whoever can name the host in a link of ours sends people, and their reset links, elsewhere. */
async function forwardedHost(scene: Scene): Promise<readonly Found[]> {
  const path = scene.closed[0] ?? '/'
  const foreign = 'sallyport-probe.invalid'
  const evidence: Evidence[] = []
  for (const header of ['X-Forwarded-Host', 'X-Forwarded-Server', 'X-Host']) {
    const reply = await scene.ask({ path, headers: [[header, foreign]] })
    if (names(reply, foreign))
      evidence.push({ asked: `GET ${path}, with ${header}: ${foreign}`, answered: 'leads to that host' })
  }
  if (evidence.length === 0) return []
  return [
    hole(
      'A stranger may say at which host the application is, and it sends people there.',
      'Write the public address into its configuration, and let the proxy set this header itself.',
      evidence,
    ),
  ]
}

function names(reply: Reply, host: string): boolean {
  if ('silent' in reply) return false
  return `${reply.headers.location ?? ''} ${reply.body}`.includes(`//${host}`)
}
