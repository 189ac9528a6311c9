import { type Account, accountNotFound } from '../../accounts/index.ts'
import { endedWith } from '../../authentication/index.ts'
import {
  type Authenticator,
  authenticatorChanged,
  authenticatorNotFound,
  openCandidate,
  sealFor,
} from '../../authenticators/index.ts'
import { isSecondFactor } from '../../enrolment/index.ts'
import type { Id } from '../../kernel/ids.ts'
import { type Actor, isOwn, requirePermission, requireRightsOver } from '../actor.ts'
import { approvedFor } from '../approval.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { notForOneself, notFromPool, reasonNeeded } from '../errors.ts'
import { requireWayInWith } from '../policy/lock-out.ts'
import type { HeldTo } from '../policy/one-by-one.ts'

export interface ReturnInput {
  readonly actor: Actor
  readonly authenticatorId: Id<'authenticator'>
  /** Kept in the audit trail. */
  readonly reason: string
}

const changes = { role: 'administrator', scope: 'authenticators:write', changes: true } as const

/**
 * Takes a token off its account and puts it back into the pool: its owner has left, or has a new one. What they had
 * spent stays spent (G1), what it opened is shut, and their contacts are told. Whoever had nothing else sets up anew by
 * invitation only: their password may be somebody else's by now (R2). An administrator's takes two (R11).
 */
export async function returnToken(deps: AdministrationDeps, input: ReturnInput): Promise<void> {
  requirePermission(input.actor, changes, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const row = await deps.authenticators.find(input.authenticatorId)
  if (!row?.accountId || row.status === 'pending') throw authenticatorNotFound()
  const account = await deps.accounts.find(row.accountId)
  if (!account) throw accountNotFound()
  if (isOwn(input.actor, account.id)) throw notForOneself()
  requireRightsOver(input.actor, account)
  const factor = deps.factors.find(row.factor)
  const candidate = factor && openCandidate(deps.box, factor, row)
  if (!factor?.importers || !candidate) throw notFromPool()

  const agreed = await approvedFor(deps, { ...input, accountId: account.id }, account, 'return', row.id)
  const at = deps.storage.clock.now()
  const data = sealFor(deps.box, 'data', { ...row, accountId: undefined }, candidate.data)
  const values = { at, account: account.name, factor: factor.guide.name, label: row.label }
  const baring = await bared(deps, account, row)
  const outcome = await bookAct(deps, {
    actor: input.actor,
    event: 'token.returned',
    accountId: account.id,
    authenticatorId: row.id,
    details: { factor: row.factor, reason: input.reason.slice(0, 500) },
    statements: [
      deps.accounts.expectEpoch(account.id, account.epoch),
      ...agreed,
      deps.authenticators.pool.takeBack(row, account.id, data),
      deps.attempts.cancelAll(account.id),
      ...endedWith(deps, account.id, row),
      ...baring.statements,
      ...(await deps.notices.tell(account, { template: 'factor.removed', values })),
    ],
    locks: [account.id, row.id, ...baring.locks],
  })
  if (outcome === 'refused') throw authenticatorChanged()
}

/** Where no second factor is left, a password alone must not set up the next one: as after a reset. */
async function bared(deps: AdministrationDeps, account: Account, returned: Authenticator): Promise<HeldTo> {
  const rows = await deps.authenticators.ofAccount(account.id)
  const left = rows.filter(({ id, status }) => id !== returned.id && status !== 'pending')
  const seconds = left.filter((row) => isSecondFactor(deps, row))
  // Nor is one of these taken off meanwhile, which would rest on the token that comes back.
  if (seconds.length > 0) return { statements: [deps.authenticators.expectUnchanged(seconds)], locks: [] }
  const marks = [...new Set([...account.marks, 'reset' as const])]
  const { statements, locks } = await requireWayInWith(deps, account, { ...account, marks })
  const marked = [deps.accounts.setMarks(account, marks), deps.accounts.raiseEpoch(account.id)]
  return { statements: [...statements, ...marked], locks }
}
