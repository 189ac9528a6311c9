import type { Application } from '../../applications/index.ts'
import type { AuditRow } from '../../audit/index.ts'
import type { Circumstances } from '../../policy/index.ts'
import type { AdministrationDeps } from '../deps.ts'

/** A sign-in, or a call that an application made for one, as the audit trail has it. */
export interface Recorded {
  readonly at: number
  readonly accountId: string
  readonly application: Application
  readonly purpose: string
  readonly door: string
  readonly source: string | undefined
  readonly assurance: 0 | 1 | 2 | 3
  readonly factors: readonly string[]
  readonly vouched: boolean
  /** A browser stood in for a second factor. */
  readonly remembered: boolean
}

const events: ReadonlySet<string> = new Set(['attempt.completed', 'verify.accepted'])

/** Undefined for what is no sign-in, and for applications that are gone. */
export function recordedOf(
  row: AuditRow,
  applications: ReadonlyMap<string, Application>,
): Recorded | undefined {
  const application = applications.get(row.applicationId ?? '')
  if (!events.has(row.event) || row.accountId === undefined || !application) return undefined
  const { purpose = 'verify', door = '', assurance, factors, factor, vouched, remembered } = row.details ?? {}
  return {
    at: row.at,
    accountId: row.accountId,
    application,
    purpose: String(purpose),
    door: String(door),
    source: row.source,
    assurance: assurance === 3 ? 3 : assurance === 2 ? 2 : 1,
    factors: String(factors ?? factor ?? '')
      .split(' ')
      .filter((name) => name !== ''),
    vouched: vouched === true,
    remembered: remembered === true,
  }
}

/** What was around it. Whether the browser was known is not in the trail, so it is not known, and demands (R15). */
export function surroundingsThen({ at, application, purpose, door, source }: Recorded): Circumstances {
  return {
    door,
    purpose,
    source: application.kind === 'portal' ? (source ?? 'unknown') : 'unknown',
    at,
  }
}

/** What it showed, as far as the kinds of its factors tell. */
export function shownThen({ factors: all }: Pick<AdministrationDeps, 'factors'>, recorded: Recorded) {
  const factors = recorded.factors.map((factor) => {
    const traits = all.find(factor)?.traits
    return {
      factor,
      kinds: traits?.kinds ?? (['has'] as const),
      phishingResistant: traits?.phishingResistant,
    }
  })
  return {
    assurance: recorded.assurance,
    phishingResistant: factors.some((one) => one.phishingResistant === true),
    userVerified: recorded.assurance >= 2 && factors.length === 1 && !recorded.vouched,
    factors,
  }
}
