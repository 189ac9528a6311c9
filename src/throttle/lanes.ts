import type { Id } from '../kernel/ids.ts'
import { waitLeft } from './delay.ts'
import type { DeviceLane, Lane, LaneState } from './schema.ts'

/** Tries that a known device has in a row before its lane closes (R19). */
export const deviceLaneTries = 10

/** Password failures that all unknown sources together may book against one account in a year (R19). */
export const unknownSourceBudget = 100

export const budgetYear = 365 * 24 * 3_600_000

/** Whose tries: an account, or the decoy that stands in for a name nobody has (R16, A-028). */
export interface Owner {
  readonly key: string
  readonly accountId: Id<'account'> | undefined
}

/** Where a try comes from. */
export interface Whence {
  readonly device?: DeviceLane | undefined
  /** A bucket made by `sourceBucket`. */
  readonly source: string
  /** Set by doors that have no cookie: they are budgeted per application (R19). */
  readonly application?: Id<'application'> | undefined
}

/**
 * The lanes that a wrong password costs. A known device pays in its own lane only; everyone else pays for the
 * source and for the budget that all unknown sources of the account share.
 */
export function passwordLanes(owner: Owner, whence: Whence): readonly Lane[] {
  const { accountId } = owner
  if (whence.device && whence.device.accountId === accountId) {
    const id = `password|${owner.key}|device|${whence.device.id}`
    return [{ id, accountId, delays: true, tries: deviceLaneTries }]
  }
  if (whence.application) {
    const id = `password|${owner.key}|application|${whence.application}`
    return [{ id, accountId, delays: true, yearly: unknownSourceBudget }]
  }
  return [
    { id: `password|${owner.key}|source|${whence.source}`, accountId, delays: true },
    // No delay here: it would let strangers hold up a person at a source of their own.
    { id: `password|${owner.key}|unknown`, accountId, delays: false, yearly: unknownSourceBudget },
  ]
}

/** How many wrong passwords somebody else takes of an account before they lock it. */
export interface LockOut {
  readonly threshold: number
  /** Milliseconds after the last one until all are forgotten. */
  readonly window: number
}

/**
 * The lane of wrong passwords that are handed on to whoever judges them, whencesoever they come. It is shut before the
 * account is locked there; the last try but one is kept for a device that is known (R14, G15).
 */
export function relayLane(
  owner: Owner,
  { threshold, window }: LockOut,
  whence: Pick<Whence, 'device'>,
): Lane {
  const { accountId } = owner
  const known = whence.device !== undefined && whence.device.accountId === accountId
  const tries = threshold - (known ? 1 : 2)
  return { id: `relay|${owner.key}`, accountId, delays: false, tries, window }
}

/** The lane that every refused second factor of an account pays in, whichever authenticator it was for. */
export function accountLane(owner: Owner): Lane {
  return { id: `proofs|${owner.key}`, accountId: owner.accountId, delays: true }
}

/** The same for doors that ask for a code alone: what strangers fail there never delays a full sign-in (R7, G15). */
export function codesLane(owner: Owner): Lane {
  return { id: `codes|${owner.key}`, accountId: owner.accountId, delays: true }
}

/** The lane of questions that make a device call for attention: each counts until one of them ends well. */
export function questionsLane(owner: Owner, factor: string): Lane {
  return { id: `questions|${owner.key}|${factor}`, accountId: owner.accountId, delays: true }
}

/** The lane of an id that one of the functions above made: for looking at what holds an account back. */
export function laneOf(id: string, accountId: Id<'account'>): Lane {
  const [kind, , whence] = id.split('|')
  if (kind === 'relay') return { id, accountId, delays: false }
  if (kind !== 'password') return { id, accountId, delays: true }
  if (whence === 'device') return { id, accountId, delays: true, tries: deviceLaneTries }
  if (whence === 'application') return { id, accountId, delays: true, yearly: unknownSourceBudget }
  if (whence === 'unknown') return { id, accountId, delays: false, yearly: unknownSourceBudget }
  return { id, accountId, delays: true }
}

/** Whether a try may be made in a lane now. */
export function mayTry(lane: Lane, state: LaneState | undefined, at: number): MayTry {
  if (!state) return { allowed: true }
  if (lane.tries !== undefined && state.failures >= lane.tries) {
    const wait = windowLeft(lane, state, at)
    if (wait > 0) return Number.isFinite(wait) ? { allowed: false, wait } : { allowed: false }
  }
  if (lane.yearly !== undefined && yearlyFailures(state, at) >= lane.yearly) return { allowed: false }
  if (!lane.delays) return { allowed: true }
  const wait = waitLeft(state.failures, state.failedAt, at)
  return wait === 0 ? { allowed: true } : { allowed: false, wait }
}

export type MayTry = { readonly allowed: true } | { readonly allowed: false; readonly wait?: number }

/** Never more than the window itself, whatever the clock did (G14). */
function windowLeft({ window }: Lane, { failedAt = 0 }: LaneState, at: number): number {
  return window === undefined ? Number.POSITIVE_INFINITY : Math.min(failedAt + window - at, window)
}

/** Failures that still count at `at`: the year's budget opens again a year after its first failure. */
function yearlyFailures(state: LaneState, at: number): number {
  return at - state.totalSince >= budgetYear ? 0 : state.total
}
