import type { Enrolment, EnrolmentRefused, FactorContext, Offer, Person } from '../factor.ts'
import type { Adviser } from './advise.ts'
import { minimumLengthOf, type PasswordConfig } from './config.ts'
import { passwordBusy, passwordKeptElsewhere } from './errors.ts'
import type { PasswordHashes } from './hash.ts'
import { proves } from './proves.ts'
import { type OwnPassword, type PasswordData, type PasswordPending, passwordAnswer } from './schema.ts'

export interface EnrolDeps {
  readonly hashes: PasswordHashes
  readonly adviser: Adviser
}

/** Shows the lengths that apply; there is nothing to keep. Throws `password.elsewhere`. */
export function offerPassword(config: PasswordConfig, person: Person): Offer<PasswordPending> {
  if (person.passwordElsewhere) throw passwordKeptElsewhere()
  const show = { minimumLength: minimumLengthOf(config), maximumLength: config.maximumLength }
  return { show, pending: {}, confirms: true }
}

/**
 * Takes a first password, or says why not and what would be better (N-11). With the success it may show notices:
 * what could not be checked, how to do better. Throws `password.busy` where the hashing queue is full, and `password.elsewhere`.
 */
export async function confirmPassword(
  deps: EnrolDeps,
  input: { readonly answer: unknown; readonly person: Person; readonly context: FactorContext },
): Promise<Enrolment<PasswordData> | EnrolmentRefused> {
  if (input.person.passwordElsewhere) throw passwordKeptElsewhere()
  const { password } = passwordAnswer.parse(input.answer)
  const made = await newPasswordData(deps, { ...input, password })
  if (!made.accepted) return made
  return { ...made, ...proves }
}

/** The data of a new password, first or changed: advised on, then hashed. */
export async function newPasswordData(
  deps: EnrolDeps,
  input: { readonly password: string; readonly person: Person; readonly context: FactorContext },
): Promise<Pick<Enrolment<OwnPassword>, 'accepted' | 'data' | 'show'> | EnrolmentRefused> {
  const { password, person, context } = input
  const advice = await deps.adviser.advise({ password, person, application: context.application.name })
  if (!advice.acceptable) return { accepted: false, reason: 'unacceptable', notices: advice.notices }

  const hash = await deps.hashes.create(password)
  if (hash === undefined) throw passwordBusy()
  const { score, weak, notices } = advice
  const data = {
    hash,
    changedAt: context.at,
    checkedAt: context.at,
    ...(score !== undefined && { score }),
    ...(weak !== undefined && { weak }),
  }
  return { accepted: true, data, ...(notices.length > 0 && { show: { notices } }) }
}
