import type { Id } from '../kernel/ids.ts'
import type { AuditEntry, Statement, Storage } from '../storage/index.ts'
import type { Dispatch } from './enqueue.ts'
import { type Closure, closureReasons, type closuresStore, describeScope } from './sms/index.ts'

/** An administrator, where mail reaches them. */
export interface Administrator {
  readonly accountId: Id<'account'>
  readonly email: string
}

export interface CloseDeps {
  readonly storage: Storage
  readonly closures: ReturnType<typeof closuresStore>
  administrators(): Promise<readonly Administrator[]>
  canMail(): boolean
  enqueue(dispatch: Dispatch): Statement
}

/** Stops messages to some numbers and alarms: in the audit trail, on the console, and by mail to every administrator. */
export function closer(deps: CloseDeps) {
  return async function close(closure: Omit<Closure, 'endedAt'>): Promise<void> {
    const told = deps.canMail() ? await deps.administrators() : []
    await deps.storage.book({
      statements: [deps.closures.close(closure), ...told.map((one) => deps.enqueue(alertTo(one, closure)))],
      events: [closedEvent(closure)],
      locks: [`sms ${closure.scope}`],
    })
  }
}

function alertTo({ accountId, email }: Administrator, closure: Omit<Closure, 'endedAt'>): Dispatch {
  const { scope, reason, openedAt, until } = closure
  return {
    accountId,
    channel: 'email',
    to: email,
    message: {
      template: 'messages.closed',
      values: { at: openedAt, what: describeScope(scope), because: closureReasons[reason], until },
    },
    dedupe: ['messages.closed', accountId, scope, openedAt],
  }
}

function closedEvent({ scope, reason, openedAt, until }: Omit<Closure, 'endedAt'>): AuditEntry {
  return {
    at: openedAt,
    event: 'messages.closed',
    outcome: 'done',
    reason,
    actor: 'system',
    details: { scope, until },
  }
}
