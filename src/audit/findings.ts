/** What a walk over the trail found. No finding: nothing was changed since the last seal that is known elsewhere. */
export interface AuditFindings {
  readonly rows: number
  readonly lanes: number
  readonly seals: number
  readonly findings: readonly Finding[]
  /** The last seal: keep it elsewhere, and hand it in as `pinned` next time. */
  readonly lastSeal: { readonly number: number; readonly hash: string } | undefined
}

/**
 * changed: rows of a batch are not those that were written (edited, or their order) · missing: rows are gone ·
 * inserted: rows that no batch holds, or that stand in a minute of which the trail tells nothing · chain: a batch does not follow from the one before · truncated: a lane, or
 * the chain of seals, ends before a seal says it does · lane-missing: a sealed lane is gone · seal: a seal is
 * forged, or does not follow from the one before.
 */
export type FindingKind = 'changed' | 'missing' | 'inserted' | 'chain' | 'truncated' | 'lane-missing' | 'seal'

export interface Finding {
  readonly kind: FindingKind
  readonly lane?: string
  readonly batch?: number
  readonly sequence?: number
  readonly seal?: number
  readonly text: string
}

export interface VerifyOptions {
  /** A seal that was kept elsewhere: the chain must still hold it. */
  readonly pinned?: { readonly number: number; readonly hash: string }
  readonly onProgress?: (done: { readonly rows: number; readonly of: number }) => void
  /** Stop after so many findings; 100 by default. */
  readonly limit?: number
}
