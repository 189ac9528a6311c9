import type { Account } from '../accounts/index.ts'
import { outgoing, personOf } from '../authentication/index.ts'
import { type Authenticator, openCandidate } from '../authenticators/index.ts'
import type { Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'

/** What is told to whoever held what is removed, over the way that it was. */
export async function farewellTo(
  deps: EnrolmentDeps,
  account: Account,
  row: Authenticator,
  at: number,
): Promise<readonly Statement[]> {
  const factor = deps.factors.find(row.factor)
  const data = factor && openCandidate(deps.box, factor, row)?.data
  if (!factor?.removed || data === undefined) return []
  const messages = factor.removed({ data, person: await personOf(deps, account), at })
  return outgoing(deps, factor, messages, { accountId: account.id })
}
