import type { Factor } from '../factors/factor.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { contextOf } from './judge.ts'
import { scopeOf } from './refer.ts'
import { inScope, isNameless, type Situation, situationOf } from './situation.ts'

/** A proof that may say whose it is. */
interface Naming {
  readonly factor: Factor
  readonly proof: unknown
}

/**
 * The situation of whoever the first proof names, for an attempt that began without a name. What names nobody, or
 * somebody who may not sign in, leaves it nameless: it is judged against nothing, and refused like any other.
 */
export async function nameOwner(
  deps: AuthenticationDeps,
  situation: Situation,
  proofs: readonly Naming[],
  surroundings: Surroundings,
): Promise<Situation> {
  const [first] = proofs
  if (!isNameless(situation.attempt) || !first?.factor.traits.opens) return situation
  const { application, attempt } = situation
  const context = contextOf(deps.storage.clock.now(), application, surroundings)
  const handle = first.factor.handle?.(first.proof, context)
  const row =
    handle === undefined ? undefined : await deps.authenticators.findByHandle(first.factor.id, handle)
  const owner = row?.accountId && inScope([row], scopeOf(attempt)).length > 0 ? row.accountId : undefined
  const account = owner && (await deps.accounts.find(owner))
  if (account?.status !== 'active') return situation
  const owned = {
    ...attempt,
    named: true,
    accountId: account.id,
    ownerKey: account.id,
    accountName: account.name,
    epoch: account.epoch,
  } as const
  return situationOf(deps, owned, surroundings)
}
