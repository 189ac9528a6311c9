import { type Account, type Contact, type Contacts, isIndependentContact } from '../accounts/index.ts'
import {
  announce,
  type Channel,
  type Delivery,
  type Dispatch,
  type Message,
  type Sender,
} from '../delivery/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Id } from '../kernel/ids.ts'
import type { Statement } from '../storage/index.ts'
import type { Announcements } from './announcements-store.ts'

/** Tells a person what happened to their account, in the booking in which it happens (F-20, N-38). */
export interface Notices {
  /**
   * A message to every address of the account; to one that its owner has not confirmed, once a day of a kind. What none
   * of them vouches for is announced on our pages, too (R9).
   */
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
  /** The mailbox by which this came about: whoever has it knows already, and need not be the owner (G10). */
  readonly by?: Id<'contact'>
}

const hour = 3_600_000
const day = 24 * hour
const channels: Readonly<Record<Contact['type'], Channel>> = { email: 'email', phone: 'sms' }

export interface NoticesDeps {
  readonly contacts: Contacts
  readonly delivery: Delivery
  readonly announcements: Announcements
  readonly sender: Sender
  readonly clock: Clock
}

export function openNotices(deps: NoticesDeps): Notices {
  const { contacts, delivery } = deps
  return {
    async tell(account, message, { hourlyAt, except, by } = {}) {
      const hourly = hourlyAt === undefined ? undefined : Math.floor(hourlyAt / hour)
      const reached = delivery.canDeliver('email') ? await contacts.listOf(account.id) : []
      const told = reached.filter((contact) => contact.type === 'email' && contact.id !== except)
      const mails = told.map((contact) =>
        delivery.enqueue({
          accountId: account.id,
          channel: 'email',
          to: contact.value,
          message,
          ...onceIn(deps, contact, message, hourly),
        }),
      )
      const others = told.filter((contact) => contact.id !== by)
      return [...mails, ...announced(deps, account, message, others)]
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

/**
 * Whoever gets what goes to an address that somebody wrote down and nobody has confirmed may be a stranger: they hear of
 * each kind of thing once a day, from whatever account.
 */
function onceIn(
  { clock }: Pick<NoticesDeps, 'clock'>,
  { accountId, source, verifiedAt }: Contact,
  { template }: Message,
  hourly: number | undefined,
): Pick<Dispatch, 'dedupe'> {
  if (source === 'owner' && verifiedAt === undefined)
    return { dedupe: [template, 'unconfirmed', Math.floor(clock.now() / day)] }
  return hourly === undefined ? {} : { dedupe: [template, accountId, hourly] }
}

/** A change of what opens the account, where no contact that is its owner's for sure hears of it. */
function announced(
  { announcements, sender, clock }: NoticesDeps,
  account: Account,
  message: Message,
  told: readonly Contact[],
): readonly Statement[] {
  if (!/^(factor|password|recovery|contact)\.|^account\.reset$/.test(message.template)) return []
  if (told.some((contact) => isIndependentContact(contact, clock.now()))) return []
  return [announcements.add(account.id, announce(message, sender))]
}
