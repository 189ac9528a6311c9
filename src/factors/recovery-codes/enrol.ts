import type { Enrolment, FactorHost, Offer, Operation } from '../factor.ts'
import { issueCodes } from './code-set.ts'
import { proves } from './proves.ts'
import { type RecoveryCodesData, recoveryCodesOptions } from './schema.ts'

/** Ten codes, shown here and never again; we keep their hashes. */
export async function offerRecoveryCodes(
  host: Pick<FactorHost, 'mac' | 'random'>,
): Promise<Offer<RecoveryCodesData>> {
  const { codes, data } = issueCodes(host)
  return { show: { codes }, pending: data, confirms: false }
}

/** Nothing was asked, so nothing can be wrong: what was offered is what is kept. */
export async function confirmRecoveryCodes(
  pending: RecoveryCodesData,
): Promise<Enrolment<RecoveryCodesData>> {
  return { accepted: true, data: pending, ...proves }
}

/** A whole new set; every old code is void (N-35). For the owner alone: no administrator ever sees a live code. */
export function refill(host: Pick<FactorHost, 'mac' | 'random'>): Operation<RecoveryCodesData> {
  return {
    id: 'refill',
    input: recoveryCodesOptions,
    permission: 'owner',
    replaces: true,
    async run() {
      const { codes, data } = issueCodes(host)
      return { accepted: true, data, endsFailures: true, show: { codes } }
    },
  }
}
