import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import type { Authenticator, Standing } from '../authenticators/index.ts'
import type { Id } from '../kernel/ids.ts'
import { decide, decideSingle, type Proved, type Requirement } from '../policy/index.ts'
import type { Owner } from '../throttle/index.ts'
import { circumstancesOf } from './circumstances.ts'
import type { AuthenticationDeps, Surroundings } from './deps.ts'
import { ownerOf } from './owner.ts'
import { factsOf, inScope, mayOpen, withWeakPassword } from './situation.ts'

/** What a door that carries an account and a code was given. */
export interface VerifyOnceInput {
  readonly application: Application
  /** As it was typed. */
  readonly account: string
  readonly code: string
  /** Judged first where given. */
  readonly password?: string | undefined
  /** Only authenticators of this factor. */
  readonly factor?: string | undefined
  /** The application has proved the first factor itself; its scope was checked by the door (R7). */
  readonly vouched?: boolean | undefined
  readonly surroundings: Surroundings
}

/** One call of a code-carrying door: who, where, and what it would take. */
export interface Visit {
  readonly application: Application
  readonly account: Account | undefined
  readonly owner: Owner
  readonly authenticators: readonly Authenticator[]
  readonly surroundings: Surroundings
  /** The first factor, where the application says that it judged it. */
  readonly vouch: readonly Proved[]
  /**
   * What a proof by this authenticator must satisfy, which it may just have confirmed: a code alone claims one
   * factor and no more (R7). `weak`: the password beside it has just turned out easy to guess.
   */
  requirement(standing: Standing, provedWith: Id<'authenticator'>, weak: boolean): Requirement
  /** What a refusal is recorded under. */
  readonly record: {
    readonly accountId: Id<'account'> | undefined
    readonly ownerKey: string
    readonly applicationId: Id<'application'>
  }
}

export async function visitOf(
  deps: AuthenticationDeps,
  input: VerifyOnceInput,
  account: Account | undefined,
): Promise<Visit> {
  const { application, surroundings } = input
  const owner = ownerOf(deps.box, account, input.account)
  // A name that nobody has is looked up like any other, under its decoy's key: the work is the same.
  const all = await deps.authenticators.ofAccount(account?.id ?? (owner.key as Id<'account'>))
  const authenticators = inScope(all, application)
  const circumstances = await circumstancesOf(deps, {
    name: input.account,
    account,
    ownerKey: owner.key,
    application,
    purpose: 'verify',
    surroundings,
  })
  return {
    application,
    account,
    owner,
    authenticators,
    surroundings,
    vouch: input.vouched ? [vouchOf(application, deps.storage.clock.now())] : [],
    requirement(standing, provedWith, weak) {
      const confirmed = authenticators.map(
        (row): Authenticator => (row.id === provedWith ? { ...row, status: 'active' } : row),
      )
      const known = { ...factsOf(deps.factors, account, application, confirmed, false), unattended: true }
      const facts = weak ? withWeakPassword(known) : known
      const decided = standing === 'unproven' ? decideSingle : decide
      return decided(deps.policy, { ...facts, circumstances })
    },
    record: { accountId: account?.id, ownerKey: owner.key, applicationId: application.id },
  }
}

export function standingOf(deps: AuthenticationDeps, visit: Visit, proved: readonly Proved[]): Standing {
  const first = proved.some((proof) => mayOpen(deps.factors.find(proof.factor)?.traits))
  return first || visit.vouch.length > 0 ? 'proven' : 'unproven'
}

/** What stands in the place of a factor's name where an application has vouched. */
export const vouchFactor = 'vouch'

/** An application's word for the first factor: something known, by no authenticator of ours. */
export function vouchOf(application: Pick<Application, 'id'>, at: number): Proved {
  return {
    factor: vouchFactor,
    authenticatorId: application.id,
    role: 'factor',
    kinds: ['knows'],
    amr: [],
    phishingResistant: false,
    userVerified: false,
    deviceBound: false,
    at,
  }
}
