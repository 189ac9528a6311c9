import type { Audit, Refusal } from '../audit/index.ts'
import type { Surroundings } from '../authentication/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { AuditEntry, Storage } from '../storage/index.ts'

/** A request that was refused for whose it was, or for whose it was not. */
export interface Denial {
  /** Code of the refusal. */
  readonly reason: string
  /** Method and pattern of the route: never what was typed into it (G9). */
  readonly route: string
  readonly accountId?: Id<'account'> | undefined
  readonly applicationId?: Id<'application'> | undefined
  /** Anybody can cause it, or nothing limits how often: counted, and not told one by one (R16). */
  readonly counted: boolean
  readonly surroundings: Surroundings
}

/** The record of who was refused what without any proof being judged (G13). */
export interface Denials {
  /** Resolves once it is booked: only then may the refusal be answered (G2). */
  record(denial: Denial): Promise<void>
}

interface Waiting extends PromiseWithResolvers<unknown> {
  readonly refusal: Refusal
}

const mostAtOnce = 500

/**
 * What somebody known tried to change is a row of the trail each time. The rest is counted in reserved space, and
 * one booking at a time carries all that came meanwhile: a flood of bad keys fills neither disk nor queue.
 */
export function openDenials(deps: { readonly storage: Storage; readonly audit: Audit }): Denials {
  const { storage, audit } = deps
  const waiting: Waiting[] = []
  let running = false

  async function count(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostAtOnce)
      const refusals = together(batch.map(({ refusal }) => refusal))
      const booked = storage.book({ statements: refusals.map(audit.countRefusal), locks: ['denials'] })
      for (const { resolve } of batch) resolve(booked)
      await booked.catch(() => undefined)
    }
    running = false
  }

  return {
    async record(denial) {
      const at = storage.clock.now()
      if (!denial.counted) {
        await storage.book({ statements: [], locks: [ownerOf(denial)], events: [eventOf(denial, at)] })
        return
      }
      const own = { refusal: refusalOf(denial, at), ...Promise.withResolvers<unknown>() }
      waiting.push(own)
      if (!running) void count()
      await own.promise
    },
  }
}

/** Those of one row, as one. */
function together(refusals: readonly Refusal[]): readonly Refusal[] {
  const rows = Map.groupBy(refusals, ({ at, ownerKey, reason, source }) =>
    JSON.stringify([Math.floor(at / 60_000), ownerKey, reason, source]),
  )
  return [...rows.values()].flatMap(([first, ...more]) => (first ? { ...first, times: more.length + 1 } : []))
}

function refusalOf(denial: Denial, at: number): Refusal {
  const { accountId, reason, route, surroundings } = denial
  const ownerKey = ownerOf(denial)
  const known = ownerKey !== outsider
  return {
    at,
    accountId,
    ownerKey,
    source: surroundings.source,
    // Outsiders get few rows, whatever they call; somebody known has one for each thing that is asked.
    reason: known ? `${reason} ${route}` : reason,
  }
}

function eventOf(denial: Denial, at: number): AuditEntry {
  const { reason, route, accountId, applicationId, surroundings } = denial
  return {
    at,
    event: 'access.refused',
    outcome: 'refused',
    reason,
    actor: ownerOf(denial),
    ...(accountId ? { accountId } : {}),
    ...(applicationId ? { applicationId } : {}),
    ...(surroundings.source ? { source: surroundings.source } : {}),
    details: { route, door: surroundings.door },
  }
}

const outsider = 'outsider'

/** As `actorName` names them. */
function ownerOf({ accountId, applicationId }: Denial): string {
  return accountId ?? (applicationId ? `application:${applicationId}` : outsider)
}
