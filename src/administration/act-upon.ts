import type { Account } from '../accounts/index.ts'
import { busy } from '../authentication/index.ts'
import type { Message } from '../delivery/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import { type Actor, actorName } from './actor.ts'
import { bookBy } from './book.ts'
import type { AdministrationDeps } from './deps.ts'
import type { Remember } from './retry-keys.ts'
import type { SubjectInput } from './subject.ts'

/** Books the act upon the account as it was judged: a role that changed meanwhile raised the epoch (R11). */
export async function actUpon(
  deps: AdministrationDeps,
  input: SubjectInput,
  account: Account,
  event: string,
  statements: readonly Statement[],
  more: {
    readonly notice?: 'account.unlocked' | 'account.reset' | 'account.password-reset'
    readonly remembered?: ReturnType<Remember>
    /** What the trail says of it, beside the reason. */
    readonly details?: Readonly<Record<string, string>>
    /** What it locks besides the account. */
    readonly locks?: readonly string[]
    /** What the trail tells besides. */
    readonly besides?: readonly AuditEntry[]
  } = {},
): Promise<void> {
  const { notice, remembered, details = {}, locks = [], besides = [] } = more
  const at = deps.storage.clock.now()
  const message: Message | undefined = notice && { template: notice, values: { at, account: account.name } }
  const told = message ? await deps.notices.tell(account, message) : []
  const judged = deps.accounts.expectEpoch(account.id, account.epoch)
  const outcome = await bookBy(deps, input.actor, {
    statements: [judged, ...statements, ...told, ...(remembered?.statements ?? [])],
    events: [eventOf(deps, input.actor, account, event, input.reason, details), ...besides],
    locks: [account.id, ...locks, ...(remembered?.locks ?? [])],
  })
  if (outcome === 'refused') throw busy()
}

export function eventOf(
  deps: AdministrationDeps,
  actor: Actor,
  account: Account,
  event: string,
  reason: string | undefined,
  details: Readonly<Record<string, string>>,
) {
  return {
    at: deps.storage.clock.now(),
    event,
    outcome: 'done' as const,
    actor: actorName(actor),
    accountId: account.id,
    details: { ...details, ...(reason === undefined ? {} : { reason: reason.slice(0, 500) }) },
  }
}
