import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import type { Authenticator } from '../authenticators/index.ts'
import { decide, type Policy, type Requirement, type Wish, withRules } from '../policy/index.ts'
import type { Use } from '../sessions/index.ts'
import { type CircumstancesDeps, circumstancesOf, deferralsOf } from './circumstances.ts'
import type { AuthenticationDeps } from './deps.ts'
import { factsOf } from './situation.ts'

type NeedDeps = CircumstancesDeps & Pick<AuthenticationDeps, 'factors'>

/** Whose need, for what, with which authenticators: of those in scope, or of some that are thought away. */
export interface Holding {
  readonly account: Account
  readonly application: Application
  readonly authenticators: readonly Authenticator[]
}

/** What an account needs to sign in, as those see it who are signed in. Without a use its place and device are unknown, and demand (R15). */
export async function signInNeed(
  deps: NeedDeps,
  { account, application, authenticators }: Holding,
  use: Use | undefined,
  wish?: Wish,
): Promise<Requirement> {
  const facts = factsOf(deps.factors, account, application, authenticators, false)
  const [deferrals, circumstances] = await Promise.all([
    deferralsOf(deps, account.id),
    circumstancesOf(deps, {
      name: account.name,
      account,
      ownerKey: account.id,
      application,
      purpose: 'sign-in',
      surroundings: use,
    }),
  ])
  return decide(deps.policy, { ...facts, circumstances, deferrals, wish, stands: true })
}

/**
 * What it needs wherever it comes from and whenever: rules about places, hours and devices are for the sign-in itself
 * to meet.
 */
export function lastingRequirement(deps: NeedDeps, holding: Holding): Promise<Requirement> {
  return signInNeed({ ...deps, policy: anywhere(deps.policy) }, holding, undefined)
}

/** Compiled once for each policy: it is asked for at each look at one's own authenticators. */
const compiled = new WeakMap<Policy, Policy>()

function anywhere(policy: Policy): Policy {
  const known = compiled.get(policy)
  if (known) return known
  const lasting = withRules(policy, ({ where, when }) => where === undefined && when === undefined)
  compiled.set(policy, lasting)
  return lasting
}
