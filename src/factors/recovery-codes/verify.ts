import type { Candidate, FactorHost, Notice, Verdict } from '../factor.ts'
import { codesLeft, decoySet, findCode, withoutCode } from './code-set.ts'
import { proves } from './proves.ts'
import type { RecoveryCodesData, RecoveryCodesProof } from './schema.ts'

/** From here on the person is asked to make new codes. */
const fewCodes = 3

/** Judges one code. The set without it is written under version equality: of fifty parallel posts one wins. */
export async function verifyRecoveryCode(
  host: Pick<FactorHost, 'mac'>,
  candidates: readonly Candidate<RecoveryCodesData>[],
  proof: RecoveryCodesProof,
): Promise<Verdict<RecoveryCodesData>> {
  const sets = candidates.length > 0 ? candidates.map((candidate) => candidate.data) : [decoySet]
  const places = sets.map((set) => findCode(host, set, proof.code))
  const matched = candidates.findIndex((_, index) => places[index] !== -1)
  const candidate = candidates[matched]
  const place = places[matched]
  if (!candidate || place === undefined) return { accepted: false, reason: 'mismatch' }

  if (candidate.data.codes[place]?.spent !== false) {
    return { accepted: false, reason: 'replayed', authenticatorId: candidate.id }
  }
  const remaining = withoutCode(candidate.data, place)
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'element', remaining },
    ...proves,
    notices: noticesFor(codesLeft(remaining)),
  }
}

function noticesFor(count: number): readonly Notice[] {
  const left: Notice = { id: 'left', values: { count } }
  return count <= fewCodes ? [left, { id: 'refill', values: { count } }] : [left]
}
