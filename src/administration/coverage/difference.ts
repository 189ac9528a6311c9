import type { Report } from './report.ts'

type ReportedWay = Report['ways'][number]

/** What has become of the ways since an earlier report. */
export interface Difference {
  readonly opened: readonly ReportedWay[]
  readonly closed: readonly ReportedWay[]
  /** The same ways for more or fewer accounts, or by other doors. */
  readonly changed: readonly { readonly before: ReportedWay; readonly after: ReportedWay }[]
}

export function differenceOf(before: Pick<Report, 'ways'>, after: Pick<Report, 'ways'>): Difference {
  const known = new Map(before.ways.map((way) => [nameOf(way), way]))
  const now = new Set(after.ways.map(nameOf))
  return {
    opened: after.ways.filter((way) => !known.has(nameOf(way))),
    closed: before.ways.filter((way) => !now.has(nameOf(way))),
    changed: after.ways.flatMap((way) => {
      const old = known.get(nameOf(way))
      return old && (old.accounts !== way.accounts || old.doors.join() !== way.doors.join())
        ? [{ before: old, after: way }]
        : []
    }),
  }
}

/** What makes two ways the same one. */
function nameOf({ kind, application }: ReportedWay): string {
  return JSON.stringify([kind, application])
}
