import type { AccountMark, AccountRole } from '../accounts/index.ts'
import type { ApplicationClass } from '../applications/index.ts'

/** One thing that an account reaches, in words that people know. */
export interface Reach {
  readonly system: string
  readonly class: ApplicationClass
  /** A right in it that makes its holder privileged. */
  readonly right?: string | undefined
}

/** What is known of an account, read from live rows. */
export interface Profile {
  readonly role: AccountRole
  readonly marks: readonly AccountMark[]
  readonly reaches: readonly Reach[]
  /** Its password was easy to guess, or on a breach list, when it was set. */
  readonly weakPassword: boolean
  /** Whole days since the last sign-in, or since it was made; undefined where the house does not know it. */
  readonly idleDays: number | undefined
  /** Why it looks like a program's; undefined for people. */
  readonly service?: string | undefined
  /** unusable: there is one, and it proves nothing now. */
  readonly held: 'none' | 'unusable' | 'second'
}

/** Why an account needs a second factor, and how urgent that is. */
export interface Assessment {
  readonly risk: number
  readonly classes: readonly ApplicationClass[]
  readonly signals: readonly AccountMark[]
  /** It looks like a program's, which cannot show a second factor. */
  readonly service: boolean
  readonly because: readonly string[]
}

const dormantAfterDays = 180
const classWeight: Readonly<Record<ApplicationClass, number>> = {
  administration: 5,
  banking: 5,
  'remote-access': 4,
  'customer-data': 4,
  mail: 3,
  other: 0,
}
const signalWeight: Readonly<Record<AccountMark, number>> = {
  compromised: 5,
  weak: 4,
  default: 4,
  privileged: 4,
  shared: 2,
  reset: 2,
  dormant: 1,
}
const roleWeight: Readonly<Record<AccountRole, number>> = { administrator: 5, 'help-desk': 3, person: 0 }

/**
 * What it reaches and may do there, times what speaks against its password; half of that where a second factor is only
 * out of use. Nothing where no reason is found.
 */
export function assess(profile: Profile): Assessment {
  const { role, reaches, held, service } = profile
  const classes = [...new Set(reaches.map((reach) => reach.class))].filter((one) => one !== 'other')
  const found = signalsOf(profile)
  const stake = classes.reduce((sum, one) => sum + classWeight[one], roleWeight[role])
  const doubt = found.reduce((sum, { signal }) => sum + signalWeight[signal], 0)
  const risk = ((1 + stake) * (1 + doubt) - 1) / (held === 'unusable' ? 2 : 1)
  const because = [
    ...(role === 'person' ? [] : [`is ${inWords(role)} here`]),
    ...classes.map(
      (one) => `reaches ${namesOf(reaches.filter((reach) => reach.class === one))} (${inWords(one)})`,
    ),
    ...found.map(({ why }) => why),
    ...(risk > 0 && held === 'unusable' ? ['its second factor cannot be used now'] : []),
    ...(service === undefined ? [] : [`${service}: give it a key of its own, not a second factor`]),
  ]
  const signals = found.map(({ signal }) => signal)
  return { risk, classes, signals, service: service !== undefined, because }
}

/** Ids of classes and roles are words already, but for their hyphens. */
function inWords(id: string): string {
  return id.replaceAll('-', ' ')
}

function signalsOf(profile: Profile): readonly { readonly signal: AccountMark; readonly why: string }[] {
  const { marks, reaches, weakPassword, idleDays = 0 } = profile
  const right = reaches.find((reach) => reach.right !== undefined)
  const seen: readonly (readonly [AccountMark, string | undefined])[] = [
    ['weak', weakPassword ? 'its password is easy to guess, or known from a breach' : undefined],
    ['privileged', right ? `is “${right.right}” at ${right.system}` : undefined],
    ['dormant', idleDays > dormantAfterDays ? `has not signed in for ${idleDays} days` : undefined],
  ]
  return [
    ...marks.map((signal) => ({ signal, why: `is marked ${signal}` })),
    ...seen.flatMap(([signal, why]) =>
      why === undefined || marks.includes(signal) ? [] : [{ signal, why }],
    ),
  ]
}

function namesOf(reaches: readonly Reach[]): string {
  const names = [...new Set(reaches.map(({ system }) => system))]
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}
