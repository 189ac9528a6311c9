import type { Clock } from '../kernel/clock.ts'
import { type Id, newId } from '../kernel/ids.ts'
import type { Random } from '../kernel/random.ts'
import type { Statement, Storage } from '../storage/index.ts'
import type { ContactAddress } from './address.ts'
import { contactStore } from './contacts-store.ts'
import type { Contact, ContactSource } from './schema.ts'

export interface NewContact {
  readonly accountId: Id<'account'>
  readonly address: ContactAddress
  readonly source: ContactSource
}

/** Where accounts are reached. A changed address is a new contact: the old one is removed, and told. */
export interface Contacts {
  listOf(accountId: Id<'account'>): Promise<readonly Contact[]>
  /** Of at most some hundreds of accounts. */
  listOfAll(accountIds: readonly Id<'account'>[]): Promise<readonly Contact[]>
  find(id: Id<'contact'>): Promise<Contact | undefined>
  /** Unverified, whoever wrote it (R12); refused where the account has it already. */
  add(input: NewContact): { readonly contact: Contact; readonly statement: Statement }
  /** Refuses the booking unless the account has fewer than so many. */
  expectFewer(accountId: Id<'account'>, most: number): Statement
  /** Its owner has shown that they receive there; refused once verified. Does not change its age. */
  verify(id: Id<'contact'>): Statement
  remove(id: Id<'contact'>): Statement
  /** Refuses the booking unless it still vouches for its owner (R12). */
  expectIndependent(id: Id<'contact'>): Statement
}

export function openContacts(deps: { storage: Storage; random: Random }): Contacts {
  const { storage, random } = deps
  const { clock } = storage
  const store = contactStore(storage)
  return {
    listOf: store.findOf,
    listOfAll: store.findOfAll,
    find: store.find,
    add(input) {
      const contact = createContact({ clock, random }, input)
      return { contact, statement: store.insert(contact) }
    },
    expectFewer: store.expectFewer,
    verify: (id) => store.verify(id, clock.now()),
    remove: store.remove,
    expectIndependent: (id) => store.expectVerified(id, clock.now() - contactSettlesAfter),
  }
}

/** How long a contact must stand before it may vouch for its owner (R12). */
export const contactSettlesAfter = 7 * 24 * 3_600_000

/**
 * Whether a notice there tells the owner and not the intruder: verified, and unchanged for seven days (R12).
 * A change that lies in the future, after the clock was set back, is not old (G14).
 */
export function isIndependentContact(contact: Contact, at: number): boolean {
  return contact.verifiedAt !== undefined && at - contact.changedAt >= contactSettlesAfter
}

function createContact(deps: { clock: Clock; random: Random }, input: NewContact): Contact {
  return {
    id: newId<'contact'>(deps),
    accountId: input.accountId,
    type: input.address.type,
    value: input.address.value,
    source: input.source,
    verifiedAt: undefined,
    changedAt: deps.clock.now(),
  }
}
