import type { KeyObject } from 'node:crypto'
import type { SigningKey } from '../kernel/signing-key.ts'
import type { Storage } from '../storage/index.ts'
import type { AuditFindings, Finding, VerifyOptions } from './findings.ts'
import { verifyRefusals } from './refusals.ts'
import { trailStore } from './trail-store.ts'
import { verifyLane } from './verify-lane.ts'
import { verifySeals } from './verify-seals.ts'

const mostFindings = 100

/**
 * Walks seals, lanes, batches and rows, page by page, while others go on writing: seals are read first, so whatever
 * they cover must be there afterwards.
 */
export async function verifyAudit(
  storage: Storage,
  keys: { readonly key: KeyObject; readonly sealKey: SigningKey },
  options: VerifyOptions,
): Promise<AuditFindings> {
  const { limit = mostFindings, onProgress = () => undefined, pinned } = options
  const store = trailStore(storage)
  const findings: Finding[] = []
  const report = (finding: Finding) => findings.length < limit && findings.push(finding)

  const { seals, lastSeal } = await verifySeals({ store, key: keys.sealKey, pinned, report })
  const heads = await store.lanes()
  const of = heads.reduce((sum, head) => sum + head.rows, 0)
  let rows = 0
  for (const head of heads) {
    for await (const walked of verifyLane({ store, key: keys.key, head, report })) {
      rows += walked
      onProgress({ rows, of })
    }
  }
  for (const lane of await store.headless()) {
    report({ kind: 'lane-missing', lane, text: `Lane ${lane} has rows, but its head is gone.` })
  }
  await verifyRefusals(storage, { key: keys.key, report })
  return { rows, lanes: heads.length, seals, findings, lastSeal }
}
