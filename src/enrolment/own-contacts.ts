import {
  type Contact,
  type ContactAddress,
  type ContactSource,
  type ContactType,
  contactNotFound,
  contactTaken,
  isIndependentContact,
  maskedContact,
} from '../accounts/index.ts'
import { occasionOf, type Surroundings } from '../authentication/index.ts'
import type { Id } from '../kernel/ids.ts'
import type { Session } from '../sessions/index.ts'
import type { AuditEntry, Statement } from '../storage/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import { tooManyContacts } from './errors.ts'
import { type OwnAccount, ownAccountAtBar } from './own-account.ts'

const mostContacts = 10

/** A contact as its owner sees it. Numbers are masked even here. */
export interface ContactView {
  readonly id: Id<'contact'>
  readonly type: ContactType
  readonly value: string
  readonly source: ContactSource
  readonly verified: boolean
  /** Verified, and old enough to vouch for its owner (R12). */
  readonly independent: boolean
  /** Whether a code can be sent there. */
  readonly reachable: boolean
  readonly changedAt: number
}

export interface ContactInput {
  readonly session: Session
  readonly contactId: Id<'contact'>
  readonly surroundings: Surroundings
}

export async function listContacts(deps: EnrolmentDeps, session: Session): Promise<readonly ContactView[]> {
  const contacts = await deps.contacts.listOf(session.accountId)
  return contacts.map((contact) => contactView(deps, contact))
}

export function contactView(deps: EnrolmentDeps, contact: Contact): ContactView {
  const { id, type, source, changedAt } = contact
  return {
    id,
    type,
    value: type === 'phone' ? maskedContact(contact) : contact.value,
    source,
    verified: contact.verifiedAt !== undefined,
    independent: isIndependentContact(contact, deps.storage.clock.now()),
    reachable: deps.notices.reaches(contact),
    changedAt,
  }
}

/** One more contact, unverified until its owner shows that they receive there; the older ones are told (R12, G10). */
export async function addContact(
  deps: EnrolmentDeps,
  input: {
    readonly session: Session
    readonly address: ContactAddress
    readonly surroundings: Surroundings
  },
): Promise<ContactView> {
  const own = await ownContacts(deps, input.session)
  requireRoom(own.contacts)
  const accountId = own.account.id
  const { contact, statement } = deps.contacts.add({ accountId, address: input.address, source: 'owner' })
  const told = await tellOthers(deps, own, contact, 'added', input.surroundings)
  const room = deps.contacts.expectFewer(accountId, mostContacts)
  if (await bookContact(deps, own, contact, 'added', [room, statement, ...told]))
    return contactView(deps, contact)
  requireRoom(await deps.contacts.listOf(accountId))
  throw contactTaken()
}

function requireRoom(contacts: readonly Contact[]): void {
  if (contacts.length >= mostContacts) throw tooManyContacts(mostContacts)
}

/**
 * Takes a contact off the account; every one of them is told, this one too (R12, C-08). What was half opened with what
 * came there, or may have been, is over.
 */
export async function removeContact(deps: EnrolmentDeps, input: ContactInput): Promise<void> {
  const { own, contact } = await ownContact(deps, input)
  const values = { ...changeOf(deps, own, contact, input.surroundings), change: 'removed' } as const
  const told = await deps.notices.tell(own.account, { template: 'contact.changed', values })
  const statements = [
    deps.contacts.remove(contact.id),
    deps.contactCodes.removeOf(contact.id),
    deps.attempts.cancelAll(own.account.id),
    deps.rebinds.endAll(own.account.id),
    ...told,
  ]
  if (!(await bookContact(deps, own, contact, 'removed', statements))) throw contactNotFound()
}

export interface OwnContacts extends OwnAccount {
  readonly contacts: readonly Contact[]
}

/** One's own contacts, for a session that may change them. */
async function ownContacts(deps: EnrolmentDeps, session: Session): Promise<OwnContacts> {
  const own = await ownAccountAtBar(deps, session)
  return { ...own, contacts: await deps.contacts.listOf(own.account.id) }
}

/** One of them; anyone else's does not exist. */
export async function ownContact(
  deps: EnrolmentDeps,
  input: Pick<ContactInput, 'session' | 'contactId'>,
): Promise<{ readonly own: OwnContacts; readonly contact: Contact }> {
  const own = await ownContacts(deps, input.session)
  const contact = own.contacts.find(({ id }) => id === input.contactId)
  if (!contact) throw contactNotFound()
  return { own, contact }
}

/** The other contacts hear what happened to this one. */
export function tellOthers(
  deps: EnrolmentDeps,
  own: OwnContacts,
  contact: Contact,
  change: 'added' | 'confirmed',
  surroundings: Surroundings,
): Promise<readonly Statement[]> {
  const values = { ...changeOf(deps, own, contact, surroundings), change }
  return deps.notices.tell(own.account, { template: 'contact.changed', values }, { except: contact.id })
}

function changeOf(deps: EnrolmentDeps, own: OwnAccount, contact: Contact, surroundings: Surroundings) {
  const happening = { account: own.account, surroundings, at: deps.storage.clock.now() }
  return { ...occasionOf(happening), contact: maskedContact(contact) }
}

/**
 * Books what happens to a contact, while its account is as it was looked at. False where somebody booked first. Throws
 * `session.required` where the session was ended meanwhile.
 */
export async function bookContact(
  deps: EnrolmentDeps,
  { account, session }: OwnAccount,
  contact: Contact,
  what: 'added' | 'removed' | 'verified' | 'code-sent' | 'code-refused',
  statements: readonly Statement[],
): Promise<boolean> {
  const event: AuditEntry = {
    at: deps.storage.clock.now(),
    event: `contact.${what}`,
    outcome: what === 'code-refused' ? 'refused' : 'done',
    actor: account.id,
    accountId: account.id,
    details: { contact: contact.id, type: contact.type },
  }
  const outcome = await deps.sessions.bookIn(session, {
    statements: [deps.accounts.expectActiveEpoch(account.id, account.epoch), ...statements],
    events: [event],
    locks: [account.id],
  })
  return outcome === 'booked'
}
