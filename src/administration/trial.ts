import {
  type Application,
  type ApplicationDoor,
  applicationNotFound,
  type DoorKind,
  type DoorSecret,
  doorNotConnected,
  doorUnknown,
  type Explained,
  type Finding,
} from '../applications/index.ts'
import type { AuditRow } from '../audit/index.ts'
import { spanInWords } from '../kernel/duration.ts'
import type { Id } from '../kernel/ids.ts'
import { type Actor, requirePermission } from './actor.ts'
import { factorNames, sentenceOf } from './audit-words.ts'
import { bookAct } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { sharesSecret } from './door-view.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const units = [day, hour, minute]

export interface TrialInput {
  readonly actor: Actor
  readonly applicationId: Id<'application'>
  readonly door: string
  /** As the other side has it: then it is tried, too. */
  readonly secret?: string | undefined
}

/** Tries a connection out as it is now, from one end to the other, and says in words what is wrong. */
export async function tryDoor(deps: AdministrationDeps, input: TrialInput): Promise<readonly Finding[]> {
  const permission = { role: 'administrator', scope: 'administration', changes: false } as const
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { applicationId, door } = input
  const application = await deps.applications.find(applicationId)
  if (!application) throw applicationNotFound()
  const kind = (await deps.doorKinds()).find(({ id }) => id === door)
  if (!kind) throw doorUnknown(door)
  const connected = (await deps.doors.of(applicationId)).find((one) => one.door === door)
  if (!connected) throw doorNotConnected()
  const findings = [
    ...switchedOff(application),
    ...(await secretsFound(deps, kind, connected)),
    ...(await triedOut(deps, kind, connected, input.secret)),
    await lastSeen(deps, kind, applicationId),
  ]
  // It calls addresses of others, and may be asked why.
  await bookAct(deps, {
    actor: input.actor,
    event: 'application.tried-out',
    applicationId,
    statements: [],
    locks: [applicationId],
    details: { connection: door, bad: findings.filter(({ outcome }) => outcome === 'bad').length },
  })
  return findings
}

function switchedOff({ name, status }: Application): readonly Finding[] {
  if (status === 'active') return []
  const remedy = 'Switch it on under *Change*.'
  return [{ check: 'status', outcome: 'bad', says: `${name} is switched off: nobody comes in.`, remedy }]
}

/** Whether there is a secret, and for how long. */
async function secretsFound(
  deps: AdministrationDeps,
  kind: DoorKind,
  { applicationId, settings }: ApplicationDoor,
): Promise<readonly Finding[]> {
  if (!sharesSecret(kind, settings)) return []
  const now = deps.storage.clock.now()
  const all = await deps.doors.secrets.listOf(applicationId, kind.id)
  const living = all.filter((one) => one.revokedAt === undefined && endOf(one) > now)
  const check = 'secret'
  const remedy = 'Make a new secret, and enter it there.'
  if (living.length === 0) return [{ check, outcome: 'bad', says: 'It has no secret that works.', remedy }]
  const left = Math.max(...living.map(endOf)) - now
  if (left < 7 * day)
    return [{ check, outcome: 'bad', says: `Its last secret ends in ${roughly(left)}.`, remedy }]
  return [{ check, outcome: 'good', says: `It has a secret that works (${living[0]?.prefix}…).` }]
}

function endOf({ expiresAt }: DoorSecret): number {
  return expiresAt ?? Number.POSITIVE_INFINITY
}

async function triedOut(
  deps: AdministrationDeps,
  kind: DoorKind,
  { applicationId, settings: stored }: ApplicationDoor,
  given: string | undefined,
): Promise<readonly Finding[]> {
  const settings = kind.settings.safeParse(stored)
  if (!settings.success) {
    const says = 'What is set for it cannot be read, so that nobody is let in.'
    return [{ check: 'settings', outcome: 'bad', says, remedy: 'Set it anew.' }]
  }
  const sealed = kind.secret === 'sealed'
  try {
    const trial = {
      baseUrl: deps.baseUrl,
      applicationId,
      settings: settings.data,
      now: deps.storage.clock.now(),
      secrets: sealed ? await deps.doors.secrets.open(applicationId, kind.id) : [],
      given,
      port: deps.doorPorts[kind.id],
    }
    return (await kind.tryOut?.(trial)) ?? []
  } catch {
    return [{ check: 'trial', outcome: 'unknown', says: 'It could not be tried out to its end.' }]
  }
}

/** What the audit trail says of it: whoever was let in last, or why nobody was. */
async function lastSeen(
  { audit, storage, factors }: AdministrationDeps,
  { refusals = {} }: DoorKind,
  applicationId: Id<'application'>,
): Promise<Finding> {
  const check = 'last-seen'
  const [accepted, refused] = await Promise.all(
    (['accepted', 'refused'] as const).map(async (outcome) => {
      const { items } = await audit.search({ applicationId, outcome, limit: 1 })
      return items[0]
    }),
  )
  const ago = ({ at }: AuditRow) => `${roughly(storage.clock.now() - at)} ago`
  if (refused && (accepted?.at ?? 0) <= refused.at) {
    const known: Explained | undefined = explained(refusals, refused.reason ?? '')
    if (known) return { check, outcome: 'bad', ...known, says: `Last seen ${ago(refused)}: ${known.says}` }
    // What somebody typed was wrong; that it was judged speaks for the connection.
    const says = `Somebody was refused ${ago(refused)}. ${sentenceOf(refused, factorNames(factors))}`
    const remedy = 'If everybody is refused, look at it in the audit trail.'
    return { check, outcome: 'unknown', says, remedy }
  }
  if (accepted) return { check, outcome: 'good', says: `Somebody was let in ${ago(accepted)}.` }
  const remedy = 'Sign in to it once.'
  return { check, outcome: 'unknown', says: 'Nobody has come by it yet.', remedy }
}

/** By the whole reason, or else by its first word. */
function explained(refusals: Readonly<Record<string, Explained>>, reason: string): Explained | undefined {
  return refusals[reason] ?? refusals[reason.split(' ', 1)[0] ?? '']
}

/** In one unit, and whole ones of it. */
function roughly(milliseconds: number): string {
  const each = units.find((unit) => milliseconds >= 2 * unit) ?? minute
  return spanInWords(Math.max(1, Math.round(milliseconds / each)) * each)
}
