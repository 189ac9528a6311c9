import { get, post, query } from './client.ts'
import type { Reason } from './types.ts'

export interface FindingView {
  readonly rule: string
  readonly kind:
    | 'locks-out'
    | 'never'
    | 'unsatisfiable'
    | 'contradicts'
    | 'shadowed'
    | 'unknown'
    | 'forgets'
    | 'grace'
  readonly other?: string
  readonly text: string
}

/** The policy in force, as people read it. */
export interface PolicyView {
  readonly mfa: 'required' | 'offered'
  readonly recovery: boolean
  readonly passwordReset: boolean
  /** Milliseconds for which a browser is remembered where its owner asks for it and no rule says less. */
  readonly remembers?: number
  /** What was applied last; 0 where nothing ever was. */
  readonly revision: number
  readonly rules: readonly RuleView[]
  readonly findings: readonly FindingView[]
}

export interface RuleView {
  readonly name: string
  readonly rule: Rule
  /** It was applied, and does not stand in the configuration. */
  readonly applied: boolean
  /** It demands nothing yet. */
  readonly reports: boolean
  readonly says?: string
}

/** One rule, as it is written. */
export interface Rule {
  readonly name: string
  readonly says?: string
  readonly who?: {
    readonly accounts?: readonly string[]
    readonly groups?: readonly string[]
    readonly directories?: readonly string[]
    readonly attributes?: Readonly<Record<string, readonly string[]>>
    readonly roles?: readonly string[]
    readonly marks?: readonly string[]
    readonly except?: readonly string[]
  }
  readonly what?: {
    readonly applications?: readonly string[]
    readonly classes?: readonly string[]
    readonly doors?: readonly string[]
    readonly purposes?: readonly string[]
  }
  readonly where?: {
    readonly networks?: readonly string[]
    readonly outside?: readonly string[]
    readonly countries?: readonly string[]
    readonly outsideCountries?: readonly string[]
    readonly device?: string
  }
  readonly when?: {
    readonly days?: readonly string[]
    readonly from?: string
    readonly to?: string
    readonly zone?: string
  }
  readonly report?: true
  readonly grace?: GraceTerms
  readonly need: string | Need
}

/** How long something that has to be set up may be put off. */
export interface GraceTerms {
  /** `2026-12-12` */
  readonly until?: string
  readonly days?: number | undefined
  readonly skips?: number | undefined
}

export interface Need {
  readonly strength?: string
  readonly assurance?: number
  readonly phishingResistant?: boolean
  readonly userVerified?: boolean
  readonly allow?: readonly string[]
  readonly forbid?: readonly string[]
  readonly deny?: true
  /** `15m`, `12h`. */
  readonly fresh?: string
  /** `30d`. */
  readonly remembered?: string
}

export type Strength = Pick<Need, 'assurance' | 'phishingResistant' | 'userVerified'>

export interface Rulebook {
  /** Names of one's own, beside those that everybody has. */
  readonly strengths: Readonly<Record<string, Strength>>
  readonly rules: readonly Rule[]
}

export interface ChangeView {
  readonly what: 'rule' | 'strength'
  readonly name: string
  /** As it is written; absent where it was added. */
  readonly was?: Rule | Strength
  /** Absent where it was removed. */
  readonly becomes?: Rule | Strength
}

export interface RulesPreview {
  readonly changes: readonly ChangeView[]
  readonly findings: readonly FindingView[]
}

export interface RevisionEntry {
  readonly number: number
  readonly author: string
  readonly reason: string
  readonly createdAt: number
}

export interface RevisionView {
  readonly number: number
  readonly rulebook: Rulebook
  readonly changes: readonly ChangeView[]
}

/** Circumstances to think of; what is left out is not known, and so demands. */
export interface WhatIf {
  readonly account: string
  readonly application?: string
  readonly purpose?: string
  readonly door?: string
  readonly source?: string
  /** Instead of what the table says of the address. */
  readonly country?: string
  readonly device?: string
  /** Epoch milliseconds. */
  readonly at?: number
}

export interface ExplanationView {
  readonly account: string
  readonly application: string
  readonly outcome: 'in' | 'sets-up' | 'invitation' | 'stuck' | 'denied'
  readonly need: {
    /** The password must be changed: on the way, or, `barred`, in another sign-in before. */
    readonly renewal?: 'due' | 'barred'
    /** Milliseconds, as `remembered`. */
    readonly fresh?: number
    readonly remembered?: number
  }
  readonly because: readonly Reason[]
  /** How long what is set up may still be put off. */
  readonly grace?: { readonly until?: number; readonly left?: number }
  readonly rules: readonly { readonly name: string; readonly rule: Rule }[]
  readonly with: readonly { readonly factor: string; readonly label: string }[]
  readonly country?: string
  readonly unknown: readonly string[]
}

export interface GroupView {
  readonly id: string
  readonly name: string
  readonly members: number
}

export function showPolicy(signal?: AbortSignal): Promise<PolicyView> {
  return get('/policy', signal)
}

export function explainPolicy(whatIf: WhatIf): Promise<ExplanationView> {
  return post('/policy/explanation', whatIf)
}

export function previewRules(rulebook: Rulebook): Promise<RulesPreview> {
  return post('/policy/preview', { rulebook })
}

/** Some accounts, with names of a few. */
export interface Some {
  readonly accounts: number
  readonly examples: readonly string[]
}

/** Whom rules would touch. */
export interface RulesEffect {
  readonly examined: number
  readonly more: Some
  readonly less: Some
  readonly setUp: Some
  readonly invited: Some
  readonly shutOut: Some
}

export function effectOfRules(rulebook: Rulebook): Promise<RulesEffect> {
  return post('/policy/effect', { rulebook })
}

export interface Touch extends Some {
  readonly signIns: number
  /** When the last of what is put off cannot wait any longer. */
  readonly until?: number
}

export interface Counted {
  readonly name: string
  readonly signIns: number
}

/** What recorded sign-ins would have come to. */
export interface Rehearsal {
  readonly since: number
  readonly signIns: number
  /** Of these, with a session that was there already. */
  readonly admissions: number
  readonly accounts: number
  readonly outcomes: Readonly<Record<'asked' | 'putOff' | 'setUp' | 'invited' | 'denied' | 'refused', Touch>>
  readonly rules: readonly Counted[]
  readonly applications: readonly Counted[]
  readonly days: readonly { readonly day: number; readonly signIns: number; readonly touched: number }[]
  /** What was left out, because too little is known of it. */
  readonly untold?: { readonly admissions: number; readonly last: number }
}

/** Without rules: those that only report. */
export function rehearse(rulebook: Rulebook | undefined, days: number): Promise<Rehearsal> {
  return post('/policy/rehearsal', { rulebook, days })
}

export async function listRevisions(
  before: number | undefined,
  signal?: AbortSignal,
): Promise<readonly RevisionEntry[]> {
  const { items } = await get<{ items: readonly RevisionEntry[] }>(
    `/policy/revisions${query({ before, limit: revisionsPerPage })}`,
    signal,
  )
  return items
}

export const revisionsPerPage = 10

export function showRevision(number: number, signal?: AbortSignal): Promise<RevisionView> {
  return get(`/policy/revisions/${number}`, signal)
}

/** Puts rules in force, or those of an earlier revision again. */
export function applyRules(input: {
  readonly rules: Rulebook | { readonly revision: number }
  readonly base: number
  readonly reason: string
}): Promise<RulesPreview & { readonly revision: number }> {
  return post('/policy/revisions', input)
}

export function listGroups(signal?: AbortSignal): Promise<{ readonly items: readonly GroupView[] }> {
  return get('/groups', signal)
}
