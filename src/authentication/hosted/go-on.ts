import { canonicalName } from '../../directories/index.ts'
import type { Statement } from '../../storage/index.ts'
import { type AdmitResult, admit } from '../admit.ts'
import type { Surroundings } from '../deps.ts'
import { livingReferral, refer } from '../refer.ts'
import { startAttempt } from '../start.ts'
import type { HostedDeps } from './deps.ts'
import { hostedWayOver } from './errors.ts'
import { provideAccount } from './provide.ts'
import type { HostedWay } from './schema.ts'
import { hostedPath, settingsOf } from './set-out.ts'
import { type HostedSettings, hostedKind } from './settings.ts'
import { openHostedWays } from './store.ts'

export interface GoOnInput {
  readonly way: string
  /** What the browser holds: a session of our pages, one that was made for the application. */
  readonly sessionTokens: readonly string[]
  readonly surroundings: Surroundings
}

export interface GoneOn {
  readonly location: string
  /** Of a sign-in whose first factor the application has vouched for: for this browser, and for no other. */
  readonly attempt?: string
  /** Back to the application: nothing of the way is needed any more. */
  readonly ended?: true
}

const door = hostedKind.id

/**
 * On our own origin: lets the browser in to the application, or leads it to our pages first. The code that it takes
 * back is good once, for a minute, for this application and for the browser that set out. Throws `hosted.way-over`.
 */
export async function goOn(deps: HostedDeps, input: GoOnInput): Promise<GoneOn> {
  const ways = openHostedWays(deps)
  const way = await ways.findOpen(input.way)
  const settings = way && (await settingsOf(deps, way.applicationId))
  if (!way || !settings?.returnTo.includes(way.returnTo)) throw hostedWayOver()
  const outcome = await admitAny(deps, way, input)
  if (outcome.refused === 'given-up') {
    await book(deps, way, [ways.end(way.id)])
    return { location: withAnswer(way.returnTo, 'error', outcome.because), ended: true }
  }
  if (!outcome.admitted) return referred(deps, way, { ...input, ...settings })
  const { code, statement } = ways.admit(way.id, outcome.admitted.id)
  await book(deps, way, [statement])
  return { location: withAnswer(way.returnTo, 'code', code), ended: true }
}

/** The first of the sessions that is enough, if any is. Somebody may be back without one. */
async function admitAny(
  deps: HostedDeps,
  way: HostedWay,
  { sessionTokens: [sessionToken, ...others], surroundings }: Omit<GoOnInput, 'way'>,
): Promise<AdmitResult> {
  const { applicationId, referral } = way
  const shared = { applicationId, door, wishes: wishesOf(way), surroundings, referral }
  const outcome = await admit(deps, { ...shared, sessionToken })
  const isLast = outcome.admitted || outcome.refused === 'given-up' || others.length === 0
  return isLast ? outcome : admitAny(deps, way, { sessionTokens: others, surroundings })
}

/** A name that nobody can have is one that nobody has: somebody who signs in is somebody else. */
function wishesOf({ wishes, account }: HostedWay): HostedWay['wishes'] {
  if (account === undefined) return wishes
  const name = canonicalName(account)
  return { ...wishes, account: name.valid ? name.key : nobody }
}

const nobody = '' as NonNullable<HostedWay['wishes']['account']>

/** To our pages. The first time that it comes by, a vouch becomes an attempt, of the browser that came. */
async function referred(
  deps: HostedDeps,
  way: HostedWay,
  { way: token, surroundings, provides }: GoOnInput & HostedSettings,
): Promise<GoneOn> {
  if (way.referral !== undefined) return { location: `/sign-in?referral=${way.referral}` }
  const { applicationId } = way
  const returnTo = `${hostedPath}?way=${token}`
  const sent = await refer(deps, { applicationId, door, wishes: wishesOf(way), returnTo })
  await book(deps, way, [openHostedWays(deps).refer(way.id, sent.token)])
  const attempt = await vouchedAttempt(deps, way, { referral: sent.token, provides, surroundings })
  return { location: sent.page, ...(attempt === undefined ? {} : { attempt }) }
}

interface Vouching {
  readonly referral: string
  readonly provides: boolean
  readonly surroundings: Surroundings
}

async function vouchedAttempt(
  deps: HostedDeps,
  { account, vouched, applicationId }: HostedWay,
  { referral, provides, surroundings }: Vouching,
): Promise<string | undefined> {
  if (!vouched || account === undefined) return undefined
  const application = await deps.applications.find(applicationId)
  // Its right to vouch may have been taken away since: then it has said nothing.
  if (!application?.vouches) return undefined
  if (provides) await provideAccount(deps, application, account)
  const living = await livingReferral(deps, referral)
  const started = await startAttempt(deps, {
    account,
    applicationId,
    vouched,
    referral: living,
    surroundings,
  })
  return started.secret
}

function withAnswer(returnTo: string, name: 'code' | 'error', value: string): string {
  const url = new URL(returnTo)
  url.searchParams.set(name, value)
  return url.href
}

async function book(deps: HostedDeps, way: HostedWay, statements: readonly Statement[]): Promise<void> {
  const outcome = await deps.storage.book({ statements, locks: [way.id] })
  if (outcome === 'refused') throw hostedWayOver()
}
