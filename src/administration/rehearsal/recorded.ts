import { type Application, portalId } from '../../applications/index.ts'
import type { AuditRow } from '../../audit/index.ts'
import { countryOf } from '../../authentication/index.ts'
import type { Circumstances } from '../../policy/index.ts'

/**
 * A sign-in, a call that an application made for one, or that somebody who was signed in already was let in to an
 * application, as the audit trail has it.
 */
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
  /** Of an admission: the proofs of the session that was there already. */
  readonly proved?: readonly ProvedThen[]
}

export type RecordedAdmission = Recorded & Required<Pick<Recorded, 'proved'>>

export interface ProvedThen {
  readonly factor: string
  readonly at: number
}

const admitted = 'application.admitted'
const signIns: ReadonlySet<string> = new Set(['attempt.completed', 'verify.accepted'])

/**
 * Undefined for what is no sign-in, for admissions that are the end of one or of which too little is told, and for
 * applications that are gone.
 */
export function recordedOf(
  row: AuditRow,
  applications: ReadonlyMap<string, Application>,
): Recorded | undefined {
  if (!signIns.has(row.event) && !isAdmissionOfOlder(row)) return undefined
  const application = applications.get(row.applicationId ?? '')
  if (row.accountId === undefined || !application) return undefined
  const { assurance, factors, factor, vouched, browser, proved, door = '' } = row.details ?? {}
  const { purpose = row.event === admitted ? 'sign-in' : 'verify' } = row.details ?? {}
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
    ...(row.event === admitted ? { proved: provedIn(proved) } : {}),
  }
}

export function isAdmission(recorded: Recorded): recorded is RecordedAdmission {
  return recorded.proved !== undefined
}

function isAdmissionOfOlder({ event, details }: AuditRow): boolean {
  return event === admitted && details?.session === 'older'
}

/** Whether it tells of an admission, and not what that rested on: it is older than this version. */
export function isUntold({ event, details }: AuditRow): boolean {
  return event === admitted && details?.session === undefined
}

/** `password@2026-11-24T12:00:00.000Z totp@…` */
function provedIn(text: unknown): readonly ProvedThen[] {
  return listOf(text).map((one) => {
    const [factor = '', at = ''] = one.split('@')
    return { factor, at: Date.parse(at) }
  })
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
