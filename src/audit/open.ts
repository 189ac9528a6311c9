import { createSecretKey } from 'node:crypto'
import { signingKeyOf } from '../kernel/signing-key.ts'
import type { Storage } from '../storage/index.ts'
import type { Audit } from './audit.ts'
import { countByHour } from './counts-store.ts'
import { endOfFeed, readFeed, rowsAfter, rowsOf } from './feed.ts'
import { pairsIn } from './pairs-store.ts'
import { firstIdAt } from './record.ts'
import { sealRefusals, sweepRefusals } from './refusals.ts'
import { refusalCounter } from './refusals-store.ts'
import { seal } from './seal.ts'
import { exportLines, rowsSince, search } from './search.ts'
import { verifyAudit } from './verify.ts'

export interface AuditKeys {
  /** 256 bits; the same that the lanes were given. */
  readonly key: Uint8Array
  /** 256 bits, the seed of the Ed25519 key that signs seals. */
  readonly sealKey: Uint8Array
}

/** The audit trail over a storage that was opened with `auditLanes`. */
export function openAudit(deps: { readonly storage: Storage; readonly keys: AuditKeys }): Audit {
  const { storage, keys } = deps
  const key = createSecretKey(keys.key)
  const sealKey = signingKeyOf(keys.sealKey)
  return {
    countRefusal: refusalCounter(storage),
    countByHour: (since) => countByHour(storage, since),
    since: (time, which) => rowsSince(storage, time, which),
    search: (query) => search(storage, query),
    feedEnd: () => endOfFeed(storage),
    readFeed: (place) => readFeed(storage, place),
    rowsAfter: (after, span) => rowsAfter(storage, after, span),
    pairs: (query) => pairsIn(storage, query),
    firstIdAt,
    rows: (ids) => rowsOf(storage, ids),
    exportLines: (query) => exportLines(storage, query),
    sweepRefusals: (before) => sweepRefusals(storage, before),
    async seal() {
      await sealRefusals(storage, key)
      return seal(storage, sealKey)
    },
    verify: (options = {}) => verifyAudit(storage, { key, sealKey }, options),
  }
}
