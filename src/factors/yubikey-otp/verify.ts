import type { Candidate, Refused, Verdict } from '../factor.ts'
import { followsNoted } from './after-restore.ts'
import { afterTouch, type Judges, judge } from './judge.ts'
import { type Judgement, judgeOwn } from './judge-own.ts'
import { proves } from './proves.ts'
import { publicIdOf, sealedBlockOf, type YubikeyData, type YubikeyProof } from './schema.ts'

/** Judges a touch against the one candidate that it names. */
export async function verifyYubikey(
  judges: Judges,
  candidates: readonly Candidate<YubikeyData>[],
  proof: YubikeyProof,
  at: number,
): Promise<Verdict<YubikeyData>> {
  const named = candidates.find((candidate) => candidate.data.publicId === publicIdOf(proof))
  if (!named) return refuseStranger(proof, at)
  const judgement = await judge(judges, named, proof, at)
  if (judgement.touch !== 'right') {
    return { accepted: false, reason: reasons[judgement.touch], authenticatorId: named.id }
  }
  const { restored } = named.data
  if (restored && !followsNoted(restored, judgement.counter, at)) {
    const data = { ...named.data, restored: { counter: Number(judgement.counter), at } }
    return { accepted: false, reason: 'mismatch', authenticatorId: named.id, data }
  }
  return {
    accepted: true,
    authenticatorId: named.id,
    spends: { type: 'counter', counter: judgement.counter },
    ...proves,
    data: afterTouch(named.data, judgement),
  }
}

const reasons = {
  wrong: 'mismatch',
  spent: 'replayed',
  late: 'expired',
  unjudged: 'unavailable',
} as const satisfies Record<Exclude<Judgement['touch'], 'right'>, Refused<YubikeyData>['reason']>

/** Opened with a key that nobody has, and refused: whose key it is not is told by no difference in work. */
function refuseStranger(proof: YubikeyProof, at: number): Refused<YubikeyData> {
  judgeOwn({ key: decoy, counter: undefined, block: sealedBlockOf(proof), at, longestDelay: 0 })
  return { accepted: false, reason: 'mismatch' }
}

const decoy = { judge: 'own', publicId: 'cc', privateId: '0'.repeat(12), key: '0'.repeat(32) } as const
