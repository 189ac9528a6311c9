import { type Account, accountNotFound } from '../../accounts/index.ts'
import { authenticatorChanged, authenticatorNotFound, type Pooled } from '../../authenticators/index.ts'
import type { Id } from '../../kernel/ids.ts'
import type { Statement } from '../../storage/index.ts'
import { type Actor, type Permission, requirePermission, requireRightsOver } from '../actor.ts'
import { bookAct } from '../book.ts'
import type { AdministrationDeps } from '../deps.ts'
import { accountIsDisabled, reasonNeeded } from '../errors.ts'

export interface TokenInput {
  readonly actor: Actor
  readonly tokenId: Id<'authenticator'>
  /** Kept in the audit trail. */
  readonly reason: string
}

const helps = { role: 'help-desk', scope: 'authenticators:write', changes: true } as const
const rules = { ...helps, role: 'administrator' } as const

/**
 * Puts a token aside for an account: nobody else may claim it, and it counts once its owner has typed a code of it
 * (C-13). So whoever assigns one, proves nothing in its owner's name. Never for an account with more rights (R11).
 */
export async function assignToken(
  deps: AdministrationDeps,
  input: TokenInput & { readonly accountId: Id<'account'> },
): Promise<void> {
  const token = await tokenOf(deps, input, helps)
  const account = await deps.accounts.find(input.accountId)
  if (!account) throw accountNotFound()
  if (account.status !== 'active') throw accountIsDisabled(account.name)
  requireRightsOver(input.actor, account)
  await book(deps, input, token, {
    event: 'token.assigned',
    statement: deps.authenticators.pool.reserve(token.authenticator, account.id),
    account,
  })
}

/** Whoever has it in hand may claim it again. */
export async function releaseToken(deps: AdministrationDeps, input: TokenInput): Promise<void> {
  const token = await tokenOf(deps, input, helps)
  await book(deps, input, token, {
    event: 'token.released',
    statement: deps.authenticators.pool.reserve(token.authenticator, undefined),
  })
}

/** Takes a token out of the pool for good: broken, lost, sold. Its secret goes with it. */
export async function retireToken(deps: AdministrationDeps, input: TokenInput): Promise<void> {
  const token = await tokenOf(deps, input, rules)
  await book(deps, input, token, {
    event: 'token.retired',
    statement: deps.authenticators.takeFromPool(token.authenticator),
  })
}

async function tokenOf(deps: AdministrationDeps, input: TokenInput, permission: Permission): Promise<Pooled> {
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  if (input.reason.trim() === '') throw reasonNeeded()
  const token = await deps.authenticators.pool.find(input.tokenId)
  if (!token) throw authenticatorNotFound()
  const intended = token.reservedFor && (await deps.accounts.find(token.reservedFor))
  if (intended) requireRightsOver(input.actor, intended)
  return token
}

async function book(
  deps: AdministrationDeps,
  input: TokenInput,
  { authenticator: { id, factor }, handle }: Pooled,
  act: { readonly event: string; readonly statement: Statement; readonly account?: Account },
): Promise<void> {
  const { event, statement, account } = act
  const outcome = await bookAct(deps, {
    actor: input.actor,
    statements: [...(account ? [deps.accounts.expectActiveEpoch(account.id, account.epoch)] : []), statement],
    event,
    authenticatorId: id,
    ...(account ? { accountId: account.id } : {}),
    details: { factor, handle, reason: input.reason.slice(0, 500) },
    locks: [...(account ? [account.id] : []), id],
  })
  if (outcome === 'refused') throw authenticatorChanged()
}
