import type { Id } from '../../kernel/ids.ts'

/** Binds that wait for a phone at once, and of one system: half of the connections that one address may hold. */
const most = 256
const mostOfOne = 32

export interface WaitingRoom {
  /** A place, and how it is left; undefined where all are taken. */
  enter(applicationId: Id<'application'>): (() => void) | undefined
}

/** So that others sign in by code, and at other systems, while many wait. */
export function openWaitingRoom(): WaitingRoom {
  const ofOne = new Map<Id<'application'>, number>()
  let all = 0
  function move(applicationId: Id<'application'>, by: 1 | -1): void {
    const own = (ofOne.get(applicationId) ?? 0) + by
    all += by
    if (own === 0) ofOne.delete(applicationId)
    else ofOne.set(applicationId, own)
  }
  return {
    enter(applicationId) {
      if (all >= most || (ofOne.get(applicationId) ?? 0) >= mostOfOne) return undefined
      move(applicationId, 1)
      return () => move(applicationId, -1)
    },
  }
}
