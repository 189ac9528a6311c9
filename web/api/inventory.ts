import { get, longPatience, post, query } from './client.ts'
import type { Rulebook } from './policy.ts'

export interface ClassNeed {
  readonly class: string
  /** Accounts that need a second factor for it. */
  readonly need: number
  /** Those of them that have none. */
  readonly lack: number
}

export interface AdvisedAccount {
  readonly account: string
  /** Whether there is such an account, or only a list names it. */
  readonly here: boolean
  readonly risk: number
  readonly classes: readonly string[]
  readonly signals: readonly string[]
  /** It looks like a program's. */
  readonly service: boolean
  readonly because: readonly string[]
}

export interface AdvisedStage {
  readonly name: string
  readonly says: string
  readonly accounts: number
  /** None where the policy asks for it already. */
  readonly rules: readonly unknown[]
  /** All rules to apply: those that are, this stage and those before. */
  readonly rulebook: Rulebook
  /** The revision that it was written against. */
  readonly base: number
  /** The same, as a file. */
  readonly yaml: string
}

export interface AdviceView {
  readonly accounts: number
  readonly need: number
  readonly lack: number
  readonly services: number
  readonly byClass: readonly ClassNeed[]
  readonly items: readonly AdvisedAccount[]
  /** How many fit the filters. */
  readonly found: number
  readonly stages: readonly AdvisedStage[]
}

export interface AdviceFilter {
  readonly class?: string | undefined
  readonly signal?: string | undefined
  readonly search?: string | undefined
}

export const advicePage = 50

export function adviseInventory(
  filter: AdviceFilter,
  skip: number,
  signal?: AbortSignal,
): Promise<AdviceView> {
  return get(`/inventory/advice${query({ ...filter, skip, limit: advicePage })}`, signal, longPatience)
}

/** Something that accounts reach, and what it guards. */
export interface SystemView {
  readonly name: string
  readonly from: readonly ('application' | 'list' | 'group')[]
  readonly accounts: number
  readonly class: string
  readonly by: 'hand' | 'application' | 'rule' | 'name' | 'entitlement' | 'nothing'
  readonly why: string
}

export interface SystemsView {
  readonly items: readonly SystemView[]
  readonly lists: readonly { readonly name: string; readonly changedAt: number }[]
  /** What was said by hand. */
  readonly rules: readonly { readonly pattern: string; readonly class: string; readonly reason: string }[]
}

export function listSystems(signal?: AbortSignal): Promise<SystemsView> {
  return get('/inventory/systems', signal)
}

/** Says what systems of a name guard; with `*` all whose name fits, now and later. */
export function classifySystem(input: {
  readonly pattern: string
  readonly class: string
  readonly reason: string
}): Promise<void> {
  return post('/inventory/classes', input)
}

/** What was said is said no more. */
export function forgetClass(input: { readonly pattern: string; readonly reason: string }): Promise<void> {
  return post('/inventory/classes/removal', input)
}

/** What a list brings, or would. */
export interface BroughtList {
  readonly lines: number
  readonly accounts: number
  readonly systems: number
  readonly first: readonly {
    readonly account: string
    readonly system: string
    readonly entitlement: string
  }[]
  readonly problems: readonly { readonly where: string; readonly reason: string; readonly remedy: string }[]
}

/** Takes over who reaches what, in place of the list of the same name. */
export function bringList(input: {
  readonly source: string
  readonly table: string
  readonly preview: boolean
}): Promise<BroughtList> {
  return post('/inventory/lists', input)
}

export function withdrawList(input: { readonly source: string; readonly reason: string }): Promise<void> {
  return post('/inventory/lists/removal', input)
}
