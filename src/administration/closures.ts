import { type Closure, closureReasons, describeScope, notClosed } from '../delivery/index.ts'
import { type Actor, actorName, requirePermission } from './actor.ts'
import { bookAct } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import { reasonNeeded } from './errors.ts'

/** Messages that were stopped, as administrators see it. */
export interface ClosureView {
  readonly scope: string
  /** For people: `text messages to numbers that begin with +49170123`. */
  readonly what: string
  readonly reason: Closure['reason']
  readonly because: string
  readonly openedAt: number
  readonly until: number
}

export async function listClosures(
  deps: AdministrationDeps,
  input: { readonly actor: Actor },
): Promise<readonly ClosureView[]> {
  const permission = { role: 'help-desk', scope: 'accounts:read', changes: false } as const
  requirePermission(input.actor, permission, deps.sessions.requireFresh)
  return closuresNow(deps)
}

/** For views that have checked who looks. */
export async function closuresNow(
  deps: Pick<AdministrationDeps, 'delivery'>,
): Promise<readonly ClosureView[]> {
  const closures = await deps.delivery.listClosures()
  return closures.map(({ scope, reason, openedAt, until }) => ({
    scope,
    what: describeScope(scope),
    reason,
    because: closureReasons[reason],
    openedAt,
    until,
  }))
}

/** An administrator who has looked lets messages go out again. Throws `delivery.not-closed`. */
export async function reopenMessages(
  deps: AdministrationDeps,
  input: { readonly actor: Actor; readonly scope: string; readonly reason: string },
): Promise<void> {
  const { actor, scope, reason } = input
  const permission = { role: 'administrator', scope: 'administration', changes: true } as const
  requirePermission(actor, permission, deps.sessions.requireFresh)
  if (reason.trim() === '') throw reasonNeeded()
  const outcome = await bookAct(deps, {
    actor,
    event: 'messages.reopened',
    statements: [deps.delivery.reopen(scope, actorName(actor))],
    locks: [`sms ${scope}`],
    details: { scope, reason: reason.slice(0, 500) },
  })
  if (outcome === 'refused') throw notClosed()
}
