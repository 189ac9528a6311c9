import { setImmediate as turn } from 'node:timers/promises'
import { typedName } from '../../accounts/index.ts'
import { directoryInRules, localDirectoryId, pushedDirectoryId } from '../../directories/index.ts'
import {
  attributesIn,
  describeRule,
  eachReviewed,
  type Finding,
  type Inventory,
  type Policy,
  type PolicyConfig,
  type Rule,
} from '../../policy/index.ts'
import { type Actor, requirePermission } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { administratorsShutOut } from './lock-out.ts'

/** Whoever helps people must be able to say what is asked of them, and why. */
export const looksAtPolicy = { role: 'help-desk', scope: 'accounts:read', changes: false } as const

/** What is demanded is changed by administrators only, after a fresh sign-in. */
export const changesPolicy = { role: 'administrator', scope: 'administration', changes: true } as const

/** The policy in force, as people read it. */
export interface PolicyView {
  readonly mfa: PolicyConfig['mfa']
  readonly recovery: boolean
  readonly passwordReset: boolean
  /** Milliseconds for which a browser is remembered where its owner asks for it and no rule says less. */
  readonly remembers?: number
  readonly version: string
  /** The number of what was applied last; 0 where nothing ever was. */
  readonly revision: number
  readonly rules: readonly RuleView[]
  /** What whoever wrote the rules probably did not mean. */
  readonly findings: readonly Finding[]
}

export interface RuleView {
  readonly name: string
  /** The whole rule in a sentence. */
  readonly text: string
  /** As it is written. */
  readonly rule: Rule
  /** It was applied, and does not stand in the configuration. */
  readonly applied: boolean
  /** It demands nothing, and only reports. */
  readonly reports: boolean
  /** What whoever is asked reads. */
  readonly says?: string
}

export async function showPolicy(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<PolicyView> {
  requirePermission(input.actor, looksAtPolicy, deps.sessions.requireFresh)
  const { mfa, recovery, passwordReset, rememberedFor, version, rules } = deps.policy
  const { configured, revision } = deps.policies
  return {
    mfa,
    recovery,
    passwordReset,
    ...(rememberedFor === 0 ? {} : { remembers: rememberedFor }),
    version,
    revision,
    rules: rules.map((rule) => ({
      name: rule.name,
      text: describeRule(rule),
      rule,
      applied: !configured.rules.includes(rule),
      reports: rule.report === true,
      ...(rule.says === undefined ? {} : { says: rule.says }),
    })),
    findings: await findingsOf(deps, deps.policy),
  }
}

/** Nobody reads more; of a thousand rules that say the same there would be half a million. */
const mostFindings = 200

/** What is probably not meant in a policy, in force or not; so much of it, what shuts out administrators first. */
export async function findingsOf(deps: AdministrationDeps, policy: Policy): Promise<readonly Finding[]> {
  const [inventory, shutOut] = await Promise.all([
    inventoryFor(deps, policy.rules),
    administratorsShutOut({ ...deps, policy }),
  ])
  const findings = shutOut ? [shutOut] : []
  for (const found of eachReviewed(policy, inventory)) {
    findings.push(...found)
    if (findings.length >= mostFindings) break
    await turn()
  }
  return findings.slice(0, mostFindings)
}

/** Where accounts may come from, as rules name it. */
function directoriesHere({ directories }: AdministrationDeps): readonly string[] {
  const others = directories.all.map(({ id }) => id)
  return [localDirectoryId, pushedDirectoryId(''), ...others].map(directoryInRules)
}

/** What there is of what rules name. Accounts are looked up by name: there may be millions of others. */
async function inventoryFor(deps: AdministrationDeps, rules: readonly Rule[]): Promise<Inventory> {
  const keys = new Set(
    rules
      .flatMap(({ who }) => [...(who?.accounts ?? []), ...(who?.except ?? [])])
      .flatMap((name) => typedName.safeParse(name).data?.key ?? []),
  )
  const [accounts, applications, groups, attributes] = await Promise.all([
    Promise.all([...keys].map((key) => deps.accounts.findByName(key))),
    deps.applications.list(),
    deps.groups.list(),
    deps.accounts.attributesTold(attributesIn(rules)),
  ])
  return {
    factors: deps.factors.all.filter(({ traits }) => traits.role === 'factor').map(({ id }) => id),
    accounts: new Set(accounts.flatMap((account) => account?.key ?? [])),
    applications: new Set(applications.map(({ key }) => key)),
    groups: new Set(groups.map(({ key }) => key)),
    directories: new Set(directoriesHere(deps)),
    attributes: new Set(attributes),
    countries: deps.countries.known,
    now: deps.storage.clock.now(),
  }
}
