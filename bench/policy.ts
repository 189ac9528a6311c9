import { createPolicy, decide, type Facts, policyConfig, type Rule } from '../src/policy/index.ts'
import type { Bench, BenchOptions, Measure } from './kit/bench.ts'

const rulesInAll = 200
const target = 1_000_000

/** Decisions over 200 rules of every kind, for a thousand sets of facts in turn, in one thread. */
export const bench: Bench = {
  name: 'policy',
  async *run(options) {
    const policy = createPolicy(policyConfig.parse({ mfa: 'offered', rules: rulesOf(rulesInAll) }))
    const none = createPolicy(policyConfig.parse({ mfa: 'offered' }))
    const facts = Array.from({ length: 1_000 }, (_, index) => factsOf(index))
    const [ruled, bare] = race([policy, none], facts, options)
    const fitting = facts.reduce((sum, one) => sum + policy.fitting(one).length, 0) / facts.length
    yield figure(`decisions over ${rulesInAll} rules`, ruled ?? 0, 'decisions/s', true)
    yield figure('decisions without rules', bare ?? 0, 'decisions/s', false)
    yield figure(`rules that fit, of ${rulesInAll}`, fitting, 'on average', false)
  },
}

function figure(measure: string, value: number, unit: string, aimed: boolean): Measure {
  return {
    bench: 'policy',
    measure,
    value,
    unit,
    against: null,
    ratio: null,
    target: aimed ? `at least ${target.toLocaleString('en')} a second` : null,
    met: aimed ? value >= target : null,
  }
}

type Policies = readonly Parameters<typeof decide>[0][]

/** In turns, so that a slow moment of the machine meets all; the median of the rounds after the first. */
function race(policies: Policies, facts: readonly Facts[], { quick }: BenchOptions): readonly number[] {
  const rounds = quick ? 5 : 15
  const rates = policies.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, policy] of policies.entries()) {
      const rate = decisionsPerSecond(policy, facts, round === 0 ? 1_500 : 300)
      if (round > 0) rates[index]?.push(rate)
    }
  }
  return rates.map((each) => each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? 0)
}

/** By processor time, whoever else is busy on the machine. */
function decisionsPerSecond(policy: Policies[number], facts: readonly Facts[], milliseconds: number): number {
  const start = process.cpuUsage()
  let decided = 0
  let elapsed = 0
  do {
    for (const one of facts) if (decide(policy, one).deny) decided--
    decided += facts.length
    const { user, system } = process.cpuUsage(start)
    elapsed = (user + system) / 1000
  } while (elapsed < milliseconds)
  return (decided * 1000) / elapsed
}

/** A mix as organisations have it: by class, group, role, mark, account, place and hour. */
function rulesOf(count: number): readonly Rule[] {
  const classes = ['mail', 'banking', 'customer-data', 'administration', 'remote-access'] as const
  const needs = ['mfa', 'passwordless', 'phishing-resistant'] as const
  return Array.from({ length: count }, (_, index): Rule => {
    const rule = { name: `rule ${index}`, need: needs[index % 3] ?? 'mfa' }
    const kinds: readonly Partial<Rule>[] = [
      { what: { classes: [classes[index % 5] ?? 'mail'], applications: [`application ${index}`] } },
      { who: { groups: [`group ${index}`, `group ${index + 1}`] } },
      { who: { accounts: [`person ${index}`] } },
      { who: { groups: [`group ${index}`] }, where: { outside: ['10.0.0.0/8', '192.168.0.0/16'] } },
      { who: { roles: ['administrator'] }, where: { device: 'new' } },
      { who: { marks: ['compromised'] }, what: { applications: [`application ${index}`] } },
      {
        who: { groups: [`group ${index}`] },
        when: { days: ['sat', 'sun'], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
      },
      { what: { doors: ['cli'], purposes: ['verify'] }, who: { except: ['person 1'] } },
    ]
    return { ...rule, ...kinds[index % kinds.length] }
  })
}

function factsOf(index: number): Facts {
  return {
    role: index % 50 === 0 ? 'administrator' : 'person',
    marks: index % 20 === 0 ? ['compromised'] : [],
    applicationClass: index % 2 === 0 ? 'banking' : 'mail',
    confirmed: [
      { factor: 'password', role: 'factor', kinds: ['knows'], usable: true },
      { factor: 'totp', role: 'factor', kinds: ['has'], usable: true },
    ],
    invited: false,
    circumstances: {
      account: `person ${index}`,
      groups: [`group ${index % 200}`, `group ${(index * 7) % 200}`, 'everybody'],
      application: `application ${index % 100}`,
      door: 'rest',
      purpose: 'sign-in',
      source: `203.0.${index % 256}.${(index * 3) % 256}`,
      knownDevice: index % 3 > 0,
      at: Date.UTC(2026, 10, 24, 12) + index * 1_000,
    },
  }
}
