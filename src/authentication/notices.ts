import type { Account, Contact, Contacts } from '../accounts/index.ts'
import type { Channel, Delivery, Message } from '../delivery/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'

/** Tells a person what happened to their account, in the booking in which it happens (F-20, N-38). */
export interface Notices {
  /** A message to every address of the account. */
  tell(account: Account, message: Message, options?: TellOptions): Promise<readonly Statement[]>
  /** Whether there is a gateway that leads there (R9). */
  reaches(contact: Pick<Contact, 'type'>): boolean
  /** A message to one contact alone, worth nothing after `expiresAt`. */
  send(contact: Contact, message: Message, expiresAt: number): Statement
}

export interface TellOptions {
  /** At most one an hour; the moment that counts. */
  readonly hourlyAt?: number
  /** The contact that this is about need not hear of it. */
  readonly except?: Id<'contact'>
}

const hour = 3_600_000
const channels: Readonly<Record<Contact['type'], Channel>> = { email: 'email', phone: 'sms' }

export function openNotices(deps: { readonly contacts: Contacts; readonly delivery: Delivery }): Notices {
  const { contacts, delivery } = deps
  return {
    async tell(account, message, { hourlyAt, except } = {}) {
      if (!delivery.canDeliver('email')) return []
      const hourly = hourlyAt === undefined ? undefined : Math.floor(hourlyAt / hour)
      const told = (await contacts.listOf(account.id)).filter(
        (contact) => contact.type === 'email' && contact.id !== except,
      )
      return told.map((contact) =>
        delivery.enqueue({
          accountId: account.id,
          channel: 'email',
          to: contact.value,
          message,
          ...(hourly === undefined ? {} : { dedupe: [message.template, account.id, hourly] }),
        }),
      )
    },

    reaches: ({ type }) => delivery.canDeliver(channels[type]),

    send: (contact, message, expiresAt) =>
      delivery.enqueue({
        accountId: contact.accountId,
        channel: channels[contact.type],
        to: contact.value,
        message,
        expiresAt,
      }),
  }
}
