import { typedName } from '../accounts/index.ts'
import {
  type ApiKey,
  type ApiScope,
  type Application,
  type ApplicationChange,
  type ApplicationClass,
  apiKeyNotFound,
  applicationChanged,
  applicationFixed,
  applicationNameTaken,
  applicationNotFound,
  type NewApplication,
  readLogo,
} from '../applications/index.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement } from '../storage/index.ts'
import { type Actor, requireMayGrant, requirePermission } from './actor.ts'
import { type Act, bookAct } from './book.ts'
import { type Connection, connecting, readConnection } from './connection.ts'
import type { AdministrationDeps } from './deps.ts'
import { doorView, type FreshConnection } from './door-view.ts'
import { freshConnection } from './doors.ts'
import type { RegistrationView } from './registration/schema.ts'
import { registrationsOf } from './registration/views.ts'
import { onceUnder, type Remember, type RetryKey } from './retry-keys.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const
const changes = { ...looks, changes: true } as const

export interface ApplicationWithKeys {
  readonly application: Application
  readonly keys: readonly ApiKey[]
  /** Where it registered itself. */
  readonly registration?: RegistrationView
}

export async function listApplications(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<readonly ApplicationWithKeys[]> {
  requirePermission(input.actor, looks, deps.sessions.requireFresh)
  return withKeys(deps, await deps.applications.list())
}

async function withKeys(
  deps: AdministrationDeps,
  applications: readonly Application[],
): Promise<readonly ApplicationWithKeys[]> {
  const registrations = await registrationsOf(deps, applications)
  return Promise.all(
    applications.map(async (application) => {
      const registration = registrations.get(application.id)
      const keys = await deps.apiKeys.listOf(application.id)
      return { application, keys, ...(registration ? { registration } : {}) }
    }),
  )
}

/** One application as it is shown. */
export async function withItsKeys(
  deps: AdministrationDeps,
  application: Application,
): Promise<ApplicationWithKeys> {
  const [shown] = await withKeys(deps, [application])
  if (!shown) throw applicationNotFound()
  return shown
}

export interface CreateApplicationInput {
  readonly actor: Actor
  readonly name: string
  readonly class?: ApplicationClass | undefined
  readonly vouches?: boolean | undefined
  readonly owner?: string | undefined
  /** How it is connected from the start. */
  readonly connection?: Connection | undefined
  readonly retry?: RetryKey | undefined
}

/** An application as it was made; the secret of its connection is shown here and never again. */
export type CreatedApplication = Application & { readonly connection?: FreshConnection }

/** The application and how it is connected are one booking: there is never half of it. */
export async function createApplication(
  deps: AdministrationDeps,
  input: CreateApplicationInput,
): Promise<CreatedApplication> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  return onceUnder(deps, input, {
    make: (remember) => makeApplication(deps, input, remember),
    async again(id) {
      const application = await deps.applications.find(id as Id<'application'>)
      if (!application) throw applicationNotFound()
      const [door] = input.connection ? await deps.doors.of(application.id) : []
      return door ? { ...application, connection: await doorView(deps, door) } : application
    },
  })
}

async function makeApplication(
  deps: AdministrationDeps,
  input: CreateApplicationInput,
  remember: Remember,
): Promise<CreatedApplication> {
  const { application, statements, details, door, secret } = await planApplication(deps, input)
  await book(deps, application.id, {
    actor: input.actor,
    statements,
    event: 'application.created',
    details,
    refused: applicationNameTaken,
    remembered: remember({ id: application.id, secretShown: secret !== undefined }),
  })
  if (door === undefined) return application
  const act = { applicationId: application.id, door }
  return { ...application, connection: await freshConnection(deps, act, secret) }
}

/** An application that was found good, and is not booked yet. */
export interface PlannedApplication {
  readonly application: Application
  readonly statements: readonly Statement[]
  /** For the trail. */
  readonly details: NonNullable<Act['details']>
  readonly door: string | undefined
  readonly secret: string | undefined
}

type WantedApplication = Omit<CreateApplicationInput, 'actor' | 'retry'> & Pick<NewApplication, 'status'>

/** Throws `application.name-taken`, and what `readConnection` throws. */
export async function planApplication(
  deps: AdministrationDeps,
  wanted: WantedApplication,
): Promise<PlannedApplication> {
  const name = parseWith(typedName, wanted.name, 'name')
  const connection = wanted.connection ? await readConnection(deps, wanted.connection) : undefined
  if (await deps.applications.findByName(name.key)) throw applicationNameTaken()
  const guards = wanted.class ?? connection?.template?.class
  const { application, statement } = deps.applications.create({
    name,
    kind: 'client',
    ...(guards ? { class: guards } : {}),
    vouches: wanted.vouches ?? connection?.template?.vouches ?? false,
    owner: wanted.owner,
    ...(wanted.status ? { status: wanted.status } : {}),
  })
  const connected = connection ? connecting(deps, application.id, connection) : undefined
  return {
    application,
    statements: [statement, ...(connected?.statements ?? [])],
    details: {
      class: application.class,
      vouches: application.vouches,
      ...(connection ? { connection: connection.kind.id } : {}),
      ...(connection?.template ? { template: connection.template.id } : {}),
    },
    door: connection?.kind.id,
    secret: connected?.issued?.text,
  }
}

/** Throws `application.fixed` for our own pages, and `etag.stale` where somebody else was faster. */
export async function changeApplication(
  deps: AdministrationDeps,
  input: {
    readonly actor: Actor
    readonly applicationId: Id<'application'>
    readonly changes: ApplicationChange
    readonly reason: string
  },
): Promise<ApplicationWithKeys> {
  const application = await changeable(deps, input)
  const { id } = application
  const told = Object.entries(input.changes).flatMap(([name, to]) =>
    to === undefined ? [] : [`${name}: ${to}`],
  )
  if (told.length > 0) {
    await book(deps, id, {
      actor: input.actor,
      statements: [deps.applications.change(application, input.changes)],
      event: 'application.changed',
      details: { changed: told.join(', '), reason: input.reason },
      refused: applicationChanged,
    })
  }
  const changed = await deps.applications.find(id)
  if (!changed) throw applicationNotFound()
  return withItsKeys(deps, changed)
}

/** By what people know it on the sign-in page; undefined: none. Throws `logo.unusable`. */
export async function setApplicationLogo(
  deps: AdministrationDeps,
  input: {
    readonly actor: Actor
    readonly applicationId: Id<'application'>
    readonly image: Uint8Array | undefined
    readonly reason: string
  },
): Promise<ApplicationWithKeys> {
  const application = await changeable(deps, input)
  const logo = input.image && readLogo(input.image)
  await book(deps, application.id, {
    actor: input.actor,
    statements: deps.applications.setLogo(application, logo),
    event: 'application.changed',
    details: { changed: logo ? 'logo' : 'no logo', reason: input.reason },
    refused: applicationChanged,
  })
  return withItsKeys(deps, { ...application, logo: logo?.hash })
}

/** Throws `application.not-found`, and `application.fixed` for our own pages. */
async function changeable(
  deps: AdministrationDeps,
  { actor, applicationId }: { readonly actor: Actor; readonly applicationId: Id<'application'> },
): Promise<Application> {
  requirePermission(actor, changes, deps.sessions.requireFresh)
  const application = await deps.applications.find(applicationId)
  if (!application) throw applicationNotFound()
  if (application.kind === 'portal') throw applicationFixed()
  return application
}

/** A new key, shown once. Nobody hands out more than he has. */
export async function issueApiKey(
  deps: AdministrationDeps,
  input: {
    readonly actor: Actor
    readonly applicationId: Id<'application'>
    readonly scopes: readonly ApiScope[]
    readonly expiresAt?: number | undefined
    readonly retry?: RetryKey | undefined
  },
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  requireMayGrant(input.actor, 'administrator')
  return onceUnder(deps, input, { make: (remember) => makeApiKey(deps, input, remember) })
}

async function makeApiKey(
  deps: AdministrationDeps,
  input: Parameters<typeof issueApiKey>[1],
  remember: Remember,
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  const application = await deps.applications.find(input.applicationId)
  if (!application) throw applicationNotFound()
  const { key, token, statement } = deps.apiKeys.create({
    applicationId: application.id,
    scopes: input.scopes,
    ...(input.expiresAt === undefined ? {} : { expiresAt: input.expiresAt }),
  })
  await book(deps, application.id, {
    actor: input.actor,
    statements: [statement],
    event: 'api-key.issued',
    details: { prefix: key.prefix, scopes: key.scopes.join(' ') },
    refused: applicationNotFound,
    remembered: remember({ id: key.id, secretShown: true }),
  })
  return { key, token }
}

/** A key with the same rights and the same last day; the old one works for the overlap and no longer. */
export async function rotateApiKey(
  deps: AdministrationDeps,
  input: {
    readonly actor: Actor
    readonly applicationId: Id<'application'>
    readonly keyId: Id<'api-key'>
    /** Milliseconds. */
    readonly overlap: number
  },
): Promise<{ readonly key: ApiKey; readonly token: string }> {
  const old = await keyOf(deps, input)
  const { key, token, statements } = deps.apiKeys.rotate(old, { overlap: input.overlap })
  await book(deps, input.applicationId, {
    actor: input.actor,
    statements,
    event: 'api-key.rotated',
    details: { prefix: key.prefix, replaces: old.prefix },
    refused: apiKeyNotFound,
  })
  return { key, token }
}

export async function revokeApiKey(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly applicationId: Id<'application'>; readonly keyId: Id<'api-key'> },
): Promise<void> {
  const key = await keyOf(deps, input)
  await book(deps, input.applicationId, {
    actor: input.actor,
    statements: [deps.apiKeys.revoke(key.id)],
    event: 'api-key.revoked',
    details: { prefix: key.prefix },
    refused: apiKeyNotFound,
  })
}

async function keyOf(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly applicationId: Id<'application'>; readonly keyId: Id<'api-key'> },
): Promise<ApiKey> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const key = await deps.apiKeys.find(input.keyId)
  if (!key || key.applicationId !== input.applicationId) throw apiKeyNotFound()
  return key
}

interface ApplicationAct extends Pick<Act, 'actor' | 'statements' | 'event' | 'details'> {
  readonly refused: () => Error
  readonly remembered?: ReturnType<Remember>
}

async function book(
  deps: AdministrationDeps,
  applicationId: Id<'application'>,
  { refused, remembered = { statements: [], locks: [] }, ...act }: ApplicationAct,
): Promise<void> {
  const outcome = await bookAct(deps, {
    ...act,
    applicationId,
    statements: [...act.statements, ...remembered.statements],
    locks: [applicationId, ...remembered.locks],
  })
  if (outcome === 'refused') throw refused()
}
