/** What the address of the audit says. */
export interface AuditSearch {
  readonly account?: string
  readonly outcome?: 'accepted' | 'refused' | 'done'
  readonly span?: 'day' | 'week' | 'month'
}

const spans = ['day', 'week', 'month'] as const
const outcomes = ['accepted', 'refused', 'done'] as const
const day = 86_400_000

/** Reads the search of `/audit`; what we do not know is dropped. */
export function auditSearch(search: Record<string, unknown>): AuditSearch {
  const outcome = outcomes.find((value) => value === search.outcome)
  const span = spans.find((value) => value === search.span)
  return {
    ...(typeof search.account === 'string' && search.account !== '' ? { account: search.account } : {}),
    ...(outcome === undefined ? {} : { outcome }),
    ...(span === undefined ? {} : { span }),
  }
}

/** The moment at which a span begins; undefined for all time. */
export function sinceOf(span: AuditSearch['span'], now: number): number | undefined {
  if (span === undefined) return undefined
  return now - { day: 1, week: 7, month: 30 }[span] * day
}
