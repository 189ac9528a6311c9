import { type Account, accountNotFound } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { endedWith } from '../authentication/index.ts'
import { type Authenticator, authenticatorChanged } from '../authenticators/index.ts'
import { exportKeyUri } from '../enrolment/index.ts'
import type { AuditEntry } from '../storage/index.ts'
import { type Actor, actorName, requirePermission, requireRightsOver } from './actor.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { reasonNeeded } from './errors.ts'

const changes = { role: 'administrator', scope: 'authenticators:write', changes: true } as const

export interface RevokeInput {
  readonly actor: Actor
  readonly authenticator: Authenticator
  /** Kept in the audit trail. */
  readonly reason: string
}

/** Takes one authenticator off its account, and tells its contacts. It is read again: a later state refuses. */
export async function revokeAuthenticator(deps: AdministrationDeps, input: RevokeInput): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const row = input.authenticator
  const account = row.accountId && (await deps.accounts.find(row.accountId))
  if (!account) throw accountNotFound()
  requireRightsOver(input.actor, account)
  const at = deps.storage.clock.now()
  const factor = deps.factors.find(row.factor)?.guide.name ?? row.factor
  const values = { at, account: account.name, factor, label: row.label }
  const outcome = await bookBy(deps, input.actor, {
    statements: [
      deps.authenticators.remove(row),
      deps.attempts.cancelAll(account.id),
      ...endedWith(deps, account.id, row),
      ...(await deps.notices.tell(account, { template: 'factor.removed', values })),
    ],
    events: [eventOf(input.actor, row, 'authenticator.removed', at, { reason: input.reason.slice(0, 500) })],
    locks: [account.id, row.id],
  })
  if (outcome === 'refused') throw authenticatorChanged()
}

/** One authenticator with whom it belongs to, as an export names it. */
export interface ExportEntry {
  readonly authenticator: Authenticator
  readonly account: Account
  readonly application: Pick<Application, 'name'>
}

/** The key URIs, which contain the secrets; that they were handed out is on record before they are. */
export async function exportAuthenticators(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly entries: readonly ExportEntry[] },
): Promise<readonly string[]> {
  requirePermission(input.actor, { ...changes, scope: 'administration' }, deps.sessions.requireFresh)
  const uris: string[] = []
  for (const { authenticator, account, application } of input.entries) {
    requireRightsOver(input.actor, account)
    uris.push(await exportKeyUri(deps, authenticator, account, application))
  }
  const at = deps.storage.clock.now()
  await deps.storage.book({
    statements: [],
    events: input.entries.map(({ authenticator }) =>
      eventOf(input.actor, authenticator, 'authenticator.exported', at, {}),
    ),
    locks: [],
  })
  return uris
}

function eventOf(
  actor: Actor,
  row: Authenticator,
  event: string,
  at: number,
  details: Readonly<Record<string, string>>,
): AuditEntry {
  return {
    at,
    event,
    outcome: 'done',
    actor: actorName(actor),
    authenticatorId: row.id,
    ...(row.accountId ? { accountId: row.accountId } : {}),
    ...(row.applicationId ? { applicationId: row.applicationId } : {}),
    details: { factor: row.factor, ...details },
  }
}
