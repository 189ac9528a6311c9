import { createHash } from 'node:crypto'
import type { Seal } from './audit.ts'
import type { LaneHead } from './merkle.ts'

/** What a seal says; the hash of it is signed, and is what the next seal refers to. */
export type SealContent = Pick<Seal, 'number' | 'at' | 'root' | 'previous'> & {
  readonly heads: readonly LaneHead[]
}

export function sealHash(content: SealContent): string {
  const heads = content.heads.map((head) => [head.lane, head.batches, head.rows, head.hash, head.settled])
  const text = JSON.stringify([
    'sallyport audit seal',
    content.number,
    content.at,
    content.root,
    content.previous,
    heads,
  ])
  return createHash('sha256').update(text).digest('hex')
}
