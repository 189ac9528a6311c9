import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import { decide, type Policy, type Requirement, withRules } from '../policy/index.ts'
import { type CircumstancesDeps, circumstancesOf } from './circumstances.ts'
import type { AuthenticationDeps } from './deps.ts'
import { factsOf } from './situation.ts'

type LastingDeps = CircumstancesDeps & Pick<AuthenticationDeps, 'factors'>

/** Whose need, for what, with which authenticators: of those in scope, or of some that are thought away. */
export interface Holding {
  readonly account: Account
  readonly application: Application
  readonly authenticators: readonly Authenticator[]
}

/**
 * What an account needs to sign in wherever it comes from and whenever: rules about places, hours and devices are for
 * the sign-in itself to meet.
 */
export async function lastingRequirement(
  deps: LastingDeps,
  { account, application, authenticators }: Holding,
): Promise<Requirement> {
  const policy = anywhere(deps.policy)
  const facts = factsOf(deps.factors, account, application, authenticators, false)
  const circumstances = await circumstancesOf(
    { ...deps, policy },
    {
      name: account.name,
      account,
      ownerKey: account.id,
      application,
      purpose: 'sign-in',
      surroundings: undefined,
    },
  )
  return decide(policy, { ...facts, circumstances })
}

function anywhere(policy: Policy): Policy {
  return withRules(policy, ({ where, when }) => where === undefined && when === undefined)
}
