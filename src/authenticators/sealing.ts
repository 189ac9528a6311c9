import type { z } from 'zod'
import type { Candidate, Factor, PoolCandidate } from '../factors/factor.ts'
import type { Place, SecretBox } from '../kernel/secret-box.ts'
import type { Authenticator } from './schema.ts'

/** Seals what a factor keeps, so that it opens in no other row, column, account or factor (R17). */
export function sealFor(
  box: SecretBox,
  column: 'data' | 'pending',
  owner: Pick<Authenticator, 'id' | 'accountId' | 'factor'>,
  value: unknown,
): Uint8Array {
  return box.seal(Buffer.from(JSON.stringify(value), 'utf8'), placeOf(column, owner))
}

/** Whether what a factor keeps is easy to guess, or lost by others already; what is no password never is. */
export function isWeak(factor: Factor, data: unknown): boolean {
  return data !== undefined && factor.isWeak?.(data) === true
}

/**
 * What an accepted proof writes back: as it lies there, where its factor hands back the very data that it was shown.
 * Never under a key that seals no more: that would undo what a rotation did meanwhile.
 */
export function sealAgain(box: SecretBox, row: Authenticator, shown: unknown, data: unknown): Uint8Array {
  const { sealedData } = row
  const isCurrent = sealedData !== undefined && box.keyIdOf(sealedData) === box.activeKeyId()
  return data === shown && isCurrent ? sealedData : sealFor(box, 'data', row, data)
}

/**
 * The authenticator as its factor sees it; undefined where it cannot be read: then only this one is refused,
 * while it keeps raising the bar (F-28, R1).
 */
export function openCandidate(
  box: SecretBox,
  factor: Factor,
  row: Authenticator,
): Candidate<unknown> | undefined {
  if (!row.accountId || !row.sealedData) return undefined
  const data = openSealed(box, factor.data, 'data', row, row.sealedData)
  if (data === undefined) return undefined
  return {
    id: row.id,
    accountId: row.accountId,
    label: row.label,
    counter: row.counter,
    data,
    lastUsedAt: row.lastUsedAt,
  }
}

/** The same for what lies in the pool and has no owner yet. */
export function openPooled(
  box: SecretBox,
  factor: Factor,
  row: Authenticator,
  handle: string,
): PoolCandidate<unknown> | undefined {
  if (row.accountId || !row.sealedData) return undefined
  const data = openSealed(box, factor.data, 'data', row, row.sealedData)
  if (data === undefined) return undefined
  const { id, label, counter, lastUsedAt, expiresAt } = row
  return { id, label, counter, data, lastUsedAt, handle, expiresAt }
}

/** What was offered, for its confirmation; undefined where it cannot be read. */
export function openPending(box: SecretBox, factor: Factor, row: Authenticator): unknown {
  if (!row.sealedPending) return undefined
  return openSealed(box, factor.pending, 'pending', row, row.sealedPending)
}

function openSealed(
  box: SecretBox,
  schema: z.ZodType,
  column: 'data' | 'pending',
  row: Authenticator,
  sealed: Uint8Array,
): unknown {
  try {
    return schema.parse(JSON.parse(utf8.decode(box.open(sealed, placeOf(column, row)))))
  } catch {
    return undefined
  }
}

const utf8 = new TextDecoder()

function placeOf(column: string, owner: Pick<Authenticator, 'id' | 'accountId' | 'factor'>): Place {
  return {
    table: 'authenticators',
    column,
    row: owner.id,
    account: owner.accountId ?? '',
    factor: owner.factor,
  }
}
