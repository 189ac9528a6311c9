import type { Account, AccountRole } from '../accounts/index.ts'
import type { ApiCaller, ApiScope } from '../applications/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'
import { aboveOwnRights, notPermitted } from './errors.ts'

/**
 * Who administers: a signed-in person with a role, an application with a scope, or whoever holds the service's own
 * rights on its machine (R10).
 */
export type Actor =
  | { readonly by: 'person'; readonly account: Account; readonly session: Session }
  | { readonly by: 'application'; readonly caller: ApiCaller }
  | { readonly by: 'operator'; readonly name: string }

/** What an administrative act asks of its actor. */
export interface Permission {
  readonly role: 'help-desk' | 'administrator'
  readonly scope: ApiScope
  /** Changes need a fresh sign-in; looking does not. */
  readonly changes: boolean
}

const rank: Readonly<Record<AccountRole, number>> = { person: 0, 'help-desk': 1, administrator: 2 }

/** The name that audit keeps of an actor. */
export function actorName(actor: Actor): string {
  if (actor.by === 'person') return actor.account.id
  return actor.by === 'application' ? `application:${actor.caller.application.id}` : `operator:${actor.name}`
}

/** Throws `administration.not-permitted`, or `step-up.required` by `requireFresh`. */
export function requirePermission(
  actor: Actor,
  permission: Permission,
  requireFresh: (session: Session, bar: 2) => void,
): void {
  if (actor.by === 'operator') return
  if (actor.by === 'application') {
    const { scopes } = actor.caller
    if (!scopes.includes(permission.scope) && !scopes.includes('administration')) throw notPermitted()
    return
  }
  if (rank[actor.account.role] < rank[permission.role]) throw notPermitted()
  if (actor.session.assurance < 2) throw notPermitted()
  if (permission.changes) requireFresh(actor.session, 2)
}

/** Whether somebody acts upon themselves. */
export function isOwn(actor: Actor, accountId: Id<'account'>): boolean {
  return actor.by === 'person' && actor.account.id === accountId
}

/** Nobody issues, resets or unlocks for an account with more rights than his own (R11). */
export function requireRightsOver(actor: Actor, subject: Pick<Account, 'role'>): void {
  if (rank[subject.role] > rankOf(actor)) throw aboveOwnRights()
}

/** Giving a role takes at least that role. */
export function requireMayGrant(actor: Actor, role: AccountRole): void {
  if (rank[role] > rankOf(actor)) throw aboveOwnRights()
}

function rankOf(actor: Actor): number {
  if (actor.by === 'operator') return rank.administrator
  if (actor.by === 'person') return rank[actor.account.role]
  return actor.caller.scopes.includes('administration') ? rank.administrator : rank.person
}
