import type { AccountMark } from '../../accounts/index.ts'
import type { ApplicationClass } from '../../applications/index.ts'
import { type Finding, type Rule, type Rulebook, reviewPolicy } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type KnownSystem, systemsOf } from './systems.ts'

/** Rules that would ask for what is missing, and the file that `policy apply` takes. */
export interface Stage {
  readonly name: string
  readonly says: string
  /** Accounts of the house that lack a second factor, and that the rules of this stage touch first. */
  readonly accounts: number
  readonly rules: readonly Rule[]
  /** Everything that is applied, this stage and those before. */
  readonly rulebook: Rulebook
  /** The revision that it was written against. */
  readonly base: number
  /** The same, as a file. */
  readonly yaml: string
  /** What is probably not meant in it. */
  readonly findings: readonly Finding[]
}

/** Those of the house who lack a second factor, by what they need it for. */
export interface Lacking {
  readonly name: string
  readonly key: string
  readonly administers: boolean
  readonly classes: readonly ApplicationClass[]
  readonly signals: readonly AccountMark[]
}

const sensitive = ['banking', 'remote-access', 'customer-data', 'mail'] as const
const distrusted = ['compromised', 'weak', 'default', 'shared', 'dormant', 'privileged'] as const
const namesInRule = 1_000
const mostNamed = 5_000
const longestName = 64

/** Administrators and whoever cannot be trusted first, then money, the way in, customers and mail, then everybody. */
export async function proposeStages(
  deps: AdministrationDeps,
  lacking: readonly Lacking[],
): Promise<readonly Stage[]> {
  const systems = (await systemsOf(deps)).filter(({ from }) => from.includes('application'))
  const own = (await deps.portal()).key
  const administration = systems.filter((one) => one.class === 'administration' && one.key !== own)
  const first = lacking.filter(isFirst)
  const second = lacking.filter((one) => !isFirst(one) && one.classes.length > 0)
  const drafts = [
    draft('Administrators', 'Those who rule others, and those whose password is not to be trusted.', first, [
      rule('Advice: administrators', { who: { roles: ['administrator', 'help-desk'] } }),
      rule('Advice: marked accounts', { who: { marks: [...distrusted] } }),
      ...applicationsRule('Advice: administration', administration),
      ...namedRules('Advice: named first', first),
    ]),
    draft(
      'Money, mail and the way in',
      'Whoever reaches banking, remote access, customer data or mail.',
      second,
      [
        rule('Advice: money, mail and the way in', { what: { classes: [...sensitive] } }),
        ...applicationsRule('Advice: the same by name', systems.filter(isOnlyFoundSensitive)),
        ...namedRules('Advice: named second', second),
      ],
    ),
    draft('Everybody', 'Nobody is left out.', lacking, [rule('Advice: everybody', {})]),
  ]
  const { stringify } = await import('yaml')
  let before: readonly Rule[] = []
  return drafts.map((stage, index) => {
    const last = index === drafts.length - 1
    before = last ? stage.rules : [...before, ...stage.rules]
    return finished(deps, stage, before, { systems, lacking, stringify })
  })
}

type Draft = Pick<Stage, 'name' | 'says' | 'accounts' | 'rules'>

function draft(name: string, says: string, touched: readonly Lacking[], rules: readonly Rule[]): Draft {
  return { name, says, accounts: touched.length, rules }
}

function isFirst({ administers, classes, signals }: Lacking): boolean {
  return administers || classes.includes('administration') || signals.length > 0
}

/** The class is found, and not the application's own: rules by class do not know it. */
function isOnlyFoundSensitive(system: KnownSystem): boolean {
  return system.by !== 'application' && sensitive.some((one) => one === system.class)
}

function rule(name: string, parts: Pick<Rule, 'who' | 'what'>): Rule {
  return { name, ...parts, need: 'mfa' }
}

function applicationsRule(name: string, systems: readonly KnownSystem[]): readonly Rule[] {
  const applications = systems.map((system) => system.name).filter(isShort)
  return applications.length === 0
    ? []
    : [rule(name, { what: { applications: applications.slice(0, namesInRule) } })]
}

/** At every door, whatever they come for; more than some thousands are left to the last stage. */
function namedRules(name: string, lacking: readonly Lacking[]): readonly Rule[] {
  const names = lacking.map((one) => one.name).filter(isShort)
  if (names.length > mostNamed) return []
  return Array.from({ length: Math.ceil(names.length / namesInRule) }, (_, index) => {
    const accounts = names.slice(index * namesInRule, (index + 1) * namesInRule)
    return rule(index === 0 ? name : `${name} ${index + 1}`, { who: { accounts } })
  })
}

function isShort(name: string): boolean {
  return name.length <= longestName
}

/** What is applied already stays, save an older proposal of ours; what the rules in force ask for is left out. */
function finished(
  deps: AdministrationDeps,
  stage: Draft,
  proposed: readonly Rule[],
  known: {
    readonly systems: readonly KnownSystem[]
    readonly lacking: readonly Lacking[]
    readonly stringify: (rulebook: unknown) => string
  },
): Stage {
  const { applied, configured, revision: base } = deps.policies
  const kept = applied.rules.filter(({ name }) => !name.startsWith('Advice: '))
  const rulebook = { strengths: applied.strengths, rules: [...kept, ...proposed] }
  const names = new Set(proposed.map(({ name }) => name))
  const findings = reviewPolicy(
    { ...configured, ...rulebook, rules: [...configured.rules, ...rulebook.rules] },
    {
      factors: deps.factors.all.filter(({ traits }) => traits.role === 'factor').map(({ id }) => id),
      accounts: new Set(known.lacking.map(({ key }) => key)),
      applications: new Set(known.systems.map(({ key }) => key)),
      groups: new Set(),
      directories: new Set(),
      attributes: new Set(),
      countries: deps.countries.known,
      now: deps.storage.clock.now(),
    },
  ).filter((finding) => names.has(finding.rule))
  const idle = new Set(findings.filter(({ kind }) => kind === 'shadowed').map((finding) => finding.rule))
  const useful = (one: Rule) => !idle.has(one.name)
  const whole = { ...rulebook, rules: rulebook.rules.filter(useful) }
  return {
    ...stage,
    rules: stage.rules.filter(useful),
    rulebook: whole,
    base,
    yaml: known.stringify(whole),
    findings: findings.filter(({ kind }) => kind !== 'shadowed'),
  }
}
