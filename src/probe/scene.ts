import type { Random } from '../kernel/random.ts'
import { type Cookies, cookieHeaders } from './cookies.ts'
import { targetSilent } from './errors.ts'
import type { Evidence } from './finding.ts'
import { type Impression, impressionOf, type Known } from './impression.ts'
import { type Looks, looksOf } from './likeness.ts'
import type { ProbeSettings } from './settings.ts'
import { type SignIn, signIn } from './sign-in.ts'
import type { Asked, Reply, Visitor } from './visitor.ts'

/** What a look at a guarded path came to. */
export interface Look {
  readonly impression: Impression
  readonly reply: Reply
  readonly evidence: Evidence
}

/** What an attacker might have, and who plays one is given. */
export interface Given {
  readonly settings: ProbeSettings
  /** The application's own port. */
  readonly direct: URL | undefined
  /** Of a session after the password, before the second factor. */
  readonly halfCookies: Cookies | undefined
  /** Of a session that was ended, or whose account was disabled: a `Cookie` or an `Authorization`. */
  readonly old: readonly (readonly [string, string])[] | undefined
  /** Of a session that is wholly signed in: it shows what guarded paths look like. */
  readonly fullCookies: Cookies | undefined
}

/** The target with all that is known of it; what checks work with. */
export interface Scene {
  readonly target: URL
  readonly given: Given
  readonly ask: Visitor
  readonly askDirect: Visitor | undefined
  /** Guarded paths and what a stranger got there. */
  readonly strangers: ReadonlyMap<string, Look>
  /** Those at which a stranger is kept out: only there others can be told to come in. */
  readonly closed: readonly string[]
  /** Asks, follows redirects on this host only, and judges whether `path` was shown. */
  look(asked: Asked, path: string, by?: Visitor): Promise<Look>
  /** A session between password and second factor; undefined where there is none. Made once. */
  half(): Promise<Cookies | undefined>
  /** Gives name and password; undefined where no account was given or the sign-in did not take it. */
  signIn(cookies?: Cookies): Promise<SignIn | undefined>
}

export interface SceneInput {
  readonly target: URL
  readonly given: Given
  readonly ask: Visitor
  readonly askDirect: Visitor | undefined
  readonly random: Random
}

const mostHops = 3

/** Looks at the target as a stranger first. Throws `probe.silent` where nobody is there. */
export async function openScene({ target, given, ask, askDirect, random }: SceneInput): Promise<Scene> {
  const { settings } = given
  const known = await learn()

  async function look(asked: Asked, path: string, by = ask): Promise<Look> {
    let reply = await by(asked)
    for (let hop = 0, next = asked; hop < mostHops; hop++) {
      const onward = onwardTo(reply, next)
      if (onward === undefined) break
      next = { ...asked, path: onward }
      reply = await by(next)
    }
    return { impression: impressionOf(reply, path, known), reply, evidence: evidenceOf(asked, reply) }
  }

  /** The path of a redirect that stays here and does not lead to the sign-in page. */
  function onwardTo(reply: Reply, { path, method = 'GET' }: Asked): string | undefined {
    if ('silent' in reply || reply.status < 300 || reply.status >= 400 || method !== 'GET') return undefined
    const to = URL.parse(reply.headers.location ?? '', `${target.origin}${path}`)
    if (to === null || to.origin !== target.origin) return undefined
    const signInPaths = [settings.signIn?.page, settings.signIn?.second]
    return signInPaths.includes(to.pathname) ? undefined : to.pathname + to.search
  }

  async function learn(): Promise<Known> {
    const first = await ask({ path: settings.signIn?.page ?? '/' })
    if ('silent' in first) throw targetSilent(target.host, first.silent)
    const guarded = new Map<string, Looks>()
    for (const path of given.fullCookies === undefined ? [] : guardedPaths(settings)) {
      const looks = shownBy(await ask({ path, headers: cookieHeaders(given.fullCookies ?? new Map()) }))
      if (looks !== undefined) guarded.set(path, looks)
    }
    return {
      open: [...listed(settings.signIn && shownBy(first)), ...listed(await startPage())],
      nobody: shownBy(await ask({ path: `/${Buffer.from(random.bytes(9)).toString('hex')}` })),
      guarded,
      marks: settings.marks,
    }
  }

  async function startPage(): Promise<Looks | undefined> {
    return guardedPaths(settings).includes('/') ? undefined : shownBy(await ask({ path: '/' }))
  }

  const strangers = new Map<string, Look>()
  for (const path of guardedPaths(settings)) strangers.set(path, await look({ path }, path))
  let half: Promise<Cookies | undefined> | undefined
  const enter = (cookies?: Cookies) => signIn({ target, settings, ask }, cookies)

  return {
    target,
    given,
    ask,
    askDirect,
    strangers,
    closed: [...strangers].flatMap(([path, { impression }]) => (impression === 'kept out' ? [path] : [])),
    look,
    half() {
      half ??= given.halfCookies
        ? Promise.resolve(given.halfCookies)
        : enter().then((entered) => entered?.after)
      return half
    },
    signIn: enter,
  }
}

/** All that was named as guarded. */
export function guardedPaths({ protected: pages, api }: ProbeSettings): readonly string[] {
  return [...new Set([...pages, ...api])]
}

function shownBy(reply: Reply): Looks | undefined {
  return 'silent' in reply || reply.status >= 300 || reply.body === '' ? undefined : looksOf(reply.body)
}

function listed<Thing>(thing: Thing | undefined): readonly Thing[] {
  return thing === undefined ? [] : [thing]
}

/** Of a query only its names: values may be secret (G9). */
function evidenceOf({ method = 'GET', path }: Asked, reply: Reply): Evidence {
  const asked = `${method} ${path.replace(/([?&][^?=&]*=)[^&]*/g, '$1…')}`
  if ('silent' in reply) return { asked, answered: 'no answer' }
  const type = reply.headers['content-type']?.split(';')[0]
  return {
    asked,
    answered: [reply.status, type, `${reply.body.length} characters`].filter(Boolean).join(', '),
  }
}
