import { isSentCode } from '../../kernel/sent-code.ts'
import type { Candidate, FactorHost, Verdict } from '../factor.ts'
import type { SmsCodeConfig } from './config.ts'
import { provesFor } from './proves.ts'
import type { SmsCodeData, SmsCodeExpected, SmsCodeProof } from './schema.ts'
import { boundTo } from './send.ts'
import { sunsetNotices } from './sunset.ts'

/** Judges a code against the one number that it was sent to, and always one: nobody there costs the same. */
export async function verifySmsCode(
  host: Pick<FactorHost, 'mac'>,
  sunset: SmsCodeConfig['sunset'],
  candidates: readonly Candidate<SmsCodeData>[],
  proof: SmsCodeProof,
  expected: SmsCodeExpected | undefined,
): Promise<Verdict<SmsCodeData>> {
  const candidate = candidates.find(({ id }) => id === expected?.authenticatorId)
  const bound = boundTo(candidate?.accountId ?? '', candidate?.data.number ?? '')
  const right = isSentCode(host, bound, expected, proof.code)
  if (!candidate || !right) {
    return { accepted: false, reason: 'mismatch', ...(candidate ? { authenticatorId: candidate.id } : {}) }
  }
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'challenge' },
    ...provesFor(host, candidate.data.number),
    notices: sunsetNotices(sunset),
  }
}
