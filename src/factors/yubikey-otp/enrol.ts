import type { Enrolment, EnrolmentRefused, Offer, PoolCandidate } from '../factor.ts'
import { notJudged } from './errors.ts'
import { afterTouch, type JudgedKey, type Judges, judge } from './judge.ts'
import { proves } from './proves.ts'
import { publicIdOf, type YubikeyData, type YubikeyPending, type YubikeyProof } from './schema.ts'

/** Nothing to show and nothing to type: the person touches the key. */
export async function offerYubikey(): Promise<Offer<YubikeyPending>> {
  return { show: {}, pending: {}, confirms: true }
}

/**
 * One touch says which key it is and that it works, and is spent by that (C-13). A key whose secret was imported lies
 * in the pool and becomes this person's; any other is a matter of the validation servers.
 */
export async function confirmYubikey(
  judges: Judges,
  answer: YubikeyProof,
  claimed: PoolCandidate<YubikeyData> | undefined,
  at: number,
): Promise<Enrolment<YubikeyData> | EnrolmentRefused> {
  const key: JudgedKey | undefined = claimed ?? foreignKey(judges, answer)
  if (!key) return refused('unacceptable', 'unknown-key')
  const judgement = await judge(judges, key, answer, at)
  if (judgement.touch === 'unjudged') throw notJudged()
  if (judgement.touch !== 'right') return refused('mismatch', 'touch-again')
  return {
    accepted: true,
    data: afterTouch(key.data, judgement),
    counter: judgement.counter,
    handle: key.data.publicId,
    ...(claimed ? { label: claimed.label } : {}),
    ...proves,
  }
}

function foreignKey({ askServers }: Judges, answer: YubikeyProof): JudgedKey | undefined {
  if (!askServers) return undefined
  return { data: { judge: 'servers', publicId: publicIdOf(answer) }, counter: undefined }
}

function refused(reason: EnrolmentRefused['reason'], notice: string): EnrolmentRefused {
  return { accepted: false, reason, notices: [{ id: notice }] }
}
