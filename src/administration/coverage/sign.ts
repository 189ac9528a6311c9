import { requirePermission } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { type Difference, differenceOf } from './difference.ts'
import { type CoverageInput, coverageOf } from './prove.ts'
import { hashOf, readReport, reportOf, type SignedReport, signReport } from './report.ts'

export interface SignInput extends CoverageInput {
  /** The text of the signed report before; refused where another key signed it. */
  readonly predecessor?: string | undefined
}

export interface Signed {
  readonly signed: SignedReport
  /** Of the key that signed it: what auditors pin. */
  readonly fingerprint: string
  /** Since the report before. */
  readonly difference?: Difference
}

const permission = { role: 'administrator', scope: 'administration', changes: true } as const

/** Looks at what stands open, and signs what was found. That it was signed, and what, stands in the trail. */
export async function signCoverage(deps: AdministrationDeps, input: SignInput): Promise<Signed> {
  const { actor, predecessor } = input
  requirePermission(actor, permission, deps.sessions.requireFresh)
  const { fingerprint } = deps.reportKey
  const since = predecessor === undefined ? undefined : readReport(predecessor, fingerprint)
  const report = await reportOf(await coverageOf(deps, input), since)
  await bookAct(deps, {
    actor,
    event: 'coverage.signed',
    statements: [],
    locks: [],
    details: {
      report: hashOf(report),
      predecessor: report.predecessor,
      open: report.ways.filter(({ verdict }) => verdict === 'below').length,
    },
  })
  return {
    signed: signReport(deps.reportKey, report),
    fingerprint,
    ...(since ? { difference: differenceOf(since, report) } : {}),
  }
}
