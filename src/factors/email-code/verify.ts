import { isSentCode } from '../../kernel/sent-code.ts'
import type { Candidate, FactorHost, Person, Verdict } from '../factor.ts'
import { provesFor } from './proves.ts'
import type { EmailCodeData, EmailCodeExpected, EmailCodeProof } from './schema.ts'
import { boundTo, mailboxOf } from './send.ts'

/**
 * Judges a code against the one mailbox that it was sent to, and always one: nobody there costs the same. What
 * was taken off or changed since it was sent lets nobody in (R12).
 */
export async function verifyEmailCode(
  host: Pick<FactorHost, 'mac'>,
  {
    candidates,
    proof,
    expected,
    person,
  }: {
    readonly candidates: readonly Candidate<EmailCodeData>[]
    readonly proof: EmailCodeProof
    readonly expected?: EmailCodeExpected
    readonly person?: () => Promise<Person>
  },
): Promise<Verdict<EmailCodeData>> {
  const candidate = candidates.find(({ id }) => id === expected?.authenticatorId)
  const bound = boundTo(candidate?.accountId ?? '', candidate?.data.address ?? '')
  const right = isSentCode(host, bound, expected, proof.code)
  const mailbox = candidate && mailboxOf(await person?.(), candidate.data.address)
  if (!candidate || !right || mailbox === undefined) {
    return { accepted: false, reason: 'mismatch', ...(candidate ? { authenticatorId: candidate.id } : {}) }
  }
  return {
    accepted: true,
    authenticatorId: candidate.id,
    spends: { type: 'challenge' },
    mailbox: mailbox.id,
    ...provesFor(host, candidate.data.address),
  }
}
