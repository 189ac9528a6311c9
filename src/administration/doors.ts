import {
  type Application,
  type ApplicationDoor,
  applicationChanged,
  applicationFixed,
  applicationNotFound,
  type DoorKind,
  type DoorSecret,
  doorConnectedAlready,
  doorNotConnected,
  doorSecretless,
  doorSecretNotFound,
  doorUnknown,
} from '../applications/index.ts'
import type { Id } from '../kernel/ids.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Statement } from '../storage/index.ts'
import { type Actor, requirePermission } from './actor.ts'
import { type Act, bookAct } from './book.ts'
import { changedSettings } from './changed-settings.ts'
import { type Connection, connecting, readConnection } from './connection.ts'
import type { AdministrationDeps } from './deps.ts'
import { type DoorView, doorView, type FreshConnection, sharesSecret } from './door-view.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const
const changes = { ...looks, changes: true } as const

interface DoorAct {
  readonly actor: Actor
  readonly applicationId: Id<'application'>
  readonly door: string
}

/** By which doors applications can be connected here. */
export async function listDoorKinds(
  deps: AdministrationDeps,
  { actor }: { readonly actor: Actor },
): Promise<readonly DoorKind[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  return deps.doorKinds()
}

/** By which doors an application is connected. */
export async function listDoors(
  deps: AdministrationDeps,
  { actor, applicationId }: Pick<DoorAct, 'actor' | 'applicationId'>,
): Promise<readonly DoorView[]> {
  requirePermission(actor, looks, deps.sessions.requireFresh)
  await applicationOf(deps, applicationId)
  const connected = await deps.doors.of(applicationId)
  return Promise.all(connected.map((one) => doorView(deps, one)))
}

/**
 * Connects an application by a door. Its first secret, where there is one, is shown here and never again.
 * Throws `door.unknown`, `template.unknown`, `door.connected-already`, and `input.invalid` naming the settings that
 * are wrong.
 */
export async function connectApplication(
  deps: AdministrationDeps,
  input: Pick<DoorAct, 'actor' | 'applicationId'> & Connection,
): Promise<FreshConnection> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const { actor, applicationId } = input
  const application = await applicationOf(deps, applicationId)
  if (application.kind === 'portal') throw applicationFixed()
  const connection = await readConnection(deps, input)
  const { statements, issued } = connecting(deps, applicationId, connection)
  const act = { actor, applicationId, door: connection.kind.id }
  await book(deps, act, {
    statements,
    event: 'application.connected',
    ...(connection.template ? { details: { template: connection.template.id } } : {}),
    refused: doorConnectedAlready,
  })
  return freshConnection(deps, act, issued?.text)
}

/** A connection that was booked just now. */
export async function freshConnection(
  deps: AdministrationDeps,
  act: Pick<DoorAct, 'applicationId' | 'door'>,
  secret: string | undefined,
): Promise<FreshConnection> {
  const view = await doorView(deps, await connectedDoor(deps, act), secret)
  return secret === undefined ? view : { ...view, secret }
}

/** Sets all of it anew. Throws `etag.stale` where somebody else was faster. */
export async function changeDoor(
  deps: AdministrationDeps,
  input: DoorAct & {
    readonly settings: unknown
    readonly reason: string
    /** The version that was looked at; undefined: whatever it is now. */
    readonly version?: number | undefined
  },
): Promise<DoorView> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const kind = await kindOf(deps, input.door)
  const door = await connectedDoor(deps, input)
  if (input.version !== undefined && input.version !== door.version) throw applicationChanged()
  const settings = parseWith(kind.settings, input.settings, 'settings')
  await book(deps, input, {
    statements: [deps.doors.change(door, settings)],
    event: 'application.door-changed',
    details: { changed: doorChanges(kind, door.settings, settings), reason: input.reason },
    refused: applicationChanged,
  })
  return doorView(deps, await connectedDoor(deps, input))
}

/** For the trail. What cannot be read any more is compared as it lies there. */
function doorChanges({ settings, untold = [] }: DoorKind, stored: unknown, after: unknown): string {
  const read = settings.safeParse(stored)
  return changedSettings(read.success ? read.data : stored, after, (name, value) =>
    untold.includes(name) ? undefined : value,
  )
}

/** Its secrets end with it, and so does what was handed out by it: to connect it again brings nothing of that back. */
export async function disconnectApplication(
  deps: AdministrationDeps,
  input: DoorAct & { readonly reason: string },
): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  await connectedDoor(deps, input)
  await book(deps, input, {
    statements: await disconnecting(deps, input),
    event: 'application.disconnected',
    details: { reason: input.reason },
    refused: doorNotConnected,
  })
}

/** What ends where an application is connected by a door no more, whoever says so. */
export async function disconnecting(
  { doors, admissions, streams }: AdministrationDeps,
  { applicationId, door }: Pick<DoorAct, 'applicationId' | 'door'>,
): Promise<readonly Statement[]> {
  return [
    ...doors.remove(applicationId, door),
    admissions.endAll(applicationId, door),
    ...(await streams.removeAll(applicationId, door)),
  ]
}

/** A new secret, shown once; those before it end after the overlap, in milliseconds. */
export async function rotateDoorSecret(
  deps: AdministrationDeps,
  input: DoorAct & { readonly overlap: number; readonly secret?: string | undefined },
): Promise<{ readonly secret: DoorSecret; readonly text: string }> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const { applicationId, door, overlap } = input
  const kind = await kindOf(deps, door)
  const connected = await connectedDoor(deps, input)
  if (!sharesSecret(kind, connected.settings)) throw doorSecretless()
  const ending = deps.doors.secrets.endAfter(applicationId, door, overlap)
  const { secret, text, statement } = deps.doors.secrets.create({ applicationId, kind, text: input.secret })
  await book(deps, input, {
    statements: [ending, statement],
    event: 'application.secret-rotated',
    details: { prefix: secret.prefix, overlapSeconds: Math.round(overlap / 1000) },
    refused: doorNotConnected,
  })
  return { secret, text }
}

/** Stops a secret at once. */
export async function revokeDoorSecret(
  deps: AdministrationDeps,
  input: DoorAct & { readonly secretId: Id<'door-secret'>; readonly reason: string },
): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const secrets = await deps.doors.secrets.listOf(input.applicationId, input.door)
  const secret = secrets.find(({ id }) => id === input.secretId)
  if (!secret) throw doorSecretNotFound()
  await book(deps, input, {
    statements: [deps.doors.secrets.revoke(secret.id)],
    event: 'application.secret-revoked',
    details: { prefix: secret.prefix, reason: input.reason },
    refused: doorSecretNotFound,
  })
}

export async function applicationOf(deps: AdministrationDeps, id: Id<'application'>): Promise<Application> {
  const application = await deps.applications.find(id)
  if (!application) throw applicationNotFound()
  return application
}

export async function kindOf(deps: AdministrationDeps, door: string): Promise<DoorKind> {
  const kind = (await deps.doorKinds()).find(({ id }) => id === door)
  if (!kind) throw doorUnknown(door)
  return kind
}

async function connectedDoor(
  deps: AdministrationDeps,
  { applicationId, door }: Pick<DoorAct, 'applicationId' | 'door'>,
): Promise<ApplicationDoor> {
  const found = (await deps.doors.of(applicationId)).find((one) => one.door === door)
  if (!found) throw doorNotConnected()
  return found
}

interface DoorChange extends Pick<Act, 'statements' | 'event' | 'details'> {
  readonly refused: () => Error
}

async function book(
  deps: AdministrationDeps,
  { actor, applicationId, door }: DoorAct,
  { refused, details, ...act }: DoorChange,
): Promise<void> {
  const told = { actor, applicationId, locks: [applicationId], details: { connection: door, ...details } }
  if ((await bookAct(deps, { ...act, ...told })) === 'refused') throw refused()
}
