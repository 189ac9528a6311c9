import type { Contact } from '../accounts/index.ts'
import { busy, occasionOf, retrying } from '../authentication/index.ts'
import type { Budget } from '../throttle/index.ts'
import type { EnrolmentDeps } from './deps.ts'
import {
  contactCodeExpired,
  contactCodeRefused,
  contactUnreachable,
  contactVerified,
  tooManyCodes,
} from './errors.ts'
import {
  bookContact,
  type ContactInput,
  type ContactView,
  contactView,
  ownContact,
  tellOthers,
} from './own-contacts.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** How long a code is good for (NIST SP 800-63B-4 §4.2.1.2). */
const lifetimes: Readonly<Record<Contact['type'], number>> = { email: day, phone: 10 * minute }

/**
 * Sends a code to a contact, to be typed in a session like this one: it shows that its owner receives there. Throws
 * `contact.too-many-codes` where too many went to this account or to this address today.
 */
export async function sendContactCode(
  deps: EnrolmentDeps,
  input: ContactInput,
): Promise<{ readonly expiresAt: number }> {
  const { own, contact } = await ownContact(deps, input)
  if (contact.verifiedAt !== undefined) throw contactVerified()
  if (!deps.notices.reaches(contact)) throw contactUnreachable()
  const at = deps.storage.clock.now()
  const budgets = budgetsOf(deps, contact)
  const wait = await deps.throttle.waitFor(budgets, at)
  if (wait > 0) throw tooManyCodes(wait)

  const made = deps.contactCodes.create({ contact, purpose: 'verify' }, lifetimes[contact.type])
  const { code, expiresAt } = made
  const happening = { account: own.account, surroundings: input.surroundings, at }
  const values = { ...occasionOf(happening), code, expiresAt }
  const message = { template: 'contact.code', values } as const
  const statements = [
    ...budgets.map((budget) => deps.throttle.take(budget, at)),
    ...made.statements,
    deps.notices.send(contact, message, expiresAt),
  ]
  if (!(await bookContact(deps, own, contact, 'code-sent', statements))) throw busy()
  deps.delivery.kick()
  return { expiresAt }
}

/**
 * The owner types what was sent: from here on the contact is verified. A wrong code costs one of three tries; the
 * right one works once, for this contact alone (N-36).
 */
export async function verifyContact(
  deps: EnrolmentDeps,
  input: ContactInput & { readonly code: string },
): Promise<ContactView> {
  return deps.queue(input.session.accountId, () => retrying(() => verifyRound(deps, input)))
}

async function verifyRound(
  deps: EnrolmentDeps,
  input: ContactInput & { readonly code: string },
): Promise<ContactView | 'lost'> {
  const { own, contact } = await ownContact(deps, input)
  if (contact.verifiedAt !== undefined) throw contactVerified()
  const bound = { contact, purpose: 'verify' } as const
  const sent = await deps.contactCodes.findLiving(bound)
  if (!sent) throw contactCodeExpired()
  if (!deps.contactCodes.matches(bound, sent, input.code)) {
    const counted = [deps.contactCodes.countTry(sent)]
    if (!(await bookContact(deps, own, contact, 'code-refused', counted))) return 'lost'
    throw contactCodeRefused(sent.triesLeft - 1)
  }
  const told = await tellOthers(deps, own, contact, 'confirmed', input.surroundings)
  const statements = [deps.contactCodes.use(sent), deps.contacts.verify(contact.id), ...told]
  if (!(await bookContact(deps, own, contact, 'verified', statements))) return 'lost'
  return contactView(deps, { ...contact, verifiedAt: deps.storage.clock.now() })
}

/** What is sent is counted for the account, and for the address over all accounts: nobody is flooded in a stranger's name. */
function budgetsOf(deps: EnrolmentDeps, contact: Contact): readonly Budget[] {
  const address = Buffer.from(JSON.stringify([contact.type, contact.value.toLowerCase()]), 'utf8')
  const hash = Buffer.from(deps.box.mac('contact address', address)).toString('hex')
  return [
    { id: `contact-codes|${contact.accountId}`, limit: 10, window: day },
    { id: `contact-codes|${hash}`, limit: 5, window: day },
  ]
}
