import { type AuditQuery, type AuditRow, countedRefusals } from '../audit/index.ts'
import { type Id, isId } from '../kernel/ids.ts'
import { type Actor, requirePermission } from './actor.ts'
import { readActor } from './actor-name.ts'
import { factorNames, sentenceOf } from './audit-words.ts'
import type { AdministrationDeps } from './deps.ts'

/** An audit row with the names that people know things by. */
export interface NamedAuditRow extends AuditRow {
  readonly accountName?: string
  readonly applicationName?: string
  /** Who did it, as people know them; an account by its id, too. */
  readonly by: { readonly name: string; readonly accountId?: Id<'account'> }
  /** How often it happened within a minute, where that is only counted. */
  readonly count?: number
  /** A sentence for people. */
  readonly text: string
}

export async function searchAudit(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly query: SearchQuery },
): Promise<{ readonly items: readonly NamedAuditRow[]; readonly next?: string }> {
  requirePermission(
    input.actor,
    { role: 'help-desk', scope: 'audit:read', changes: false },
    deps.sessions.requireFresh,
  )
  const page = await deps.audit.search(queryOf(input.query))
  const names = await namesOf(deps, page.items)
  const items = page.items.map((row) => ({
    ...row,
    by: doerOf(row, names),
    text: sentenceOf(row, factorNames(deps.factors)),
    ...(row.event === countedRefusals ? { count: Number(row.details?.count) } : {}),
    ...(row.accountId && names.accounts.has(row.accountId)
      ? { accountName: names.accounts.get(row.accountId) ?? '' }
      : {}),
    ...(row.applicationId && names.applications.has(row.applicationId)
      ? { applicationName: names.applications.get(row.applicationId) ?? '' }
      : {}),
  }))
  return { items, ...(page.next === undefined ? {} : { next: page.next }) }
}

/** As a door parsed it. */
export interface SearchQuery {
  readonly account?: string | undefined
  readonly application?: string | undefined
  readonly event?: string | undefined
  readonly outcome?: AuditRow['outcome'] | undefined
  readonly since?: number | undefined
  readonly until?: number | undefined
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

function queryOf(query: SearchQuery): AuditQuery {
  const { account, application, ...rest } = query
  const named = { ...rest, accountId: account, applicationId: application }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as AuditQuery
}

/** An application that asked about a code is told by its id alone. */
function doerOf({ actor, applicationId }: AuditRow, names: Names): NamedAuditRow['by'] {
  const read =
    actor === applicationId ? ({ by: 'application', id: applicationId } as const) : readActor(actor)
  if (read.by === 'application') return { name: names.applications.get(read.id) ?? 'an application' }
  if (read.by === 'operator') return { name: `${read.name}, at the machine` }
  if (read.by === 'part') return { name: read.name === 'unknown' ? 'nobody we know' : read.name }
  return { name: names.accounts.get(read.id) ?? 'an account that is gone', accountId: read.id }
}

type Names = Awaited<ReturnType<typeof namesOf>>

async function namesOf(deps: AdministrationDeps, rows: readonly AuditRow[]) {
  const actors = rows.map(({ actor }) => actor).filter((actor) => isId<'account'>(actor))
  const accountIds = [...new Set([...rows.flatMap((row) => row.accountId ?? []), ...actors])]
  const accounts = await Promise.all(accountIds.map((id) => deps.accounts.find(id)))
  const applications = await deps.applications.list()
  return {
    accounts: new Map<Id<'account'>, string>(
      accounts.flatMap((account) => (account ? [[account.id, account.name]] : [])),
    ),
    applications: new Map<Id<'application'>, string>(
      applications.map((application) => [application.id, application.name]),
    ),
  }
}
