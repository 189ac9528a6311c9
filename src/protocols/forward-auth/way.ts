import { z } from 'zod'
import type { Wishes } from '../../admissions/index.ts'
import { admit, refer, type Surroundings, stillAdmitted } from '../../authentication/index.ts'
import { isId } from '../../kernel/ids.ts'
import { hashToken, newToken } from '../../kernel/tokens.ts'
import type { Statement } from '../../storage/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { atSite } from './answer.ts'
import { wishOf } from './check.ts'
import { wayOver } from './errors.ts'
import { pathOf, ruleFor } from './path.ts'
import { goPath } from './routes.ts'
import type { Way } from './schema.ts'
import { forwardAuthKind } from './settings.ts'
import { type Site, siteOf } from './site.ts'
import type { SiteStore } from './store.ts'

type WayDeps = DoorDeps & { readonly store: SiteStore }

/** Bytes of an address that each browser and proxy takes, with what else it carries. */
const longestDestination = 2048

/** Milliseconds from the site to our origin: one redirect. */
const startLifetime = 5 * 60_000

/** What a browser that sets out carries to our origin, sealed: strangers write no row. */
const startBody = z.strictObject({
  applicationId: z.string(),
  destination: z.string(),
  browserHash: z.string(),
  until: z.number(),
})

const startPlace = { table: 'forward_auth_ways', column: 'start', row: 'start' } as const

/**
 * A browser sets out from a site: what it keeps there shows at the end that it is the same one (login CSRF, A-046). It
 * keeps one for all that it opens at once.
 */
export function setOut(
  deps: WayDeps,
  { application }: Site,
  asked: { readonly to: string | undefined; readonly browser: string | undefined },
): { readonly browser: string; readonly location: string } {
  const kept = /^spb_[\w-]{43}$/.test(asked.browser ?? '') ? asked.browser : undefined
  const browser = kept ?? newToken('spb', deps.random)
  const body: z.infer<typeof startBody> = {
    applicationId: application.id,
    destination: destinationOf(asked.to),
    browserHash: hashToken(browser),
    until: deps.storage.clock.now() + startLifetime,
  }
  const start = deps.box.seal(Buffer.from(JSON.stringify(body)), startPlace)
  return { browser, location: `${deps.baseUrl}${goPath}?start=${Buffer.from(start).toString('base64url')}` }
}

/** The row of a way begins at our own origin, where each source has its measure. */
async function begin(deps: WayDeps, start: string): Promise<{ readonly way: Way; readonly token: string }> {
  const { applicationId, destination, browserHash, until } = openStart(deps, start)
  if (until <= deps.storage.clock.now() || !isId<'application'>(applicationId)) throw wayOver()
  const { way, token, statement } = deps.store.createWay({ applicationId, destination, browserHash })
  await book(deps, way.id, [statement])
  return { way, token }
}

function openStart({ box }: WayDeps, start: string) {
  try {
    const opened = box.open(Buffer.from(start, 'base64url'), startPlace)
    return startBody.parse(JSON.parse(Buffer.from(opened).toString()))
  } catch {
    throw wayOver()
  }
}

/** A path of the site itself; anything else leads to its front page, never elsewhere. */
function destinationOf(to: string | undefined): string {
  if (to === undefined || to.length > longestDestination || !/^\/[\x21-\x7e]*$/.test(to)) return '/'
  const path = pathOf(to)
  return path === undefined || path.startsWith(atSite) ? '/' : to
}

export type GoneOn =
  | { readonly location: string; readonly givenUp?: undefined }
  /** Whoever was sent here went back; a site behind a proxy has no page for that, so we have. */
  | { readonly givenUp: { readonly site: Site; readonly destination: string } }

/**
 * On our origin: lets the browser in to the site, or sends it to our pages first. Throws `forward-auth.way-over`.
 * The code that it yields is good once, for a minute, at this site and in the browser that set out (R4).
 */
export async function goOn(
  deps: WayDeps,
  input: {
    readonly start: string | undefined
    readonly way: string | undefined
    readonly sessionToken: string | undefined
    readonly surroundings: Surroundings
  },
): Promise<GoneOn> {
  const { way, token } = await wayOf(deps, input)
  const site = await siteOf(deps, way.applicationId)
  if (way.codeHash !== undefined || !site) throw wayOver()
  const wishes = wishesOf(site, way)
  const door = forwardAuthKind.id
  const { applicationId, referral } = way
  const { sessionToken, surroundings } = input
  const { admitted, refused } = await admit(deps, {
    sessionToken,
    applicationId,
    door,
    wishes,
    surroundings,
    referral,
  })
  if (refused === 'given-up') return { givenUp: { site, destination: way.destination } }
  if (!admitted) return { location: await referred(deps, way, { wishes, token }) }
  const { code, statement } = deps.store.admit(way.id, admitted.id)
  await book(deps, way.id, [statement])
  return { location: `${site.settings.origin}${atSite}/finish?code=${code}` }
}

async function wayOf(
  deps: WayDeps,
  { start, way: token }: { start: string | undefined; way: string | undefined },
) {
  if (start !== undefined) return begin(deps, start)
  const way = token === undefined ? undefined : await deps.store.findWay(token)
  if (!way || token === undefined) throw wayOver()
  return { way, token }
}

/** What the path asks for that somebody was on the way to. */
function wishesOf({ settings }: Site, { destination }: Way): Wishes {
  const path = pathOf(destination)
  const { fresh, ...wish } = wishOf(path === undefined ? undefined : ruleFor(settings, path)) ?? {}
  return { ...wish, ...(fresh === undefined ? {} : { within: fresh }) }
}

async function referred(
  deps: WayDeps,
  way: Way,
  { wishes, token }: { readonly wishes: Wishes; readonly token: string },
): Promise<string> {
  if (way.referral !== undefined) return `/sign-in?referral=${way.referral}`
  const { applicationId } = way
  const returnTo = `${goPath}?way=${token}`
  const sent = await refer(deps, { applicationId, door: forwardAuthKind.id, wishes, returnTo })
  await book(deps, way.id, [deps.store.refer(way.id, sent.token)])
  return sent.page
}

export interface Arrived {
  readonly cookie: string
  readonly destination: string
}

/** Back at the site: the code becomes its cookie, once, and in the wrong hands nothing. Throws `forward-auth.way-over`. */
export async function arrive(
  deps: WayDeps,
  site: Site,
  came: {
    readonly code: string | undefined
    readonly browser: string | undefined
    readonly surroundings: Surroundings
  },
): Promise<Arrived> {
  const way = came.code === undefined ? undefined : await deps.store.findByCode(came.code)
  if (!way?.admissionId) throw wayOver()
  const own = way.applicationId === site.application.id && way.browserHash === hashToken(came.browser ?? '')
  if (!own) return burn(deps, way)
  const admission = await stillAdmitted(deps, way.admissionId, came.surroundings)
  if (!admission) throw wayOver()
  const { token, statements } = deps.store.arrive(way, admission)
  await book(deps, way.id, statements)
  return { cookie: token, destination: way.destination }
}

/** Somebody else has the code: it is good for nobody any more (G5, R13). */
async function burn(deps: WayDeps, { id }: Way): Promise<never> {
  await book(deps, id, [deps.store.burn(id)])
  throw wayOver()
}

async function book(deps: WayDeps, lock: string, statements: readonly Statement[]): Promise<void> {
  const outcome = await deps.storage.book({ statements, locks: [lock] })
  if (outcome === 'refused') throw wayOver()
}
