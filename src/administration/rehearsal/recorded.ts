import { type Application, portalId } from '../../applications/index.ts'
import type { AuditRow } from '../../audit/index.ts'
import { countryOf } from '../../authentication/index.ts'
import type { Circumstances, StandIn, Standing } from '../../policy/index.ts'
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
  /** Whether the browser was known; undefined where an application asked, whose own address and browser say nothing. */
  readonly browser: 'known' | 'new' | undefined
  /** What stood in for a second factor. */
  readonly standIn: { readonly age: number; readonly factors: readonly string[] } | undefined
}

const events: ReadonlySet<string> = new Set(['attempt.completed', 'verify.accepted'])

/** Undefined for what is no sign-in, and for applications that are gone. */
export function recordedOf(
  row: AuditRow,
  applications: ReadonlyMap<string, Application>,
): Recorded | undefined {
  const application = applications.get(row.applicationId ?? '')
  if (!events.has(row.event) || row.accountId === undefined || !application) return undefined
  const { purpose = 'verify', door = '', assurance, factors, factor, vouched, browser } = row.details ?? {}
  return {
    at: row.at,
    accountId: row.accountId,
    application,
    purpose: String(purpose),
    door: String(door),
    source: row.source,
    assurance: assurance === 3 ? 3 : assurance === 2 ? 2 : 1,
    factors: listOf(factors ?? factor),
    vouched: vouched === true,
    browser: browser === 'known' || browser === 'new' ? browser : undefined,
    standIn: standInOf(row),
  }
}

function standInOf({ at, details: { remembered, shownAt, shownThere } = {} }: AuditRow): Recorded['standIn'] {
  if (remembered !== true || typeof shownAt !== 'string') return undefined
  return { age: at - Date.parse(shownAt), factors: listOf(shownThere) }
}

function listOf(text: unknown): readonly string[] {
  return typeof text === 'string' ? text.split(' ').filter((name) => name !== '') : []
}

/** What was around it; in which country that is, by the table of today. */
export function surroundingsThen(asked: Parameters<typeof countryOf>[0], recorded: Recorded): Circumstances {
  const { at, application, purpose, door, browser } = recorded
  const theirs = application.kind === 'portal' || browser !== undefined
  const source = theirs ? (recorded.source ?? 'unknown') : 'unknown'
  return {
    door,
    purpose,
    source,
    ...countryOf(asked, source),
    knownDevice: browser === undefined ? 'unknown' : browser === 'known',
    at,
  }
}

/** For whom authenticators had to be made to count: whoever was sent to our pages signed in there. */
export function scopeThen({ application, browser, vouched }: Recorded): Pick<Application, 'id'> {
  return browser !== undefined && !vouched ? { id: portalId } : application
}

/** What it showed, as far as the kinds of its factors tell. */
export function shownThen(deps: Pick<AdministrationDeps, 'factors'>, recorded: Recorded): Standing {
  const factors = recorded.factors.map((factor) => traitsOf(deps, factor))
  return {
    assurance: recorded.assurance,
    phishingResistant: factors.some((one) => one.phishingResistant === true),
    userVerified: recorded.assurance >= 2 && factors.length === 1 && !recorded.vouched,
    factors,
  }
}

/** The browser that stood in for a second factor, with what was shown there. */
export function standInThen(
  deps: Pick<AdministrationDeps, 'factors'>,
  { standIn }: Recorded,
): StandIn | undefined {
  return standIn && { age: standIn.age, shown: standIn.factors.map((factor) => traitsOf(deps, factor)) }
}

/** A factor that is not known any more is something held. */
function traitsOf({ factors }: Pick<AdministrationDeps, 'factors'>, factor: string) {
  const traits = factors.find(factor)?.traits
  return { factor, kinds: traits?.kinds ?? (['has'] as const), phishingResistant: traits?.phishingResistant }
}
