import { get } from './client.ts'

/** An assumption that may be changed, with where it comes from. */
interface Figure {
  readonly amount: number
  readonly source: string
}

/** What whoever chooses for others weighs. Money in US dollars, support in minutes a year. */
export interface ComparisonView {
  readonly withstands: Readonly<Record<string, 'yes' | 'partly' | 'no'>>
  readonly needs: readonly string[]
  readonly device: Figure & { readonly years: number }
  readonly perSignIn: Figure
  readonly support: Figure
  readonly effort: string
  readonly excludes: string
  readonly whenLost: string
}

export interface ComparedFactor {
  readonly id: string
  readonly available: boolean
  readonly comparison: ComparisonView
}

export function compareFactors(signal?: AbortSignal): Promise<{ items: readonly ComparedFactor[] }> {
  return get('/factors/comparison', signal)
}
