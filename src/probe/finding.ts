/** sound: tried, and kept out · hole: a way around · unknown: tried, and it cannot be told from outside. */
export type Outcome = 'sound' | 'hole' | 'unknown'

/** What was asked and what came back; never a cookie, token or password. */
export interface Evidence {
  readonly asked: string
  readonly answered: string
}

/** What one look at the target yielded, in words. */
export interface Finding {
  /** The check that found it: `forged-identity`. */
  readonly check: string
  readonly outcome: Outcome
  readonly says: string
  readonly remedy?: string
  readonly evidence: readonly Evidence[]
}

/** As a check makes it; the run adds which check it was. */
export type Found = Omit<Finding, 'check'>

/** Nothing got through. */
export function sound(says: string): Found {
  return { outcome: 'sound', says, evidence: [] }
}

/** A way around, and what closes it. */
export function hole(says: string, remedy: string, evidence: readonly Evidence[]): Found {
  return { outcome: 'hole', says, remedy, evidence }
}

/** What could not be told, and what would let it be told. */
export function unknown(says: string, remedy: string, evidence: readonly Evidence[] = []): Found {
  return { outcome: 'unknown', says, remedy, evidence }
}
