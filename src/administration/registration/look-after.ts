import { isDeepStrictEqual } from 'node:util'
import type { DoorKind } from '../../applications/index.ts'
import { type Id, isId } from '../../kernel/ids.ts'
import { parseWith } from '../../kernel/parse.ts'
import { equalBytes, hashToken } from '../../kernel/tokens.ts'
import type { Statement } from '../../storage/index.ts'
import type { Budget } from '../../throttle/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { sharesSecret } from '../door-view.ts'
import { disconnecting, kindOf } from '../doors.ts'
import { registrationChanged, registrationTakenOver, registrationTooMany } from './errors.ts'
import type { Registered } from './schema.ts'
import { registrationStore } from './store.ts'

/** What a program that goes round in circles may do to the trail. */
const changesInADay = 100
const day = 24 * 60 * 60_000

interface Shown {
  readonly applicationId: string
  /** As it was handed out at the registration. */
  readonly ownToken: string
  readonly door: string
}

/**
 * The application that shows its own secret, whether it works or waits to be approved. Undefined for every other
 * secret, and for one that has withdrawn. Throws `registration.taken-over` where an administrator has switched it off.
 */
export async function findRegistered(
  deps: AdministrationDeps,
  { applicationId, ownToken, door }: Shown,
): Promise<Registered | undefined> {
  if (!isId<'application'>(applicationId)) return undefined
  const store = registrationStore(deps.storage)
  const found = await store.registration(applicationId)
  if (!found || !isHashOf(found.hash, ownToken)) return undefined
  const { hash: _, ...registration } = found
  const [application, doors, token] = await Promise.all([
    deps.applications.find(applicationId),
    deps.doors.of(applicationId),
    store.token(registration.tokenId),
  ])
  const connected = doors.find((one) => one.door === door)
  if (!application || !connected || !token) return undefined
  const registered = { application, registration, token, ...connected }
  if (application.status !== 'active' && !isWaiting(registered)) throw registrationTakenOver()
  return registered
}

/** Switched off because nobody has looked at it yet. */
function isWaiting({ token, registration }: Registered): boolean {
  return token.approval && registration.approvedAt === undefined
}

function isHashOf(hash: string | null, token: string): boolean {
  return hash !== null && equalBytes(Buffer.from(hashToken(token)), Buffer.from(hash))
}

/**
 * Sets its door anew, within what its door has found its token to allow; what has to be approved is switched off until
 * it is. A secret that it needs from now on is made and shown once. What says nothing new changes nothing. Throws
 * `registration.taken-over` where an administrator has set it anew since, for what was narrowed is not widened again;
 * and `registration.too-many-changes`.
 */
export async function changeRegistered(
  deps: AdministrationDeps,
  registered: Registered,
  given: unknown,
): Promise<{ readonly registered: Registered; readonly secret: string | undefined }> {
  await requireItsOwn(deps, registered)
  const { application, registration, token, version } = registered
  const kind = await kindOf(deps, token.door)
  const settings = parseWith(kind.settings, given, 'settings')
  if (isDeepStrictEqual(settings, registered.settings)) return { registered, secret: undefined }
  const budget = await changesLeft(deps, application.id)
  const store = registrationStore(deps.storage)
  const secrets = secretsFor(deps, kind, registered, settings)
  const at = { applicationId: application.id, door: token.door, version }
  await book(deps, application, {
    statements: [
      deps.throttle.take(budget, deps.storage.clock.now()),
      deps.doors.change(at, settings),
      store.noteChange(registration, version + 1),
      ...secrets.statements,
      ...(token.approval && application.status === 'active'
        ? [deps.applications.change(application, { status: 'disabled' })]
        : []),
    ],
    event: 'application.registration-changed',
  })
  const doorVersion = version + 1
  const changed = {
    application: { ...application, status: token.approval ? ('disabled' as const) : application.status },
    registration: { ...registration, doorVersion, approvedAt: undefined },
  }
  return { registered: { ...registered, ...changed, settings, version: doorVersion }, secret: secrets.text }
}

/** Throws `registration.too-many-changes` where it has used them up. */
async function changesLeft(
  { throttle, storage }: Pick<AdministrationDeps, 'throttle' | 'storage'>,
  applicationId: string,
): Promise<Budget> {
  const budget = { id: `registration-change|${applicationId}`, limit: changesInADay, window: day }
  const wait = await throttle.waitFor([budget], storage.clock.now())
  if (wait > 0) throw registrationTooMany(Math.ceil(wait / 1000))
  return budget
}

/**
 * Disconnected, switched off, and looked after by nobody: its name stays taken. Throws `registration.taken-over` as
 * `changeRegistered` does.
 */
export async function withdrawRegistered(deps: AdministrationDeps, registered: Registered): Promise<void> {
  await requireItsOwn(deps, registered)
  const { application, registration, token } = registered
  await book(deps, application, {
    statements: [
      ...(await disconnecting(deps, { applicationId: application.id, door: token.door })),
      deps.applications.change(application, { status: 'disabled' }),
      registrationStore(deps.storage).endRegistration(registration),
    ],
    event: 'application.registration-ended',
  })
}

/** An administrator who has set its door anew, or connected it by another one, looks after it from then on. */
async function requireItsOwn(
  { doors }: Pick<AdministrationDeps, 'doors'>,
  { application, registration, version }: Registered,
): Promise<void> {
  const connected = await doors.of(application.id)
  if (connected.length > 1 || registration.doorVersion !== version) throw registrationTakenOver()
}

/** One where there was none, and none where there is no use for it any more. */
function secretsFor(
  { doors }: Pick<AdministrationDeps, 'doors'>,
  kind: DoorKind,
  { application, settings: before }: Registered,
  settings: unknown,
): { readonly statements: readonly Statement[]; readonly text: string | undefined } {
  const [had, has] = [sharesSecret(kind, before), sharesSecret(kind, settings)]
  if (had === has) return { statements: [], text: undefined }
  if (had) return { statements: [doors.secrets.endAfter(application.id, kind.id, 0)], text: undefined }
  const { statement, text } = doors.secrets.create({ applicationId: application.id, kind })
  return { statements: [statement], text }
}

async function book(
  deps: AdministrationDeps,
  { id }: { readonly id: Id<'application'> },
  { statements, event }: { readonly statements: readonly Statement[]; readonly event: string },
): Promise<void> {
  const at = deps.storage.clock.now()
  const told = { at, event, outcome: 'done', actor: `application:${id}`, applicationId: id } as const
  const outcome = await deps.storage.book({ statements, events: [told], locks: [id] })
  if (outcome === 'refused') throw registrationChanged()
}
