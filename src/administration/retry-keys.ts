import { createHash } from 'node:crypto'
import type { Statement } from '../storage/index.ts'
import { type Actor, actorName } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'
import { retryMismatch, secretShownBefore } from './errors.ts'
import type { RetryKeysTable } from './schema.ts'
import { administrationStore } from './store.ts'

const keptFor = 24 * 3_600_000

/** What a caller marks a request with, so that sending it once more makes nothing twice. */
export interface RetryKey {
  readonly key: string
  /** The whole request as one text: the key stands for it and for nothing else. */
  readonly request: string
}

/** What was made, for the row that is booked together with it. */
export interface Made {
  readonly id: string
  /** The answer shows something that is shown once; it is never shown again (R13). */
  readonly secretShown: boolean
}

export type Remember = (made: Made) => {
  readonly statements: readonly Statement[]
  readonly locks: readonly string[]
}

export interface RetriableAct<Result> {
  /** Books what it makes and what `remember` says in one transaction. */
  make(remember: Remember): Promise<Result>
  /** Shows what was made; left out where its answer is always shown once. */
  again?(id: string): Promise<Result>
}

type RetryDeps = Pick<AdministrationDeps, 'storage' | 'box'>

/**
 * At most once under one key of one caller, for a day. A retry gets what was made then; another request under the
 * same key is refused with `idempotency.mismatch`, and what showed a secret with `idempotency.secret-shown` (R13).
 */
export async function onceUnder<Result>(
  deps: RetryDeps,
  input: { readonly actor: Actor; readonly retry?: RetryKey | undefined },
  act: RetriableAct<Result>,
): Promise<Result> {
  if (!input.retry) return act.make(() => ({ statements: [], locks: [] }))
  const store = administrationStore(deps.storage)
  const at = deps.storage.clock.now()
  const claim = claimOf(deps, input.actor, input.retry)
  const before = await store.findRetryKey(claim.id, at)
  if (before) return answerAgain(before, claim, act)
  try {
    return await act.make(({ id, secretShown }) => {
      const row = { ...claim, made: id, secret_shown: secretShown ? 1 : 0, expires_at: at + keptFor }
      return { statements: [store.insertRetryKey(row, at)], locks: [claim.id] }
    })
  } catch (error) {
    // The same request may have been booked meanwhile, by its own twin.
    const twin = await store.findRetryKey(claim.id, at)
    if (!twin) throw error
    return answerAgain(twin, claim, act)
  }
}

/** Removes the keys whose day is over. */
export function sweepRetryKeys(deps: Pick<AdministrationDeps, 'storage'>): Statement {
  return administrationStore(deps.storage).sweepRetryKeys(deps.storage.clock.now())
}

type Claim = Pick<RetryKeysTable, 'id' | 'request'>

/** Keyed hashes: a request may carry a password, and neither it nor a guess at it can be checked in the database. */
function claimOf(deps: RetryDeps, actor: Actor, retry: RetryKey): Claim {
  const caller = createHash('sha256').update(actorName(actor)).digest('hex')
  return {
    id: macOf(deps, 'retry key', `${caller} ${retry.key}`),
    request: macOf(deps, 'retried request', retry.request),
  }
}

function macOf(deps: RetryDeps, purpose: string, text: string): string {
  return Buffer.from(deps.box.mac(purpose, Buffer.from(text, 'utf8'))).toString('hex')
}

async function answerAgain<Result>(
  row: RetryKeysTable,
  claim: Claim,
  act: RetriableAct<Result>,
): Promise<Result> {
  if (row.request !== claim.request) throw retryMismatch()
  if (Number(row.secret_shown) === 1 || !act.again) throw secretShownBefore(row.made)
  return act.again(row.made)
}
