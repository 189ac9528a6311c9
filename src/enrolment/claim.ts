import { type Authenticator, openPooled } from '../authenticators/index.ts'
import type { Enrolment, EnrolmentRefused, Factor, PoolCandidate } from '../factors/factor.ts'
import type { Id } from '../kernel/ids.ts'
import type { EnrolmentDeps } from './deps.ts'

/** Something in the pool that a confirmation may take over. */
export interface Claim {
  readonly row: Authenticator
  readonly candidate: PoolCandidate<unknown>
}

/** More than this is put aside for nobody; each of them is compared with one answer. */
const mostPutAside = 10

/** What lies under the handle that a confirmation names; where it names none, what is put aside for its account. */
export async function claimsOf(
  deps: EnrolmentDeps,
  factor: Factor,
  accountId: Id<'account'>,
  confirmation: { readonly pending: unknown; readonly answer: unknown },
): Promise<readonly Claim[]> {
  if (!factor.claims) return []
  const handle = factor.claims(confirmation.pending, confirmation.answer)
  if (handle === undefined) return putAside(deps, factor, accountId)
  const row = await deps.authenticators.findInPool(factor.id, handle, accountId)
  return row ? claimOf(deps, factor, row, handle) : []
}

async function putAside(
  deps: EnrolmentDeps,
  factor: Factor,
  accountId: Id<'account'>,
): Promise<readonly Claim[]> {
  const now = deps.storage.clock.now()
  const rows = (await deps.authenticators.pool.reservedFor(accountId)).filter(
    ({ authenticator: { factor: id, status, expiresAt } }) =>
      id === factor.id && status === 'active' && (expiresAt === undefined || expiresAt > now),
  )
  return rows.slice(0, mostPutAside).flatMap((one) => claimOf(deps, factor, one.authenticator, one.handle))
}

function claimOf(deps: EnrolmentDeps, factor: Factor, row: Authenticator, handle: string): readonly Claim[] {
  const candidate = openPooled(deps.box, factor, row, handle)
  return candidate ? [{ row, candidate }] : []
}

export interface Judged {
  readonly verdict: Enrolment<unknown> | EnrolmentRefused
  readonly claim: Claim | undefined
}

/** Asks the factor, with each claim in turn until one fits. One answer costs one try, however many were put aside. */
export async function judgeConfirmation(
  factor: Factor,
  confirmation: Omit<Parameters<Factor['confirm']>[0], 'claimed'>,
  claims: readonly Claim[],
): Promise<Judged> {
  const refused: Judged[] = []
  for (const claim of claims) {
    const verdict = await factor.confirm({ ...confirmation, claimed: claim.candidate })
    if (verdict.accepted) return { verdict, claim }
    refused.push({ verdict, claim })
  }
  const telling = refused.find(({ verdict }) => !verdict.accepted && verdict.reason === 'unacceptable')
  return telling ?? refused[0] ?? { verdict: await factor.confirm(confirmation), claim: undefined }
}
