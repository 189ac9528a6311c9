import { createHash } from 'node:crypto'

/** Where one lane stood when it was sealed. */
export interface LaneHead {
  readonly lane: string
  readonly batches: number
  readonly rows: number
  readonly hash: string
  /** It will not move again; later seals leave it out. */
  readonly settled: boolean
}

/** Root over all heads, in order of their lanes: hashed as RFC 6962 §2.1, so that a leaf never passes for a node. */
export function merkleRoot(heads: Iterable<LaneHead>): string {
  const leaves = [...heads].toSorted((a, b) => (a.lane < b.lane ? -1 : 1)).map(leafHash)
  return treeHash(leaves).toString('hex')
}

function leafHash(head: LaneHead): Buffer {
  const text = JSON.stringify([head.lane, head.batches, head.rows, head.hash])
  return createHash('sha256').update('\u0000').update(text).digest()
}

/** Pairs neighbours, level by level; one that is left over goes up as it is, which gives the tree of RFC 6962. */
function treeHash(level: readonly Buffer[]): Buffer {
  const [first, second] = level
  if (!first) return createHash('sha256').digest()
  if (!second) return first
  const above: Buffer[] = []
  for (let index = 0; index < level.length; index += 2) above.push(nodeHash(level.slice(index, index + 2)))
  return treeHash(above)
}

function nodeHash([left, right]: readonly Buffer[]): Buffer {
  if (!left || !right) return left ?? Buffer.alloc(0)
  return createHash('sha256').update('\u0001').update(left).update(right).digest()
}
