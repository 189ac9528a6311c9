import type { Candidate, FactorHost, Verdict } from '../factor.ts'
import { decoyPass, isPass } from './pass.ts'
import { proves } from './proves.ts'
import type { AccessPassData, AccessPassProof } from './schema.ts'

/** Judges one pass. Its uses are written back under version equality: two at a time never share one. */
export async function verifyPass(
  host: Pick<FactorHost, 'mac'>,
  candidates: readonly Candidate<AccessPassData>[],
  { code }: AccessPassProof,
  at: number,
): Promise<Verdict<AccessPassData>> {
  const passes = candidates.length > 0 ? candidates.map(({ data }) => data) : [decoyPass]
  const fits = passes.map((pass) => isPass(host, pass, code))
  const candidate = candidates.find((_, index) => fits[index])
  if (!candidate) return { accepted: false, reason: 'mismatch' }
  const { data, id: authenticatorId } = candidate
  if (at < data.startsAt || at >= data.expiresAt)
    return { accepted: false, reason: 'expired', authenticatorId }
  if (data.uses < 1) return { accepted: false, reason: 'replayed', authenticatorId }
  const remaining = { ...data, uses: data.uses - 1 }
  return { accepted: true, authenticatorId, spends: { type: 'element', remaining }, ...proves }
}
