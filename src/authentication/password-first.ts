import { invalidInput } from '../kernel/errors.ts'
import { parseWith } from '../kernel/parse.ts'
import type { Proved } from '../policy/index.ts'
import type { Statement } from '../storage/index.ts'
import type { AuthenticationDeps } from './deps.ts'
import { typedFirstFactor } from './first-factor.ts'
import { type Judged, judge } from './judge.ts'
import { checkLanes, firstLanes } from './lanes.ts'
import { isWeakSuccess, provedBy, spend, successOf } from './outcome.ts'
import { personOf } from './person.ts'
import { veiling } from './veiled.ts'
import type { Visit } from './visit.ts'

export type PasswordJudged =
  | {
      readonly accepted: true
      readonly proved: Proved
      /** It is easy to guess, or known from a breach. */
      readonly weak: boolean
      readonly statements: readonly Statement[]
    }
  | { readonly accepted: false; readonly judged: readonly Judged[]; readonly failed: readonly Statement[] }

/** Judges the password that came with a code, in the lane that its application has for this account (R19). */
export async function judgePassword(
  deps: AuthenticationDeps,
  visit: Visit,
  password: string,
): Promise<PasswordJudged> {
  const factor = typedFirstFactor(deps.factors)
  if (!factor) throw invalidInput([{ path: 'password', message: 'Passwords are not used here' }])
  const { account } = visit
  const proof = parseWith(factor.proof, { password })
  const lanes = await veiling({ factor, proof }, visit.surroundings, () =>
    checkLanes(deps, firstLanes(deps, visit, laneOrigin(visit))),
  )
  const judged = await judge(
    deps,
    {
      factor,
      proof,
      authenticators: visit.authenticators.filter(
        (row) => row.factor === factor.id && row.status === 'active',
      ),
      standing: 'unproven',
      ...(account ? { person: () => personOf(deps, account) } : {}),
    },
    visit.application,
    visit.surroundings,
  )
  const success = successOf(judged)
  if (!success) return { accepted: false, judged: [judged], failed: lanes.failed() }
  return {
    accepted: true,
    proved: provedBy(success),
    weak: isWeakSuccess(success),
    statements: [...spend(deps, success), ...lanes.cleared],
  }
}

function laneOrigin(visit: Visit) {
  const { source } = visit.surroundings
  return { source: source ?? 'local', application: visit.application.id }
}
