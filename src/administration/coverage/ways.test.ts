import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Account } from '../../accounts/index.ts'
import type { Application } from '../../applications/index.ts'
import { confirmedOf, factsOf, inScope } from '../../authentication/index.ts'
import type { Authenticator } from '../../authenticators/index.ts'
import type { Factor, FactorList, Traits } from '../../factors/factor.ts'
import {
  assuranceOf,
  cellsOf,
  createPolicy,
  type Demand,
  decide,
  decideSingle,
  demandOf,
  type Facts,
  type Policy,
  type Proved,
  policyConfig,
  type Requirement,
  satisfy,
} from '../../policy/index.ts'
import { type Lane, waysIn } from './ways.ts'

/** Small worlds, tried out proof by proof: what is shown must hold all that somebody gets. */

const now = Date.UTC(2026, 10, 24, 12)
const minute = 60_000

const usual = { restricted: false, guessable: true, perAccount: 9, first: false, role: 'factor' } as const
const traits: Readonly<Record<string, Traits>> = {
  password: { ...usual, first: true, kinds: ['knows'], phishingResistant: false },
  code: { ...usual, kinds: ['has'], phishingResistant: false },
  key: { ...usual, opens: true, kinds: ['has', 'knows'], phishingResistant: true },
  paper: { ...usual, role: 'recovery', kinds: ['has'], phishingResistant: false },
}
const all = Object.entries(traits).map(([id, its]) => ({ id, traits: its }) as unknown as Factor)
const factors: FactorList = { all, find: (id) => all.find((one) => one.id === id) }

const portal = { id: 'portal', key: 'portal', kind: 'portal', class: 'mail' } as unknown as Application
const bank = { id: 'bank', key: 'bank', kind: 'api', class: 'mail' } as unknown as Application

const row = fc.record({
  factor: fc.constantFrom('password', 'code', 'key', 'paper'),
  status: fc.constantFrom('active', 'active', 'active', 'pending', 'suspended'),
  confirmsOnProof: fc.boolean(),
  applicationId: fc.constantFrom(undefined, undefined, 'bank'),
})

const sources = ['10.0.0.9', '10.1.0.9', '192.0.2.1', '2001:db8:0:0::/64', '::/64']
const zones = ['UTC', 'Europe/Berlin', 'America/New_York']

const networks = fc.subarray(['10.0.0.0/8', '10.1.0.0/16', '2001:db8::/32', '::/0'], { minLength: 1 })
const rule = fc.record(
  {
    who: fc.record(
      {
        accounts: fc.constantFrom(['ana'], ['bob']),
        except: fc.constantFrom(['ana'], ['bob']),
        roles: fc.constantFrom(['person'], ['administrator']),
        groups: fc.constantFrom(['staff'], ['other']),
      },
      { requiredKeys: [] },
    ),
    what: fc.record(
      {
        doors: fc.constantFrom(['rest'], ['cli']),
        purposes: fc.constantFrom(['sign-in'], ['verify'], ['transaction']),
        applications: fc.constantFrom(['bank'], ['portal']),
      },
      { requiredKeys: [] },
    ),
    where: fc.record(
      { networks, outside: networks, device: fc.constantFrom('known', 'new') },
      { requiredKeys: [] },
    ),
    when: fc.record(
      {
        from: fc.constantFrom('07:00', '08:00'),
        to: fc.constantFrom('06:00', '17:00', '18:00'),
        zone: fc.constantFrom(...zones),
      },
      { requiredKeys: ['zone'] },
    ),
    report: fc.constant(true as const),
    need: fc.oneof(
      fc.constantFrom('mfa', 'passwordless', 'phishing-resistant', 'hardware-bound'),
      fc.constantFrom(
        { forbid: ['code'] },
        { allow: ['key'] },
        { phishingResistant: true },
        { userVerified: true },
        { deny: true },
      ),
    ),
  },
  { requiredKeys: ['need'] },
)

const world = fc.record({
  mfa: fc.constantFrom('required', 'offered', 'offered'),
  rules: fc.array(rule, { maxLength: 3 }),
  demanded: fc.constantFrom('mfa', 'passwordless', 'phishing-resistant', 'hardware-bound'),
  role: fc.constantFrom('person', 'person', 'administrator'),
  marks: fc.constantFrom([], ['weak']),
  rows: fc.array(row, { maxLength: 4 }),
  groups: fc.constantFrom([], ['staff']),
  application: fc.constantFrom(portal, bank),
  purpose: fc.constantFrom('sign-in' as const, 'verify' as const),
  vouches: fc.boolean(),
  source: fc.constantFrom(...sources),
  knownDevice: fc.boolean(),
  at: fc.integer({ min: 0, max: 52 * 7 * 24 * 60 }).map((minutes) => now + minutes * minute),
})

type Tried = typeof world extends fc.Arbitrary<infer Value> ? Value : never

function proofsOf({ factor, id }: Authenticator): readonly Proved[] {
  const its = traits[factor]
  if (!its) return []
  const proof = {
    factor,
    authenticatorId: id,
    role: its.role,
    amr: [],
    phishingResistant: its.phishingResistant,
    deviceBound: factor === 'key',
    at: now,
  }
  const touched = { ...proof, kinds: ['has'] as const, userVerified: false }
  if (factor !== 'key') return [{ ...proof, kinds: its.kinds, userVerified: false }]
  return [touched, { ...proof, kinds: its.kinds, userVerified: true, attested: true }]
}

function subsetsOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...rest] = items
  if (first === undefined) return [[]]
  return subsetsOf(rest).flatMap((set) => [set, [first, ...set]])
}

function isBelow(demanded: Demand, proofs: readonly Proved[]): boolean {
  return (
    assuranceOf(proofs) < demanded.assurance ||
    (demanded.phishingResistant && !proofs.some((one) => one.phishingResistant)) ||
    (demanded.userVerified && !proofs.some((one) => one.userVerified))
  )
}

const subject = { attemptId: 'a', accountId: 'b', epoch: 1 } as unknown as Parameters<typeof satisfy>[1]
const vouch: Proved = {
  factor: 'vouch',
  authenticatorId: 'vouch',
  role: 'factor',
  kinds: ['knows'],
  amr: [],
  phishingResistant: false,
  userVerified: false,
  deviceBound: false,
  at: now,
}

/** Whether somebody gets, with what such an account has, less than is demanded or by the word of an application. */
function getsIn(policy: Policy, tried: Tried, rows: readonly Authenticator[], demanded: Demand): boolean {
  const here = inScope(rows, tried.application)
  const factsWith = (confirmed: readonly Authenticator[]): Facts => ({
    ...factsOf(factors, accountOf(tried), tried.application, confirmed, false),
    elsewhere: confirmedOf(
      factors,
      rows.filter((one) => !here.includes(one)),
    ),
    circumstances: {
      account: 'ana',
      groups: tried.groups,
      application: tried.application.key,
      door: 'rest',
      purpose: tried.purpose,
      at: tried.at,
      ...(tried.application === portal ? { source: tried.source, knownDevice: tried.knownDevice } : {}),
    },
  })
  const vouched = tried.vouches ? [vouch] : []
  const active = here.filter(({ status }) => status === 'active')
  const gets = (requirement: Requirement, proofs: readonly Proved[]) =>
    satisfy(requirement, subject, proofs) !== undefined &&
    (isBelow(demanded, proofs) || proofs.includes(vouch))
  if (tried.purpose === 'verify') {
    const codes = here.filter(
      ({ factor, status, confirmsOnProof }) =>
        factor === 'code' && (status === 'active' || (status === 'pending' && confirmsOnProof)),
    )
    const firsts = [...active.filter(({ factor }) => factor === 'password').flatMap(proofsOf), ...vouched]
    return codes.some((code) => {
      const confirmed = here.map((one) => (one === code ? { ...one, status: 'active' as const } : one))
      return subsetsOf(firsts).some((before) => {
        const decided = before.length === 0 ? decideSingle : decide
        return gets(decided(policy, factsWith(confirmed)), [...before, ...proofsOf(code)])
      })
    })
  }
  const requirement = decide(policy, factsWith(here))
  const offered = [...active.flatMap(proofsOf), ...vouched]
  if (subsetsOf(offered).some((proofs) => gets(requirement, proofs))) return true
  const opens = offered.some(({ factor }) => factor === 'password' || factor === 'vouch')
  return requirement.enrolment === 'needed' && !requirement.deny && opens
}

function accountOf({ role, marks }: Pick<Tried, 'role' | 'marks'>): Account {
  const directory = 'local'
  return { id: 'b', key: 'ana', name: 'ana', role, marks, status: 'active', directory } as unknown as Account
}

test('nobody gets in below what is demanded by a way that is not shown', () => {
  fc.assert(
    fc.property(world, (tried) => {
      const rules = tried.rules.map((one, index) => ({ name: `rule ${index}`, ...one }))
      const policy = createPolicy(policyConfig.parse({ mfa: tried.mfa, rules }))
      const demanded = demandOf(tried.demanded, {})
      assert.ok(demanded)
      const rows = tried.rows.map(
        (one, index) => ({ ...one, id: `row ${index}` }) as unknown as Authenticator,
      )
      const { application, purpose, vouches, groups } = tried
      const lane: Lane = {
        door: 'rest',
        purpose,
        vouches,
        trusted: false,
        asksTwo: false,
        codeAlone: purpose === 'verify',
        atOurPages: purpose === 'sign-in' && application === portal,
      }
      const kind = {
        account: accountOf(tried),
        authenticators: rows,
        groups,
        deferrals: [],
        exhausted: [],
        count: 1,
        examples: [],
      }
      const shown = cellsOf(policy, { now, placed: application === portal, countries: true }).flatMap(
        (cell) =>
          waysIn({ factors, notices: { reaches: () => false } }, policy, {
            kind,
            application,
            lane,
            cell,
            demanded,
          }),
      )
      if (getsIn(policy, tried, rows, demanded)) assert.notEqual(shown.length, 0)
    }),
    { numRuns: 400 },
  )
})
