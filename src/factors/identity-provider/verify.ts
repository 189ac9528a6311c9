import type { Candidate, Verdict } from '../factor.ts'
import { proves } from './proves.ts'
import type { BroughtProof, LinkData, Question } from './schema.ts'

/** Whether whom the provider has named is linked to this account. What was brought for another question counts for nothing. */
export function verifyLink({
  candidates,
  proof: { identity },
  expected,
}: {
  readonly candidates: readonly Candidate<LinkData>[]
  readonly proof: BroughtProof
  readonly expected?: Question
}): Verdict<LinkData> {
  if (identity === undefined || identity.state !== expected?.state)
    return { accepted: false, reason: 'mismatch' }
  const own = candidates.find(({ data }) => data.identity === identity.identity)
  if (!own) return { accepted: false, reason: 'unlinked' }
  return {
    accepted: true,
    authenticatorId: own.id,
    spends: { type: 'challenge' },
    ...(identity.signIn === undefined ? {} : { signIn: identity.signIn }),
    ...(own.data.shown === identity.shown ? {} : { data: { ...own.data, shown: identity.shown } }),
    ...proves,
  }
}
