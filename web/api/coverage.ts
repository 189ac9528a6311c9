import { get } from './client.ts'

export interface WayView {
  readonly kind: string
  readonly verdict: 'below' | 'relies'
  readonly application: string
  readonly class: string
  readonly doors: readonly string[]
  readonly accounts: number
  readonly examples: readonly string[]
  readonly circumstances: readonly string[]
  readonly text: string
}

export interface CoveredApplication {
  readonly name: string
  readonly class: string
  readonly demanded: boolean
  /** Accounts with some way in below what is demanded. */
  readonly below: number
}

/** What stands open. */
export interface CoverageView {
  readonly at: number
  readonly demanded: Readonly<Record<string, string>>
  readonly examined: {
    readonly accounts: number
    readonly applications: number
    readonly doors: readonly string[]
    readonly circumstances: number
  }
  readonly applications: readonly CoveredApplication[]
  readonly ways: readonly WayView[]
  readonly notExamined: readonly string[]
}

export function showCoverage(signal?: AbortSignal): Promise<CoverageView> {
  return get('/coverage', signal)
}
