import { get } from './client.ts'
import type { ReferralView } from './types.ts'

/** For which application this browser was sent here; `referral.over` where that was used or is too old. */
export function readReferral(token: string, signal?: AbortSignal): Promise<ReferralView> {
  return get(`/referrals/${encodeURIComponent(token)}`, signal)
}
