import type { Account } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import type { AuditRow } from '../audit/index.ts'

/** What stands on the wire beside the row itself: the names that people know things by, as they are now. */
export interface Names {
  readonly account: Pick<Account, 'name'> | undefined
  readonly application: Pick<Application, 'name'> | undefined
}

/** The body of a message, as Standard Webhooks 1.0 advises: what happened, when, and to whom. */
export function payloadOf(row: AuditRow, { account, application }: Names): string {
  const { accountId, applicationId, authenticatorId, attemptId } = row
  return JSON.stringify({
    type: row.event,
    timestamp: new Date(row.at).toISOString(),
    data: {
      id: row.id,
      outcome: row.outcome,
      reason: row.reason,
      actor: row.actor,
      account: accountId && { id: accountId, name: account?.name },
      application: applicationId && { id: applicationId, name: application?.name },
      authenticatorId,
      attemptId,
      source: row.source,
      details: row.details,
    },
  })
}
