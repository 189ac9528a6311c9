import { get, remove } from './client.ts'
import type { ReferralView } from './types.ts'

/** For which application this browser was sent here; `referral.over` where that was used or is too old. */
export function readReferral(token: string, signal?: AbortSignal): Promise<ReferralView> {
  return get(`/referrals/${encodeURIComponent(token)}`, signal)
}

/** Goes back to the application as nobody, once; gives where it is told so. */
export function giveUpReferral(token: string): Promise<Pick<ReferralView, 'continueAt'>> {
  return remove(`/referrals/${encodeURIComponent(token)}`)
}
