import { authenticatorNotFound } from '../authenticators/index.ts'
import { type FactorId, isSecond } from '../factors/factor.ts'
import { type Id, isId } from '../kernel/ids.ts'
import { type Actor, requirePermission } from './actor.ts'
import type { AdministrationDeps } from './deps.ts'

const permission = { role: 'help-desk', scope: 'authenticators:read', changes: false } as const
const day = 86_400_000
const usualPage = 50

/** An authenticator that nobody uses, and whose it is. */
export interface IdleView {
  readonly id: Id<'authenticator'>
  readonly account: { readonly id: Id<'account'>; readonly name: string }
  readonly factor: FactorId
  readonly label: string
  readonly createdAt: number
  /** Undefined where it was never used. */
  readonly lastUsedAt?: number
}

/**
 * Second factors that were not used for so many days, or added that long ago and never used. Ways of recovery are left
 * out: not to be used is what they are for.
 */
export async function listIdle(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly days: number; readonly cursor?: string; readonly limit?: number },
): Promise<{ readonly items: readonly IdleView[]; readonly next?: string }> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  const { cursor: after, limit = usualPage } = input
  if (after !== undefined && !isId<'authenticator'>(after)) throw authenticatorNotFound()
  const before = deps.storage.clock.now() - input.days * day
  const factors = deps.factors.all.filter(isSecond).map(({ id }) => id)
  const rows = await deps.authenticators.idle({ factors, before, after, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const owners = await deps.accounts.findAll(shown.flatMap(({ accountId }) => accountId ?? []))
  const names = new Map(owners.map(({ id, name }) => [id, name]))
  const items = shown.flatMap(({ id, accountId, factor, label, createdAt, lastUsedAt }) => {
    const name = accountId && names.get(accountId)
    if (!accountId || name === undefined) return []
    const used = lastUsedAt === undefined ? {} : { lastUsedAt }
    return [{ id, account: { id: accountId, name }, factor, label, createdAt, ...used }]
  })
  const last = shown.at(-1)
  return rows.length > limit && last ? { items, next: last.id } : { items }
}
