import { createHash } from 'node:crypto'
import type { Name } from '../../accounts/index.ts'
import type { FactorId, PoolEntry } from '../../factors/factor.ts'
import type { Access } from '../../inventory/index.ts'
import type { SecretBox } from '../../kernel/secret-box.ts'

/** One thing that an import brings, with the place that its problems are told by: `line 3`, `serial 0815`. */
export type ImportEntry = OfferEntry | TokenEntry | AccessEntry

/**
 * An authenticator of an account for an issuer; both come into being with it where they are missing. It counts from
 * its owner's first right code on.
 */
export interface OfferEntry {
  readonly where: string
  readonly account: Name
  readonly issuer: Name
  readonly factor: FactorId
  /** As the factor keeps an offer until it is confirmed. */
  readonly pending: unknown
}

/** An authenticator for the pool: ready, and nobody's yet. */
export interface TokenEntry {
  readonly where: string
  readonly factor: FactorId
  readonly token: PoolEntry<unknown>
}

/** A line of a list of accesses: it takes the place of the whole list of the same source. */
export interface AccessEntry {
  readonly where: string
  readonly access: Access
}

export function isAccess(entry: ImportEntry): entry is AccessEntry {
  return 'access' in entry
}

export function isOffer(entry: ImportEntry): entry is OfferEntry {
  return 'issuer' in entry
}

export function isToken(entry: ImportEntry): entry is TokenEntry {
  return 'token' in entry
}

/** Why an entry cannot be brought in. Its secret stays out of it. */
export interface ImportProblem {
  readonly where: string
  readonly reason: string
  readonly remedy: string
}

/** The most that one import may bring. */
export const mostEntries = 100_000

/** A keyed hash of everything that is brought in: by it, the same entries go on where they were left. */
export function digestOf(box: SecretBox, entries: readonly ImportEntry[]): string {
  const hash = createHash('sha256')
  for (const entry of entries) hash.update(`${JSON.stringify(essenceOf(entry), bigintAsText)}\n`)
  return Buffer.from(box.mac('import', hash.digest())).toString('hex')
}

function essenceOf(entry: ImportEntry): unknown {
  if (isToken(entry)) return [entry.factor, entry.token]
  if (isAccess(entry)) return keysOf(entry)
  return [entry.factor, entry.account.key, entry.issuer.key, entry.pending]
}

/** What of a line counts. */
export function keysOf({ access: { source, account, system, entitlement } }: AccessEntry): readonly string[] {
  return [source, account.key, system.key, entitlement]
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
