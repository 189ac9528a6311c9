import { get, query } from './client.ts'

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
  /** A whole file of rules to apply. */
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
  return get(`/inventory/advice${query({ ...filter, skip, limit: advicePage })}`, signal)
}
