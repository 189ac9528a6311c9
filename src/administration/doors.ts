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
import type { AuditEntry, Statement } from '../storage/index.ts'
import { type Actor, actorName, requirePermission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'

const looks = { role: 'administrator', scope: 'administration', changes: false } as const
const changes = { ...looks, changes: true } as const

/** How an application comes by one door. */
export interface DoorView {
  readonly door: string
  readonly name: string
  readonly settings: unknown
  readonly version: number
  /** Whether there is a secret to share, with these settings. */
  readonly sharesSecret: boolean
  /** Those that work now, newest first. */
  readonly secrets: readonly DoorSecret[]
  /** What to enter on the other side. */
  readonly shows: readonly { readonly label: string; readonly value: string }[]
}

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
  return Promise.all(connected.map((one) => viewOf(deps, one)))
}

/**
 * Connects an application by a door. Its first secret, where there is one, is shown here and never again.
 * Throws `door.unknown`, `door.connected-already`, and `input.invalid` naming the settings that are wrong.
 */
export async function connectApplication(
  deps: AdministrationDeps,
  input: DoorAct & { readonly settings: unknown; readonly secret?: string | undefined },
): Promise<DoorView & { readonly secret?: string }> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  const { applicationId } = input
  const application = await applicationOf(deps, applicationId)
  if (application.kind === 'portal') throw applicationFixed()
  const kind = await kindOf(deps, input.door)
  const settings = parseWith(kind.settings, input.settings, 'settings')
  const issued = shares(kind, settings)
    ? deps.doors.secrets.create({ applicationId, kind, text: input.secret })
    : undefined
  await book(deps, input, {
    statements: [deps.doors.set(applicationId, kind.id, settings), ...(issued ? [issued.statement] : [])],
    event: 'application.connected',
    refused: doorConnectedAlready,
  })
  const view = await connectedView(deps, input)
  return issued ? { ...view, secret: issued.text } : view
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
    details: { reason: input.reason },
    refused: applicationChanged,
  })
  return connectedView(deps, input)
}

/** Its secrets end with it, and whoever was let in by it is decided on anew at the next use. */
export async function disconnectApplication(
  deps: AdministrationDeps,
  input: DoorAct & { readonly reason: string },
): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  await connectedDoor(deps, input)
  await book(deps, input, {
    statements: deps.doors.remove(input.applicationId, input.door),
    event: 'application.disconnected',
    details: { reason: input.reason },
    refused: doorNotConnected,
  })
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
  if (!shares(kind, connected.settings)) throw doorSecretless()
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

function shares(kind: DoorKind, settings: unknown): boolean {
  if (kind.secret === 'none') return false
  const read = kind.settings.safeParse(settings)
  return !read.success || (kind.sharesSecret?.(read.data) ?? true)
}

async function applicationOf(deps: AdministrationDeps, id: Id<'application'>): Promise<Application> {
  const application = await deps.applications.find(id)
  if (!application) throw applicationNotFound()
  return application
}

async function kindOf(deps: AdministrationDeps, door: string): Promise<DoorKind> {
  const kind = (await deps.doorKinds()).find(({ id }) => id === door)
  if (!kind) throw doorUnknown(door)
  return kind
}

async function connectedDoor(
  deps: AdministrationDeps,
  { applicationId, door }: DoorAct,
): Promise<ApplicationDoor> {
  const found = (await deps.doors.of(applicationId)).find((one) => one.door === door)
  if (!found) throw doorNotConnected()
  return found
}

async function connectedView(deps: AdministrationDeps, act: DoorAct): Promise<DoorView> {
  return viewOf(deps, await connectedDoor(deps, act))
}

async function viewOf(deps: AdministrationDeps, connected: ApplicationDoor): Promise<DoorView> {
  const { applicationId, door, settings, version } = connected
  const kind = (await deps.doorKinds()).find(({ id }) => id === door)
  const secrets = await deps.doors.secrets.listOf(applicationId, door)
  const at = deps.storage.clock.now()
  const read = kind?.settings.safeParse(settings)
  return {
    door,
    name: kind?.name ?? door,
    settings,
    version,
    sharesSecret: kind !== undefined && shares(kind, settings),
    secrets: secrets.filter((one) => one.revokedAt === undefined && (one.expiresAt ?? at + 1) > at),
    shows: read?.success
      ? (kind?.shows?.({ baseUrl: deps.baseUrl, applicationId, settings: read.data }) ?? [])
      : [],
  }
}

async function book(
  deps: AdministrationDeps,
  { actor, applicationId, door }: DoorAct,
  change: {
    readonly statements: readonly Statement[]
    readonly event: string
    readonly details?: AuditEntry['details']
    readonly refused: () => Error
  },
): Promise<void> {
  const outcome = await deps.storage.book({
    statements: change.statements,
    events: [
      {
        at: deps.storage.clock.now(),
        event: change.event,
        outcome: 'done',
        actor: actorName(actor),
        applicationId,
        details: { connection: door, ...change.details },
      },
    ],
    locks: [applicationId],
  })
  if (outcome === 'refused') throw change.refused()
}
