import type { Certificate } from '../../../x509/index.ts'

/** What is known of one certificate, or of all of a path. */
export type Standing = 'good' | 'revoked' | 'unknown'

/** One certificate below its authorities, the nearest first. */
export interface Questioned {
  readonly certificate: Certificate
  readonly above: readonly Certificate[]
  readonly stapled: Uint8Array | undefined
  readonly at: number
}
