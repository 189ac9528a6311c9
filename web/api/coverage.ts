import { get, longPatience, post } from './client.ts'

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
  return get('/coverage', signal, longPatience)
}

/** What has become of the ways since the report before. */
export interface CoverageDifference {
  readonly opened: readonly WayView[]
  readonly closed: readonly WayView[]
  readonly changed: readonly { readonly before: WayView; readonly after: WayView }[]
}

export interface SignedCoverage {
  /** The file that auditors keep. */
  readonly signed: {
    readonly report: CoverageView
    readonly publicKey: string
    readonly signature: string
  }
  readonly fingerprint: string
  readonly difference?: CoverageDifference
}

/** `predecessor`: the text of the signed report before. */
export function signCoverage(predecessor: string | undefined): Promise<SignedCoverage> {
  return post('/coverage/reports', { predecessor })
}
