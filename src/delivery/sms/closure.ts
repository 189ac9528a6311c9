import type { Scope } from './scope.ts'

/** budget: as many as a day may have were sent · conversion: hardly anybody used what was sent there. */
export type ClosureReason = 'budget' | 'conversion'

/** Messages to some numbers were stopped: by us, until a time or until an administrator ends it. */
export interface Closure {
  readonly scope: Scope
  readonly reason: ClosureReason
  readonly openedAt: number
  readonly until: number
  readonly endedAt: number | undefined
}

export function isClosedAt({ until, endedAt }: Closure, at: number): boolean {
  return endedAt === undefined && until > at
}

/** Why, for people. */
export const closureReasons: Readonly<Record<ClosureReason, string>> = {
  budget: 'as many were sent as one day may have',
  conversion: 'hardly any of the codes that were sent there were used: somebody may earn by having them sent',
}
