import { isSentCode } from '../../kernel/sent-code.ts'
import type { Candidate, FactorHost, Verdict } from '../factor.ts'
import { provesFor } from './proves.ts'
import type { EmailCodeData, EmailCodeExpected, EmailCodeProof } from './schema.ts'
import { boundTo } from './send.ts'

/** Judges a code against the one mailbox that it was sent to, and always one: nobody there costs the same. */
export async function verifyEmailCode(
  host: Pick<FactorHost, 'mac'>,
  candidates: readonly Candidate<EmailCodeData>[],
  proof: EmailCodeProof,
  expected: EmailCodeExpected | undefined,
): Promise<Verdict<EmailCodeData>> {
  const candidate = candidates.find(({ id }) => id === expected?.authenticatorId)
  const bound = boundTo(candidate?.accountId ?? '', candidate?.data.address ?? '')
  const right = isSentCode(host, bound, expected, proof.code)
  if (!candidate || !right) {
    return { accepted: false, reason: 'mismatch', ...(candidate ? { authenticatorId: candidate.id } : {}) }
  }
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'challenge' },
    ...provesFor(host, candidate.data.address),
  }
}
