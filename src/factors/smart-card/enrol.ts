import type { Enrolment, EnrolmentRefused, FactorContext, FactorHost, Offer } from '../factor.ts'
import { newQuestion } from './challenge.ts'
import { nothingPresented, statusUnknown } from './errors.ts'
import { isStrong } from './identity.ts'
import { type Judges, judgeCertificate } from './judge-certificate.ts'
import { proves } from './proves.ts'
import type { SmartCardData, SmartCardPending, SmartCardProof } from './schema.ts'

type Host = Pick<FactorHost, 'random' | 'certificateUrl'>

export async function offerCard(host: Host): Promise<Offer<SmartCardPending>> {
  const { show, nonce } = newQuestion(host)
  return { show, pending: { nonce }, confirms: true }
}

/** Takes a card in that was presented for this offer. Its owner is told what is wrong with it: nothing is guessed at. */
export async function confirmCard(
  judges: Judges,
  input: {
    readonly pending: SmartCardPending
    readonly answer: SmartCardProof
    readonly context: FactorContext
  },
): Promise<Enrolment<SmartCardData> | EnrolmentRefused> {
  const { pending, answer, context } = input
  const { clientCertificate } = context
  if (!clientCertificate) throw nothingPresented()
  if (clientCertificate.nonce !== pending.nonce || answer.nonce !== pending.nonce)
    return refused('mismatch', 'other-question')
  const judged = await judgeCertificate(judges, clientCertificate, context.at)
  if (judged.holds === 'unknown') throw statusUnknown()
  if (!judged.holds) return refused('unacceptable', judged.fault)
  const { card, label } = judged
  return {
    accepted: true,
    data: card,
    handle: card.identity,
    label,
    ...(isStrong(card.mapping) ? { expiresAt: card.notAfter } : {}),
    ...proves(card.onCard),
  }
}

function refused(reason: EnrolmentRefused['reason'], notice: string): EnrolmentRefused {
  return { accepted: false, reason, notices: [{ id: notice }] }
}
