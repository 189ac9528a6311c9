import type { Account, Contacts } from '../accounts/index.ts'
import type { Delivery, Message } from '../delivery/index.ts'
import type { Statement } from '../storage/index.ts'

/** Tells a person what happened to their account, in the booking in which it happens (F-20, N-38). */
export interface Notices {
  /** A message to every address of the account; at most one an hour where `hourly` is set. */
  tell(
    account: Account,
    message: Message,
    options?: { readonly hourlyAt?: number },
  ): Promise<readonly Statement[]>
}

const hour = 3_600_000

export function openNotices(deps: { readonly contacts: Contacts; readonly delivery: Delivery }): Notices {
  return {
    async tell(account, message, options = {}) {
      if (!deps.delivery.canDeliver('email')) return []
      const contacts = await deps.contacts.listOf(account.id)
      const hourly = options.hourlyAt === undefined ? undefined : Math.floor(options.hourlyAt / hour)
      return contacts
        .filter((contact) => contact.type === 'email')
        .map((contact) =>
          deps.delivery.enqueue({
            accountId: account.id,
            channel: 'email',
            to: contact.value,
            message,
            ...(hourly === undefined ? {} : { dedupe: [message.template, account.id, hourly] }),
          }),
        )
    },
  }
}
