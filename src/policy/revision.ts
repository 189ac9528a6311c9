import type { Rulebook } from './rule-schema.ts'

/** Rules as they were applied once. They are never changed: what was wrong is set right by the next revision. */
export interface Revision {
  /** 1, 2, 3 … */
  readonly number: number
  readonly rulebook: Rulebook
  /** As the audit trail names whoever acts. */
  readonly author: string
  readonly reason: string
  /** Epoch milliseconds. */
  readonly createdAt: number
}

/** A revision in a list. */
export type RevisionEntry = Omit<Revision, 'rulebook'>

export interface RevisionPage {
  /** Those with smaller numbers. */
  readonly before?: number | undefined
  readonly limit: number
}
