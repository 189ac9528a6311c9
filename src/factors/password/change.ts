import type { EnrolmentRefused, Operation } from '../factor.ts'
import { canonicalPassword } from './canonical.ts'
import { type EnrolDeps, newPasswordData } from './enrol.ts'
import { passwordBusy, passwordKeptElsewhere } from './errors.ts'
import { isElsewhere, type PasswordData, passwordAdvice, passwordChange, passwordRenewal } from './schema.ts'

/**
 * Current and new password (ASVS 6.2.2, 6.2.3). A wrong current one is a `mismatch`, which the caller counts like any
 * other failed proof; the old password as the new one is refused, for a forced change must change something (N-09).
 */
export function changeOperation(deps: EnrolDeps): Operation<PasswordData> {
  return {
    id: 'change',
    input: passwordChange,
    permission: 'owner',
    judges: true,
    async run({ candidate, person, input, context }) {
      const { current, password } = passwordChange.parse(input)
      if (isElsewhere(candidate.data)) throw passwordKeptElsewhere()
      const outcome = await deps.hashes.compare(current, candidate.data.hash)
      if (outcome === 'busy') throw passwordBusy()
      if (outcome === 'differs') return refused('mismatch', 'current-wrong')
      if (isSame(current, password)) return refused('unacceptable', 'unchanged')
      const changed = await newPasswordData(deps, { password, person, context })
      return changed.accepted ? { ...changed, endsFailures: true } : changed
    },
  }
}

/**
 * Another password in the place of one that others may know, at the end of the sign-in that has shown it: it is not asked
 * for once more, and it is not taken as the new one (N-09).
 */
export function renewOperation(deps: EnrolDeps): Operation<PasswordData> {
  return {
    id: 'renew',
    input: passwordRenewal,
    permission: 'renewal',
    async run({ candidate, person, input, context }) {
      const { password } = passwordRenewal.parse(input)
      if (isElsewhere(candidate.data)) throw passwordKeptElsewhere()
      const renewed = await newPasswordData(deps, { password, person, context })
      if (!renewed.accepted) return renewed
      // Only now: whoever came in without it learns nothing of one that would be refused anyway.
      const outcome = await deps.hashes.compare(password, candidate.data.hash)
      if (outcome === 'busy') throw passwordBusy()
      if (outcome === 'matches') return refused('unacceptable', 'unchanged')
      return { ...renewed, endsFailures: true }
    },
  }
}

/** What a meter beside the field asks while a new password is typed. Changes nothing and asks no breach list. */
export function adviseOperation({ adviser }: Pick<EnrolDeps, 'adviser'>): Operation<PasswordData> {
  return {
    id: 'advise',
    input: passwordAdvice,
    permission: 'owner',
    async run({ candidate, person, input, context }) {
      const { password } = passwordAdvice.parse(input)
      const advice = await adviser.preview({ password, person, application: context.application.name })
      return { accepted: true, data: candidate.data, show: { ...advice } }
    },
  }
}

function refused(reason: EnrolmentRefused['reason'], notice: string): EnrolmentRefused {
  return { accepted: false, reason, notices: [{ id: notice }] }
}

function isSame(a: string, b: string): boolean {
  return canonicalPassword(a) === canonicalPassword(b)
}
