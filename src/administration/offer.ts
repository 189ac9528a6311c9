import { accountNotFound } from '../accounts/index.ts'
import type { ApiCaller } from '../applications/index.ts'
import type { Surroundings } from '../authentication/index.ts'
import { type Begun, beginEnrolment } from '../enrolment/index.ts'
import type { Id } from '../kernel/ids.ts'
import { actorName, requirePermission, requireRightsOver } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'

export interface OfferInput {
  readonly caller: ApiCaller
  readonly accountId: Id<'account'>
  readonly factor: string
  readonly label?: string | undefined
  readonly options?: unknown
  readonly surroundings: Surroundings
}

/**
 * An application makes an authenticator for one of its people: good for that application alone, and counting only
 * once its owner has given a right code. Never for an account with rights (R11).
 */
export async function offerAuthenticator(deps: AdministrationDeps, input: OfferInput): Promise<Begun> {
  const { caller, accountId, ...wanted } = input
  const actor = { by: 'application', caller } as const
  const permission = { role: 'administrator', scope: 'authenticators:write', changes: true } as const
  requirePermission(actor, permission, deps.sessions.requireFresh)
  const account = await deps.accounts.find(accountId)
  if (account?.status !== 'active') throw accountNotFound()
  requireRightsOver(actor, account)
  const authority = {
    by: 'operator',
    actor: actorName(actor),
    account,
    application: caller.application,
  } as const
  return beginEnrolment(deps, { ...wanted, authority })
}
