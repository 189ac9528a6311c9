import { accountNotFound } from '../../accounts/index.ts'
import {
  authenticatorChanged,
  authenticatorNotFound,
  openCandidate,
  sealFor,
} from '../../authenticators/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Actor, actorName, requirePermission, requireRightsOver } from '../actor.ts'
import type { AdministrationDeps } from '../deps.ts'
import { notFromPool, reasonNeeded } from '../errors.ts'

export interface ReturnInput {
  readonly actor: Actor
  readonly authenticatorId: Id<'authenticator'>
  /** Kept in the audit trail. */
  readonly reason: string
}

const changes = { role: 'administrator', scope: 'authenticators:write', changes: true } as const

/**
 * Takes a token off its account and puts it back into the pool: its owner has left, or has a new one. What they had
 * spent stays spent (G1); their contacts are told.
 */
export async function returnToken(deps: AdministrationDeps, input: ReturnInput): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const row = await deps.authenticators.find(input.authenticatorId)
  if (!row?.accountId || row.status === 'pending') throw authenticatorNotFound()
  const account = await deps.accounts.find(row.accountId)
  if (!account) throw accountNotFound()
  requireRightsOver(input.actor, account)
  const factor = deps.factors.find(row.factor)
  const candidate = factor && openCandidate(deps.box, factor, row)
  if (!factor?.importers || !candidate) throw notFromPool()

  const at = deps.storage.clock.now()
  const data = sealFor(deps.box, 'data', { ...row, accountId: undefined }, candidate.data)
  const values = { at, account: account.name, factor: factor.guide.name, label: row.label }
  const outcome = await deps.storage.book({
    statements: [
      deps.authenticators.pool.takeBack(row, account.id, data),
      deps.attempts.cancelAll(account.id),
      ...(await deps.notices.tell(account, { template: 'factor.removed', values })),
    ],
    events: [
      {
        at,
        event: 'token.returned',
        outcome: 'done',
        actor: actorName(input.actor),
        accountId: account.id,
        authenticatorId: row.id,
        details: { factor: row.factor, reason: input.reason.slice(0, 500) },
      },
    ],
    locks: [account.id, row.id],
  })
  if (outcome === 'refused') throw authenticatorChanged()
}
