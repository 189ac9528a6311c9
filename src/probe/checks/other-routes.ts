import { type Attempt, tryAll } from '../attempts.ts'
import type { Check } from '../check.ts'
import { cookieHeaders, withCookies } from '../cookies.ts'
import { type Evidence, type Found, hole, unknown } from '../finding.ts'
import { sameAnswer } from '../same-answer.ts'
import type { Scene } from '../scene.ts'
import type { ProbeSettings } from '../settings.ts'
import { posted } from '../sign-in.ts'
import type { Asked, Reply } from '../visitor.ts'

type Account = NonNullable<ProbeSettings['account']>

/** Log-ins that were forgotten when the second factor came. */
export const otherRoutes: Check = {
  id: 'other-routes',
  title: 'Other ways to sign in, by the password alone',
  lacks: ({ settings }) => (settings.account === undefined ? 'account' : undefined),
  async run(scene) {
    const { account, routes, commonRoutes } = scene.given.settings
    if (account === undefined) return []
    const named = [...new Set([...routes, ...(commonRoutes ? common : [])])]
    const granted: Evidence[] = []
    const attempts: Attempt[] = scene.closed.map((path) => basic(account, path))
    for (const route of named)
      for (const asked of loginsAt(scene, route, account)) {
        const reply = await scene.ask(asked)
        if (grants(reply)) granted.push({ asked: `POST ${route}`, answered: 'took the password alone' })
        else attempts.push(...entrances(scene, route, reply))
      }
    return [
      ...(granted.length > 0 ? [hole(meaning.hole, meaning.remedy, granted)] : []),
      ...(await tryAll(scene, attempts, meaning)),
      ...(commonRoutes ? [] : await untried(scene, named)),
    ]
  },
}

const meaning = {
  hole: 'Another way in takes the password alone.',
  remedy:
    'Switch it off, or let it ask for the second factor like the sign-in page; give programs keys of their own instead of a password.',
  sound: 'No other way that was tried lets anybody in by the password alone.',
}

const common = [
  '/login',
  '/login?direct=1',
  '/user/login',
  '/users/sign_in',
  '/admin/login',
  '/api/login',
  '/api/auth/login',
  '/api/v1/login',
  '/rest/login',
  '/wp-login.php',
  '/xmlrpc.php',
  '/oauth/token',
  '/oauth2/token',
]

function basic({ name, password }: Account, path: string): Attempt {
  const value = Buffer.from(`${name}:${password}`).toString('base64')
  return { asked: { path, headers: [['Authorization', `Basic ${value}`]] }, path, words: 'by Basic' }
}

/** The password in the form that the route's name tells of; otherwise as a form, and as JSON. */
function loginsAt({ target, given }: Scene, route: string, account: Account): readonly Asked[] {
  const { name, password } = account
  if (route.includes('xmlrpc')) return [xmlRpc(route, account)]
  if (/token\b/.test(route)) {
    const grant = { grant_type: 'password', username: name, password }
    return [posted(target, route, grant, { as: 'form' })]
  }
  const own = { [given.settings.signIn?.name ?? 'username']: name }
  const names = { username: name, login: name, log: name, email: name, ...own }
  const passwords = { password, pwd: password, [given.settings.signIn?.password ?? 'password']: password }
  return (['form', 'json'] as const).map((as) => posted(target, route, { ...names, ...passwords }, { as }))
}

function xmlRpc(path: string, { name, password }: Account): Asked {
  const parameters = [name, password].map((text) => `<param><value>${escaped(text)}</value></param>`)
  const call = `<methodName>wp.getUsersBlogs</methodName><params>${parameters.join('')}</params>`
  return {
    method: 'POST',
    path,
    headers: [['Content-Type', 'text/xml']],
    body: `<?xml version="1.0"?><methodCall>${call}</methodCall>`,
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

/** A token, or an answer that only who is signed in gets. A token of a log-in page may be half a one: that is tried. */
function grants(reply: Reply): boolean {
  if ('silent' in reply || reply.status !== 200) return false
  const { body } = reply
  return /"access_token"\s*:\s*"/.test(body) || (body.includes('<methodResponse') && !body.includes('<fault'))
}

/** Guarded paths, with what the route gave. */
function entrances({ closed }: Scene, route: string, reply: Reply): readonly Attempt[] {
  if ('silent' in reply || reply.status >= 400) return []
  const cookies = cookieHeaders(withCookies(new Map(), reply.cookies))
  const [, token] = /"(?:token|jwt|session|sessionId|id_token)"\s*:\s*"([^"\s]+)"/.exec(reply.body) ?? []
  const bearer = token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]
  const headers = [...cookies, ...bearer]
  if (headers.length === 0) return []
  return closed.map((path) => ({ asked: { path, headers }, path, words: `after POST ${route}` }))
}

/** Nothing is sent to ways that were not named; that they are there is said. */
async function untried({ ask, given }: Scene, named: readonly string[]): Promise<readonly Found[]> {
  const evidence: Evidence[] = []
  const { page, post } = given.settings.signIn ?? {}
  for (const path of common.filter((one) => ![...named, page, post].includes(one))) {
    const [there, beside] = [await ask({ path }), await ask({ path: `/sallyport-probe${path}` })]
    if (!sameAnswer(there, beside) && 'status' in there)
      evidence.push({ asked: `GET ${path}`, answered: `${there.status}` })
  }
  if (evidence.length === 0) return []
  return [
    unknown(
      'Something answers where common products sign in; it was not tried.',
      'Name it under routes, or say commonRoutes: true.',
      evidence,
    ),
  ]
}
