import type { Wishes } from '../../admissions/index.ts'
import { admit, refer, type Surroundings, stillAdmitted } from '../../authentication/index.ts'
import { hashToken } from '../../kernel/tokens.ts'
import type { Statement } from '../../storage/index.ts'
import type { DoorDeps } from '../protocol.ts'
import { atSite } from './answer.ts'
import { wishOf } from './check.ts'
import { wayOver } from './errors.ts'
import { pathOf, ruleFor } from './path.ts'
import type { Way } from './schema.ts'
import { forwardAuthKind } from './settings.ts'
import { type Site, siteOf } from './site.ts'
import type { SiteStore } from './store.ts'

type WayDeps = DoorDeps & { readonly store: SiteStore }

/** On our own origin: the browser comes here from the site, and again from our pages. */
export const goPath = '/forward-auth/go'

const longestDestination = 4096

/** A browser sets out from a site: what it keeps there shows at the end that it is the same one (login CSRF, A-046). */
export async function setOut(
  deps: WayDeps,
  { application }: Site,
  to: string | undefined,
): Promise<{ readonly browser: string; readonly location: string }> {
  const { token, browser, statement } = deps.store.createWay({
    applicationId: application.id,
    destination: destinationOf(to),
  })
  await book(deps, application.id, [statement])
  return { browser, location: `${deps.baseUrl}${goPath}?way=${token}` }
}

/** A path of the site itself; anything else leads to its front page, never elsewhere. */
function destinationOf(to: string | undefined): string {
  if (to === undefined || to.length > longestDestination || !/^\/[\x21-\x7e]*$/.test(to)) return '/'
  const path = pathOf(to)
  return path === undefined || path.startsWith(atSite) ? '/' : to
}

/**
 * On our origin: lets the browser in to the site, or sends it to our pages first. Throws `forward-auth.way-over`.
 * The code that it yields is good once, for a minute, at this site and in the browser that set out (R4).
 */
export async function goOn(
  deps: WayDeps,
  input: {
    readonly way: string
    readonly sessionToken: string | undefined
    readonly surroundings: Surroundings
  },
): Promise<string> {
  const way = await deps.store.findWay(input.way)
  const site = way && (await siteOf(deps, way.applicationId))
  if (!way || way.codeHash !== undefined || !site) throw wayOver()
  const wishes = wishesOf(site, way)
  const door = forwardAuthKind.id
  const { applicationId, referral } = way
  const { sessionToken, surroundings } = input
  const { admitted } = await admit(deps, {
    sessionToken,
    applicationId,
    door,
    wishes,
    surroundings,
    referral,
  })
  if (!admitted) return referred(deps, way, { wishes, token: input.way })
  const { code, statement } = deps.store.admit(way.id, admitted.id)
  await book(deps, way.id, [statement])
  return `${site.settings.origin}${atSite}/finish?code=${code}`
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

/** Back at the site: the code becomes its cookie, once. Throws `forward-auth.way-over`. */
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
  const own = way?.applicationId === site.application.id && way.browserHash === hashToken(came.browser ?? '')
  if (!way?.admissionId || !own) throw wayOver()
  const admission = await stillAdmitted(deps, way.admissionId, came.surroundings)
  if (!admission) throw wayOver()
  const { token, statements } = deps.store.arrive(way, admission)
  await book(deps, way.id, statements)
  return { cookie: token, destination: way.destination }
}

async function book(deps: WayDeps, lock: string, statements: readonly Statement[]): Promise<void> {
  const outcome = await deps.storage.book({ statements, locks: [lock] })
  if (outcome === 'refused') throw wayOver()
}
