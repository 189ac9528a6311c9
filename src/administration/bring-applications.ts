import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { typedName } from '../accounts/index.ts'
import {
  type Application,
  type ApplicationChange,
  type ApplicationDoor,
  applicationClass,
  applicationFixed,
  applicationOwner,
} from '../applications/index.ts'
import { invalidInput, SallyportError } from '../kernel/errors.ts'
import { parseWith } from '../kernel/parse.ts'
import { type Actor, requirePermission } from './actor.ts'
import { changeApplication, createApplication } from './applications.ts'
import { changedNames } from './changed-settings.ts'
import { type Connection, type ReadConnection, readConnection } from './connection.ts'
import type { AdministrationDeps } from './deps.ts'
import type { FreshConnection } from './door-view.ts'
import { changeDoor, connectApplication } from './doors.ts'

const mostApplications = 500
const mostConnections = 10

const wantedConnection = z.strictObject({
  template: z.string().max(64).optional(),
  door: z.string().max(32).optional(),
  url: z.string().max(2000).optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
})

/** An application as it should be. What is left out stays as it is. */
const wantedApplication = z.strictObject({
  name: z.string().min(1).max(512),
  class: applicationClass.optional(),
  owner: applicationOwner.optional(),
  vouches: z.boolean().optional(),
  connections: z.array(wantedConnection).max(mostConnections).default([]),
})
export const wantedApplications = z.array(wantedApplication).min(1).max(mostApplications)
export type WantedApplication = z.infer<typeof wantedApplication>

/** What became, or would become, of one of them. */
export interface BroughtApplication {
  readonly name: string
  readonly act: 'create' | 'change' | 'same'
  /** Each thing that differs, a line each. */
  readonly changes: readonly string[]
  /** Made just now, with their secrets: these are shown here and never again. */
  readonly connections: readonly FreshConnection[]
}

interface Plan {
  readonly wanted: WantedApplication
  readonly existing: Application | undefined
  readonly change: ApplicationChange
  readonly connect: readonly Connection[]
  readonly set: readonly { readonly at: ApplicationDoor; readonly settings: unknown }[]
  readonly changes: readonly string[]
}

/**
 * Makes applications as they should be, by their names: those that are not here are created, those that differ are
 * changed, and bringing the same once more changes nothing. Nothing is taken away that is not named. All is read before
 * anything is made; throws `input.invalid` with everything that is wrong.
 */
export async function bringApplications(
  deps: AdministrationDeps,
  input: {
    readonly actor: Actor
    readonly applications: readonly WantedApplication[]
    /** Only says what would be done. */
    readonly preview: boolean
    readonly reason: string
  },
): Promise<readonly BroughtApplication[]> {
  const permission = { role: 'administrator', scope: 'administration', changes: true } as const
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const plans = await planAll(deps, input.applications)
  const brought: BroughtApplication[] = []
  for (const plan of plans) {
    const connections = input.preview ? [] : await carryOut(deps, input, plan)
    const act = plan.existing ? (plan.changes.length > 0 ? 'change' : 'same') : 'create'
    brought.push({ name: plan.wanted.name, act, changes: plan.changes, connections })
  }
  return brought
}

type Issues = readonly { readonly path: string; readonly message: string }[]

async function planAll(
  deps: AdministrationDeps,
  all: readonly WantedApplication[],
): Promise<readonly Plan[]> {
  const issues: Issues[number][] = []
  const plans: Plan[] = []
  const names = new Set<string>()
  for (const [index, wanted] of all.entries()) {
    const at = `applications.${index}`
    const key = typedName.safeParse(wanted.name).data?.key
    if (key !== undefined && names.has(key)) issues.push({ path: `${at}.name`, message: 'It is named twice' })
    if (key !== undefined) names.add(key)
    try {
      plans.push(await planOf(deps, wanted))
    } catch (error) {
      issues.push(...issuesOf(error).map(({ path, message }) => ({ path: `${at}.${path}`, message })))
    }
  }
  if (issues.length > 0) throw invalidInput(issues.slice(0, 50))
  return plans
}

/** Throws what is no fault of the input. */
function issuesOf(error: unknown): Issues {
  if (!(error instanceof SallyportError) || !['invalid', 'forbidden'].includes(error.kind)) throw error
  const { issues } = error.details as { readonly issues?: Issues }
  return issues ?? [{ path: 'name', message: error.message }]
}

async function planOf(deps: AdministrationDeps, wanted: WantedApplication): Promise<Plan> {
  const { key } = parseWith(typedName, wanted.name, 'name')
  const existing = await deps.applications.findByName(key)
  if (existing?.kind === 'portal') throw applicationFixed()
  const read = await readAll(deps, wanted)
  const doors = existing ? await deps.doors.of(existing.id) : []
  const { change, changes } = existing ? differences(existing, wanted) : firstOf(wanted)
  const fresh = read.filter(({ kind }) => !doors.some(({ door }) => door === kind.id))
  const set = doors.flatMap((at) => {
    const one = read.find(({ kind }) => kind.id === at.door)
    return one && !isDeepStrictEqual(one.settings, storedOf(one, at)) ? [{ at, one }] : []
  })
  return {
    wanted,
    existing,
    change,
    connect: fresh.map((one) => one.wanted),
    set: set.map(({ at, one }) => ({ at, settings: one.settings })),
    changes: [
      ...changes,
      ...fresh.map(({ kind }) => `connected by ${kind.name}`),
      ...set.flatMap(({ at, one }) => settingsDiffer(one, storedOf(one, at))),
    ],
  }
}

async function readAll(deps: AdministrationDeps, { connections }: WantedApplication) {
  const read: (ReadConnection & { readonly wanted: Connection })[] = []
  for (const [index, wanted] of connections.entries()) {
    try {
      const one = await readConnection(deps, wanted)
      if (read.some(({ kind }) => kind.id === one.kind.id))
        throw invalidInput([{ path: 'door', message: 'This door is named twice' }])
      read.push({ ...one, wanted })
    } catch (error) {
      throw invalidInput(
        issuesOf(error).map(({ path, message }) => ({ path: `connections.${index}.${path}`, message })),
      )
    }
  }
  return read
}

function firstOf({ class: guards, owner, vouches }: WantedApplication) {
  const said = { class: guards, owner, vouches }
  const changes = Object.entries(said).flatMap(([name, to]) => (to === undefined ? [] : [`${name}: ${to}`]))
  return { change: {}, changes }
}

function differences(existing: Application, { class: guards, owner, vouches }: WantedApplication) {
  const change: ApplicationChange = {
    ...(guards === undefined || guards === existing.class ? {} : { class: guards }),
    ...(owner === undefined || owner === (existing.owner ?? '') ? {} : { owner }),
    ...(vouches === undefined || vouches === existing.vouches ? {} : { vouches }),
  }
  const changes = Object.entries(change).map(
    ([name, to]) => `${name}: ${existing[name as keyof ApplicationChange] ?? 'nobody'} → ${to || 'nobody'}`,
  )
  return { change, changes }
}

/** As its door reads it; undefined where it cannot be read, which differs from everything. */
function storedOf({ kind }: ReadConnection, { settings }: ApplicationDoor): unknown {
  return kind.settings.safeParse(settings).data
}

function settingsDiffer({ kind, settings }: ReadConnection, stored: unknown): readonly string[] {
  const before = (stored ?? {}) as Record<string, unknown>
  const after = (settings ?? {}) as Record<string, unknown>
  return changedNames(before, after).map(
    (name) => `${kind.id} ${name}: ${told(before[name])} → ${told(after[name])}`,
  )
}

function told(value: unknown): string {
  const text = JSON.stringify(value) ?? 'not set'
  return text.length > 200 ? `${text.slice(0, 200)}…` : text
}

async function carryOut(
  deps: AdministrationDeps,
  { actor, reason }: { readonly actor: Actor; readonly reason: string },
  { wanted, existing, change, connect, set }: Plan,
): Promise<readonly FreshConnection[]> {
  const [first, ...others] = connect
  if (!existing) {
    const { connections: _, ...said } = wanted
    const made = await createApplication(deps, { actor, ...said, connection: first })
    const more = await connectEach(deps, { actor, applicationId: made.id }, others)
    return made.connection ? [made.connection, ...more] : more
  }
  const applicationId = existing.id
  await changeApplication(deps, { actor, applicationId, changes: change, reason })
  for (const { at, settings } of set) {
    const { door, version } = at
    await changeDoor(deps, { actor, applicationId, door, version, settings, reason })
  }
  return connectEach(deps, { actor, applicationId }, connect)
}

async function connectEach(
  deps: AdministrationDeps,
  at: { readonly actor: Actor; readonly applicationId: Application['id'] },
  wanted: readonly Connection[],
): Promise<readonly FreshConnection[]> {
  const made: FreshConnection[] = []
  for (const one of wanted) made.push(await connectApplication(deps, { ...at, ...one }))
  return made
}
