import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import type { Countries } from '../countries/index.ts'
import { canonicalName, directoryInRules } from '../directories/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Circumstances, Deferral, Known, Policy } from '../policy/index.ts'
import type { Use } from '../sessions/index.ts'
import type { DeviceLane } from '../throttle/index.ts'
import type { AuthenticationDeps } from './deps.ts'

export type CircumstancesDeps = Pick<
  AuthenticationDeps,
  'storage' | 'policy' | 'throttle' | 'groups' | 'deferrals' | 'countries'
>

/** Who asks for what. */
export interface Asking {
  /** A name that nobody has is decided on like one that somebody has; undefined where nobody is named yet. */
  readonly name: string | undefined
  readonly account: Account | undefined
  /** The account's id, or what stands for it where nobody has the name. */
  readonly ownerKey: string
  readonly application: Pick<Application, 'key' | 'kind'>
  readonly purpose: string
  /** Undefined where nobody is there: then place and device are unknown, and demand (R15). */
  readonly surroundings: Use | undefined
}

/** What rules and exceptions ask about besides the account itself; undefined where there are none, and nothing may wait. */
export async function circumstancesOf(
  deps: CircumstancesDeps,
  asking: Asking,
): Promise<Circumstances | undefined> {
  if (!isAskedFor(deps.policy)) return undefined
  const { account, application, purpose, surroundings } = asking
  const [groups, knownDevice] = await Promise.all([groupsOf(deps, asking), isKnownDevice(deps, asking)])
  const source = placeOf(asking)
  return {
    account: keyOf(asking),
    groups,
    ...originOf(account),
    application: application.key,
    purpose,
    door: surroundings?.door ?? 'unknown',
    source,
    ...countryOf(deps, source),
    knownDevice,
    at: deps.storage.clock.now(),
  }
}

/** Where an account comes from, and what was told of it; of nobody nothing is known. */
export function originOf(account: Account | undefined): Pick<Circumstances, 'directory' | 'attributes'> {
  if (!account) return { directory: 'unknown', attributes: 'unknown' }
  return { directory: directoryInRules(account.directory), attributes: account.attributes }
}

function isAskedFor({ rules, exceptions, asksDeferrals }: Policy): boolean {
  return rules.length > 0 || exceptions.length > 0 || asksDeferrals
}

/** What somebody has put off so far. Looked up only where something may be put off. */
export async function deferralsOf(
  deps: CircumstancesDeps,
  ownerKey: string,
): Promise<Known<readonly Deferral[]>> {
  return deps.policy.asksDeferrals ? deps.deferrals.ofAccount(ownerKey as Id<'account'>) : 'unknown'
}

function keyOf({ name, account }: Asking): Known<string> {
  if (account) return account.key
  const reading = name === undefined ? undefined : canonicalName(name)
  return reading?.valid ? reading.key : 'unknown'
}

function placeOf(asking: Asking): Known<string> {
  return isTheirs(asking) ? (asking.surroundings?.source ?? 'unknown') : 'unknown'
}

interface LandsDeps {
  readonly policy: Pick<Policy, 'asksCountries'>
  readonly countries: Pick<Countries, 'of'>
}

/** Looked up only where a rule asks. */
export function countryOf(
  { policy, countries }: LandsDeps,
  source: Known<string>,
): Pick<Circumstances, 'country'> {
  if (!policy.asksCountries) return {}
  return { country: source === 'unknown' ? source : (countries.of(source) ?? 'unknown') }
}

/** Where an application asks in somebody's name, its own address says nothing of theirs, whoever sends the request. */
export function isTheirs({
  application,
  surroundings,
}: Pick<Asking, 'application' | 'surroundings'>): boolean {
  if (surroundings === undefined || surroundings.onBehalf) return false
  return application.kind === 'portal' || surroundings.referred === true
}

/** Looked up only where a rule asks. */
async function groupsOf(deps: CircumstancesDeps, { ownerKey }: Asking): Promise<Known<readonly string[]>> {
  if (!deps.policy.asksGroups) return 'unknown'
  const groups = await deps.groups.listOf(ownerKey as Id<'account'>)
  return groups.map(({ key }) => key)
}

/** Looked up only where a rule asks. */
async function isKnownDevice(deps: CircumstancesDeps, asking: Asking): Promise<Known<boolean>> {
  if (!deps.policy.asksDevice || !isTheirs(asking)) return 'unknown'
  const { account, surroundings } = asking
  const device = await deps.throttle.recognise(surroundings?.device)
  return account !== undefined && isKnownTo(device, account.id)
}

/** What a mailed link let in may be anybody's who reads that mail: nobody has signed in there yet (R19). */
export function isKnownTo(device: DeviceLane | undefined, accountId: Id<'account'>): boolean {
  return device?.accountId === accountId && !device.mailed
}
