import type { Candidate, FactorContext, FactorHost, Notice, Verdict } from '../factor.ts'
import { nothingPresented, statusUnknown } from './errors.ts'
import { type Judges, judgeCertificate } from './judge-certificate.ts'
import { proves } from './proves.ts'
import type { SmartCardData, SmartCardExpected, SmartCardProof } from './schema.ts'

/**
 * Judges what was presented for this question. The certificate is judged before anybody looks whose it is, so that a
 * stranger costs what a known person costs.
 */
export async function verifyCard(
  judges: Judges,
  { logger }: Pick<FactorHost, 'logger'>,
  input: {
    readonly candidates: readonly Candidate<SmartCardData>[]
    readonly proof: SmartCardProof
    readonly expected?: SmartCardExpected
    readonly context: FactorContext
  },
): Promise<Verdict<SmartCardData>> {
  const { candidates, proof, expected, context } = input
  const { clientCertificate } = context
  if (proof.nonce !== expected?.nonce) return { accepted: false, reason: 'mismatch' }
  if (!clientCertificate) throw nothingPresented()
  if (clientCertificate.nonce !== expected.nonce) return { accepted: false, reason: 'mismatch' }
  const judged = await judgeCertificate(judges, clientCertificate, context.at)
  if (judged.holds === 'unknown') throw statusUnknown()
  if (!judged.holds) {
    logger.info({ fault: judged.fault }, 'A certificate was refused.')
    return { accepted: false, reason: judged.fault === 'expired' ? 'expired' : 'mismatch' }
  }
  const own = candidates.find(({ data }) => data.identity === judged.card.identity)
  if (!own) return { accepted: false, reason: 'mismatch' }
  return {
    accepted: true,
    authenticatorId: own.id,
    spends: { type: 'challenge' },
    data: judged.card,
    notices: endingNotices(judged.card, context.at),
    ...proves(judged.card.onCard),
  }
}

const noticeDays = 30
const day = 86_400_000

/** Tells its owner in time to ask for a new card: one whose certificate has ended is a locked door. */
function endingNotices({ notAfter }: Pick<SmartCardData, 'notAfter'>, at: number): readonly Notice[] {
  if (at < notAfter - noticeDays * day) return []
  return [{ id: 'ending', values: { day: new Date(notAfter).toISOString().slice(0, 10) } }]
}
