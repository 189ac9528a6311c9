import type { Deferral } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import type { Holder } from '../holder.ts'

/**
 * What accounts had put off when a span of time began. When they began is kept; how often it was by then is told by
 * the first time in the span that the trail has.
 */
export async function deferralsBefore(
  { audit }: Pick<AdministrationDeps, 'audit'>,
  since: number,
): Promise<(person: Pick<Holder, 'account' | 'deferrals'>) => readonly Deferral[]> {
  const timesBefore = new Map<string, number>()
  for await (const rows of audit.since(since, { event: 'enrolment.put-off' })) {
    for (const { accountId, details } of rows) {
      const name = nameOf(accountId, details?.demand)
      if (!timesBefore.has(name)) timesBefore.set(name, Number(details?.times) - 1)
    }
  }
  return ({ account, deferrals }) =>
    deferrals
      .filter((one) => one.since < since)
      .map((one) => ({
        ...one,
        times: timesBefore.get(nameOf(account.id, one.demand)) ?? one.times,
        countedAt: Math.min(one.countedAt, since),
        lastAt: Math.min(one.lastAt, since),
      }))
}

function nameOf(accountId: string | undefined, demand: unknown): string {
  return `${accountId} ${demand}`
}
